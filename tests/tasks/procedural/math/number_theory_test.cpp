// Number theory by definition alone: trying every divisor, stepping through multiples, multiplying again and again.
#include <gtest/gtest.h>

#include <algorithm>

#include "tasks/procedural/math/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

bool is_prime(std::int64_t number) {
  for (std::int64_t divisor = 2; divisor * divisor <= number; ++divisor) {
    if (number % divisor == 0) {
      return false;
    }
  }
  return number > 1;
}

std::int64_t common_divisor(std::int64_t a, std::int64_t b) {
  std::int64_t divisor = std::min(a, b);
  while (a % divisor != 0 || b % divisor != 0) {
    --divisor;
  }
  return divisor;
}

std::int64_t common_multiple(std::int64_t a, std::int64_t b) {
  std::int64_t multiple = a;
  while (multiple % b != 0) {
    multiple += a;
  }
  return multiple;
}

std::int64_t remainder(std::int64_t base, std::int64_t exponent, std::int64_t modulus) {
  std::int64_t result = 1 % modulus;
  for (std::int64_t i = 0; i < exponent; ++i) {
    result = result * base % modulus;
  }
  return result;
}

std::int64_t solve(const std::string& text) {
  const auto n = whole_numbers_in(text);
  if (says(text, "mod") || says(text, "remainder")) {
    return remainder(n[0], n[1], n[2]);
  }
  if (says(text, "prime number greater than") || says(text, "comes next") || says(text, "first prime")) {
    std::int64_t next = n[0] + 1;
    while (!is_prime(next)) {
      ++next;
    }
    return next;
  }
  if (says(text, "prime")) {
    std::int64_t count = 0;
    for (std::int64_t number = n[0]; number <= n[1]; ++number) {
      count += is_prime(number) ? 1 : 0;
    }
    return count;
  }
  if (says(text, "common divisor") || says(text, "divides both") || says(text, "ribbons") || says(text, "boxes")) {
    return common_divisor(n[0], n[1]);
  }
  if (says(text, "common multiple") || says(text, "by both") || says(text, "flashes") || says(text, "visits")) {
    return common_multiple(n[0], n[1]);
  }
  std::int64_t count = 0;
  std::int64_t sum = 0;
  for (std::int64_t divisor = 1; divisor <= n[0]; ++divisor) {
    count += n[0] % divisor == 0 ? 1 : 0;
    sum += n[0] % divisor == 0 ? divisor : 0;
  }
  return says(text, "sum") || says(text, "adds them up") ? sum : count;
}

class NumberTheory : public testing::TestWithParam<int> {};

TEST_P(NumberTheory, HasTheAnswerThatTryingFinds) {
  check_twins(number_theory_generator(), GetParam(), 300, [](const std::string& text, const std::string& gold) {
    ASSERT_EQ(std::to_string(solve(text)), gold) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, NumberTheory, testing::Range(1, 6));

}  // namespace
}  // namespace assay
