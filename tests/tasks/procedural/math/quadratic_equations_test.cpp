// Quadratic equations: the answer is put into the equation of the text; symmetric functions are computed from roots.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tasks/procedural/math/generators.h"
#include "tests/fakes/equation_reader.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

struct Coefficients {
  std::int64_t a = 0, b = 0, c = 0;
};

Coefficients read(const std::string& text) {
  const auto equations = equations_in(text);
  EXPECT_EQ(equations.size(), 1u) << text;
  Coefficients found;
  for (const auto& [letter, coefficient] : equations.at(0)) {
    (letter.empty() ? found.c : letter.size() == 1 ? found.b : found.a) += coefficient;
  }
  return found;
}

void check_root(const std::string& text, const std::string& gold) {
  const Coefficients q = read(text);
  const GoldFraction x = gold_fraction(gold);
  ASSERT_NE(q.a, 0) << text;
  ASSERT_EQ(q.a * x.numerator * x.numerator + q.b * x.numerator * x.denominator + q.c * x.denominator * x.denominator,
            0)
      << text << " -> " << gold;
  // It is the larger root if the parabola's axis -b / 2a lies below it.
  const std::int64_t beyond_axis = (2 * q.a * x.numerator + q.b * x.denominator) * (q.a > 0 ? 1 : -1);
  ASSERT_NE(beyond_axis, 0) << text;
  ASSERT_NE(says(text, "larger"), says(text, "smaller")) << text;
  ASSERT_EQ(beyond_axis > 0, says(text, "larger")) << text;
}

void check_symmetric(const std::string& text, const std::string& gold) {
  const Coefficients q = read(text);
  const GoldFraction value = gold_fraction(gold);
  const auto a = static_cast<long double>(q.a);
  const auto b = static_cast<long double>(q.b);
  const long double discriminant = b * b - 4 * a * static_cast<long double>(q.c);
  ASSERT_GT(discriminant, 0) << text;
  const long double first = (-b + std::sqrt(discriminant)) / (2 * a);
  const long double second = (-b - std::sqrt(discriminant)) / (2 * a);
  const long double expected = says(text, "sum of the squares") ? first * first + second * second
                               : says(text, "reciprocals")      ? 1 / first + 1 / second
                               : says(text, "square of the difference")
                                   ? (first - second) * (first - second)
                                   : std::pow(first, 3.0L) + std::pow(second, 3.0L);
  const long double found = static_cast<long double>(value.numerator) / static_cast<long double>(value.denominator);
  EXPECT_NEAR(static_cast<double>(expected), static_cast<double>(found),
              1e-9 * (1 + std::abs(static_cast<double>(found))))
      << text << " -> " << gold;
}

class QuadraticEquations : public testing::TestWithParam<int> {};

TEST_P(QuadraticEquations, HaveTheAnswerThatTheEquationConfirms) {
  check_twins(quadratic_equations_generator(), GetParam(), 500, GetParam() < 5 ? check_root : check_symmetric);
}

INSTANTIATE_TEST_SUITE_P(Levels, QuadraticEquations, testing::Range(1, 6));

}  // namespace
}  // namespace assay
