// Whole numbers: answers come from Euclid's algorithm, fast powers and factorisations.
#include <array>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

constexpr std::array<std::int64_t, 5> kLimits{100, 400, 2000, 10'000, 50'000};

struct Factor {
  std::int64_t prime = 0;
  int power = 0;
};

std::vector<Factor> factors_of(std::int64_t number) {
  std::vector<Factor> factors;
  for (std::int64_t prime = 2; prime * prime <= number; ++prime) {
    Factor factor{.prime = prime};
    for (; number % prime == 0; number /= prime) {
      ++factor.power;
    }
    if (factor.power > 0) {
      factors.push_back(factor);
    }
  }
  if (number > 1) {
    factors.push_back({.prime = number, .power = 1});
  }
  return factors;
}

bool is_prime(std::int64_t number) {
  const std::vector<Factor> factors = factors_of(number);
  return factors.size() == 1 && factors[0].power == 1;
}

std::string product_of(const std::vector<Factor>& factors) {
  std::string text;
  for (const Factor& factor : factors) {
    text += (text.empty() ? "" : " * ") + std::to_string(factor.prime) +
            (factor.power == 1 ? "" : "^" + std::to_string(factor.power));
  }
  return text;
}

Sample make_divisor_or_multiple(std::int64_t limit, Rng& rng) {
  static constexpr std::array<std::string_view, 4> kDivisors{
      "What is the greatest common divisor of {a} and {b}?",
      "Find the largest whole number that divides both {a} and {b}.",
      "{N} cuts two ribbons of {a} cm and {b} cm into pieces of one and the same length, a whole number of "
      "centimetres, "
      "with nothing left over. What is the greatest possible length of a piece in centimetres?",
      "{a} pens and {b} pads are packed into boxes that are all alike, with nothing left over. What is the greatest "
      "possible number of boxes?"};
  static constexpr std::array<std::string_view, 4> kMultiples{
      "What is the least common multiple of {a} and {b}?",
      "Find the smallest positive whole number that is divisible by both {a} and {b}.",
      "One lamp flashes every {a} seconds, another one every {b} seconds. They have just flashed together. After how "
      "many seconds do they next flash together?",
      "{N} visits a park every {a} days and {M} every {b} days. Today both are there. In how many days are both there "
      "again for the first time?"};
  const bool asks_divisor = rng.below(2) == 0;
  const std::int64_t common = rng.between(2, limit / 20 + 2);
  const std::int64_t a = common * rng.between(2, limit / common);
  std::int64_t b = common * rng.between(2, limit / common);
  b = a == b ? a + common : b;
  const std::vector<std::string> names = draw_names(2, rng);
  const std::int64_t divisor = std::gcd(a, b);
  const std::string text = Wording()
                               .set("a", a)
                               .set("b", b)
                               .set("N", names[0])
                               .set("M", names[1])
                               .fill((asks_divisor ? kDivisors : kMultiples)[rng.below(4)]);
  const std::string parts = std::to_string(a) + " = " + product_of(factors_of(a)) + " and " + std::to_string(b) +
                            " = " + product_of(factors_of(b)) + ".";
  return generated_sample(text, std::to_string(asks_divisor ? divisor : a / divisor * b), parts);
}

Sample make_power(std::int64_t limit, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "What is the remainder when {a}^{e} is divided by {m}?", "Compute {a}^{e} mod {m}.",
      "{a} is raised to the power {e}, and the result is divided by {m}. What is the remainder?"};
  const std::int64_t base = rng.between(2, limit / 10 + 10);
  const std::int64_t exponent = rng.between(3, limit / 5);
  const std::int64_t modulus = rng.between(5, limit < 1000 ? 20 : 99);
  std::int64_t result = 1;
  std::int64_t square = base % modulus;
  for (std::int64_t left = exponent; left > 0; left /= 2) {
    result = left % 2 == 1 ? result * square % modulus : result;
    square = square * square % modulus;
  }
  const std::string text =
      Wording().set("a", base).set("e", exponent).set("m", modulus).fill(kWordings[rng.below(kWordings.size())]);
  return generated_sample(text, std::to_string(result));
}

Sample make_divisors(std::int64_t limit, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kCounts{
      "How many positive divisors does {n} have?", "By how many different positive whole numbers is {n} divisible?",
      "{N} wants to lay out {n} tiles as a full rectangle. Counting {n} rows of 1 and 1 row of {n} as different, how "
      "many "
      "choices for the number of rows are there?"};
  static constexpr std::array<std::string_view, 3> kSums{
      "What is the sum of all positive divisors of {n}?",
      "Add up all positive whole numbers that divide {n}. What is the sum?",
      "{N} writes down every positive divisor of {n}, with 1 and {n} among them, and adds them up. What is the "
      "result?"};
  const std::int64_t number = rng.between(limit / 8, limit);
  const std::vector<Factor> factors = factors_of(number);
  const bool asks_count = rng.below(2) == 0;
  std::int64_t count = 1;
  std::int64_t sum = 1;
  for (const Factor& factor : factors) {
    count *= factor.power + 1;
    std::int64_t powers = 1;
    for (int i = 0; i < factor.power; ++i) {
      powers = powers * factor.prime + 1;
    }
    sum *= powers;
  }
  const std::string text =
      Wording().set("n", number).set("N", draw_names(1, rng)[0]).fill((asks_count ? kCounts : kSums)[rng.below(3)]);
  return generated_sample(text, std::to_string(asks_count ? count : sum),
                          std::to_string(number) + " = " + product_of(factors) + ".");
}

Sample make_primes(std::int64_t limit, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kNext{"What is the smallest prime number greater than {a}?",
                                                         "Which prime number comes next after {a}?",
                                                         "Find the first prime number that is larger than {a}."};
  static constexpr std::array<std::string_view, 3> kCounts{
      "How many prime numbers are there from {a} to {b}, both included?",
      "Count the prime numbers p with {a} <= p <= {b}.",
      "{N} lists all whole numbers from {a} to {b}. How many of them are prime?"};
  const std::int64_t from = rng.between(limit / 20 + 2, limit);
  const std::int64_t to = from + rng.between(10, 40);
  const bool asks_next = rng.below(2) == 0;
  std::int64_t next = from + 1;
  while (!is_prime(next)) {
    ++next;
  }
  std::vector<std::string> primes;
  for (std::int64_t number = from; number <= to; ++number) {
    if (is_prime(number)) {
      primes.push_back(std::to_string(number));
    }
  }
  const std::string text = Wording()
                               .set("a", from)
                               .set("b", to)
                               .set("N", draw_names(1, rng)[0])
                               .fill((asks_next ? kNext : kCounts)[rng.below(3)]);
  const std::string shown = primes.empty() ? "None of them is prime." : "The primes are " + listed(primes) + ".";
  return generated_sample(text, asks_next ? std::to_string(next) : std::to_string(primes.size()),
                          asks_next ? "" : shown);
}

Sample make_number_theory(Rng& rng, int difficulty) {
  const std::int64_t limit = kLimits[static_cast<std::size_t>(difficulty - 1)];
  switch (rng.below(5)) {
    case 0:
      return make_power(limit, rng);
    case 1:
      return make_divisors(limit, rng);
    case 2:
      return make_primes(limit, rng);
    default:
      return make_divisor_or_multiple(limit, rng);
  }
}

}  // namespace

GeneratorEntry number_theory_generator() {
  return {.name = "number_theory",
          .summary = "divisors, multiples, remainders of powers and primes",
          .version = 1,
          .difficulty_max = 5,
          .make = make_number_theory};
}

}  // namespace assay
