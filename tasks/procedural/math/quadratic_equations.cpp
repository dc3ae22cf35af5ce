// Solutions are drawn first, except where a symmetric function of them is asked for.
#include <array>
#include <numeric>
#include <string>
#include <string_view>

#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/small_fraction.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

// a x^2 + b x + c
struct Quadratic {
  std::int64_t a = 1, b = 0, c = 0;
};

constexpr std::array<std::string_view, 4> kWordings{
    "What is the {W} solution of {E}?", "The equation {E} has two solutions. What is the {W} one?",
    "Solve {E} and give the {W} solution.", "Find the {W} of the two numbers {x} for which {E}."};

// "the sum of the squares of the solutions": what it is of the sum s and the product p of the two solutions.
struct Symmetric {
  std::string_view text;
  SmallFraction (*value)(const SmallFraction& s, const SmallFraction& p);
};
constexpr std::array<Symmetric, 4> kSymmetric{{
    {"the sum of the squares of the two solutions",
     [](const SmallFraction& s, const SmallFraction& p) { return s * s - p - p; }},
    {"the sum of the reciprocals of the two solutions",
     [](const SmallFraction& s, const SmallFraction& p) { return s / p; }},
    {"the square of the difference of the two solutions",
     [](const SmallFraction& s, const SmallFraction& p) { return s * s - p - p - p - p; }},
    {"the sum of the cubes of the two solutions",
     [](const SmallFraction& s, const SmallFraction& p) { return s * (s * s - p - p - p); }},
}};
constexpr std::array<std::string_view, 3> kSymmetricWordings{"The equation {E} has two real solutions. What is {W}?",
                                                             "What is {W} of {E}?",
                                                             "Without solving it, find {W} of the equation {E}."};

std::string side(const Quadratic& q, std::string_view letter) {
  std::string text;
  const auto add = [&](std::int64_t coefficient, const std::string& power) {
    if (coefficient == 0) {
      return;
    }
    const std::int64_t size = coefficient < 0 ? -coefficient : coefficient;
    text += text.empty() ? (coefficient < 0 ? "-" : "") : (coefficient < 0 ? " - " : " + ");
    text += (size == 1 && !power.empty() ? "" : std::to_string(size)) + power;
  };
  add(q.a, std::string(letter) + "^2");
  add(q.b, std::string(letter));
  add(q.c, "");
  return text.empty() ? "0" : text;
}

std::int64_t other_than(std::int64_t taken, std::int64_t low, std::int64_t high, Rng& rng) {
  const std::int64_t drawn = rng.between(low, high - 1);
  return drawn >= taken ? drawn + 1 : drawn;
}

bool is_less(const SmallFraction& left, const SmallFraction& right) {
  return left.numerator * right.denominator < right.numerator * left.denominator;
}

Sample ask_for_a_solution(const std::string& equation, std::string_view letter, const SmallFraction& first,
                          const SmallFraction& second, Rng& rng) {
  const bool asks_larger = rng.below(2) == 0;
  const SmallFraction& larger = is_less(first, second) ? second : first;
  const SmallFraction& smaller = is_less(first, second) ? first : second;
  std::string text = Wording()
                         .set("W", asks_larger ? "larger" : "smaller")
                         .set("E", equation)
                         .set("x", letter)
                         .fill(kWordings[rng.below(kWordings.size())]);
  if (!first.is_whole() || !second.is_whole()) {
    text += " Give a whole number, or a fraction in lowest terms.";
  }
  return generated_sample(text, text_of(asks_larger ? larger : smaller),
                          "The solutions are " + text_of(smaller) + " and " + text_of(larger) + ".");
}

Sample make_whole(std::string_view letter, int difficulty, Rng& rng) {
  const std::int64_t first = rng.between(-15, 15);
  const std::int64_t second = other_than(first, -15, 15, rng);
  std::int64_t a = difficulty == 1 ? 1 : rng.between(2, 9);
  a = difficulty > 1 && rng.below(3) == 0 ? -a : a;
  const Quadratic left{.a = a, .b = -a * (first + second), .c = a * first * second};
  if (difficulty < 3) {
    return ask_for_a_solution(side(left, letter) + " = 0", letter, make_fraction(first), make_fraction(second), rng);
  }
  const Quadratic moved{.a = rng.between(-3, 3), .b = rng.between(-20, 20), .c = rng.between(1, 40)};
  Quadratic here{.a = left.a + moved.a, .b = left.b + moved.b, .c = left.c + moved.c};
  return ask_for_a_solution(side(here, letter) + " = " + side(moved, letter), letter, make_fraction(first),
                            make_fraction(second), rng);
}

// (p x - q)(r x - s) = 0
Sample make_fractional(std::string_view letter, Rng& rng) {
  const std::int64_t p = rng.between(2, 7);
  const std::int64_t r = rng.between(1, 7);
  const std::int64_t q = rng.between(-15, 15);
  std::int64_t s = rng.between(-15, 15);
  s = q * r == p * s ? s + 1 : s;
  const std::int64_t common = std::gcd(std::gcd(p * r, p * s + q * r), q * s);
  const Quadratic left{.a = p * r / common, .b = -(p * s + q * r) / common, .c = q * s / common};
  return ask_for_a_solution(side(left, letter) + " = 0", letter, make_fraction(q, p), make_fraction(s, r), rng);
}

Sample make_symmetric(std::string_view letter, Rng& rng) {
  Quadratic left{.a = rng.between(1, 5), .b = rng.between(-15, 15), .c = rng.between(1, 15)};
  if (left.b * left.b - 4 * left.a * left.c <= 0) {
    left.c = -left.c;  // two real solutions, neither of them 0
  }
  const Symmetric& wanted = kSymmetric[rng.below(kSymmetric.size())];
  const SmallFraction sum = make_fraction(-left.b, left.a);
  const SmallFraction product = make_fraction(left.c, left.a);
  const SmallFraction value = wanted.value(sum, product);
  const std::string text = Wording()
                               .set("E", side(left, letter) + " = 0")
                               .set("W", wanted.text)
                               .fill(kSymmetricWordings[rng.below(kSymmetricWordings.size())]) +
                           " Give a whole number, or a fraction in lowest terms.";
  return generated_sample(
      text, text_of(value),
      "The sum of the solutions is " + text_of(sum) + " and their product " + text_of(product) + ".");
}

Sample make_quadratic_equation(Rng& rng, int difficulty) {
  static constexpr std::array<std::string_view, 5> kLetters{"x", "y", "t", "n", "z"};
  const std::string_view letter = kLetters[rng.below(kLetters.size())];
  switch (difficulty) {
    case 4:
      return make_fractional(letter, rng);
    case 5:
      return make_symmetric(letter, rng);
    default:
      return make_whole(letter, difficulty, rng);
  }
}

}  // namespace

GeneratorEntry quadratic_equations_generator() {
  return {.name = "quadratic_equations",
          .summary = "quadratic equations: a solution, or a symmetric function of both",
          .version = 1,
          .difficulty_max = 5,
          .make = make_quadratic_equation};
}

}  // namespace assay
