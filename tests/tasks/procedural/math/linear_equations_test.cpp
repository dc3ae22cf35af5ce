// Linear equations: the answer is put into the equations of the text; systems are solved again by Cramer's rule.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/math/generators.h"
#include "tests/fakes/equation_reader.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

using Matrix = std::vector<std::vector<std::int64_t>>;

// By the first row.
std::int64_t determinant(const Matrix& matrix) {
  if (matrix.size() == 1) {
    return matrix[0][0];
  }
  std::int64_t sum = 0;
  for (std::size_t column = 0; column < matrix.size(); ++column) {
    Matrix minor;
    for (std::size_t row = 1; row < matrix.size(); ++row) {
      minor.push_back(matrix[row]);
      minor.back().erase(minor.back().begin() + static_cast<std::ptrdiff_t>(column));
    }
    sum += (column % 2 == 0 ? 1 : -1) * matrix[0][column] * determinant(minor);
  }
  return sum;
}

// Unknowns that are whole numbers.
std::map<std::string, std::int64_t> solve(const std::vector<EquationTerms>& equations) {
  std::vector<std::string> letters;
  EquationTerms all;
  for (const EquationTerms& equation : equations) {
    for (const auto& [letter, coefficient] : equation) {
      all[letter] = 0;
    }
  }
  for (const auto& [letter, zero] : all) {
    if (!letter.empty()) {
      letters.push_back(letter);
    }
  }
  EXPECT_EQ(letters.size(), equations.size());
  Matrix matrix;
  std::vector<std::int64_t> right;
  for (EquationTerms equation : equations) {
    matrix.emplace_back();
    for (const std::string& letter : letters) {
      matrix.back().push_back(equation[letter]);
    }
    right.push_back(-equation[""]);
  }
  const std::int64_t whole = determinant(matrix);
  EXPECT_NE(whole, 0);
  std::map<std::string, std::int64_t> solution;
  for (std::size_t column = 0; column < letters.size() && whole != 0; ++column) {
    Matrix replaced = matrix;
    for (std::size_t row = 0; row < replaced.size(); ++row) {
      replaced[row][column] = right[row];
    }
    EXPECT_EQ(determinant(replaced) % whole, 0);
    solution[letters[column]] = determinant(replaced) / whole;
  }
  return solution;
}

void check_system(const std::string& text, const std::string& gold) {
  const auto solution = solve(equations_in(text));
  const std::string last = sentences_of(text).back();
  const std::string asked = says(last, "the product of") ? last.substr(last.find("the product of"))
                            : says(last, "value of")     ? last.substr(last.find("value of") + 9)
                            : says(last, "Find ")        ? last.substr(last.find("Find ") + 5)
                                                         : last.substr(last.find("What is ") + 8);
  std::vector<std::int64_t> values;
  for (const std::string_view word : split(asked, ' ')) {
    if (solution.count(std::string(word)) > 0) {
      values.push_back(solution.at(std::string(word)));
    }
  }
  ASSERT_EQ(values.size(), asked.size() == 1 ? 1u : 2u) << asked;
  const std::int64_t expected = values.size() == 1       ? values[0]
                                : says(asked, "product") ? values[0] * values[1]
                                : says(asked, " - ")     ? values[0] - values[1]
                                                         : values[0] + values[1];
  EXPECT_EQ(std::to_string(expected), gold) << text;
}

void check_one_unknown(const std::string& text, const std::string& gold) {
  const GoldFraction value = gold_fraction(gold);
  const auto equations = equations_in(text);
  if (equations.empty()) {  // a story: times the first number, and the second added, is the third
    const auto n = whole_numbers_in(text);
    ASSERT_EQ(n.size(), 3u) << text;
    EXPECT_EQ(n[0] * value.numerator + n[1], n[2]) << text;
    EXPECT_NE(n[0], 0);
    return;
  }
  ASSERT_EQ(equations.size(), 1u) << text;
  std::int64_t slope = 0;
  std::int64_t constant = 0;
  for (const auto& [letter, coefficient] : equations[0]) {
    (letter.empty() ? constant : slope) += coefficient;
  }
  EXPECT_NE(slope, 0) << text;
  EXPECT_EQ(slope * value.numerator + constant * value.denominator, 0) << text << " -> " << gold;
}

class LinearEquations : public testing::TestWithParam<int> {};

TEST_P(LinearEquations, HaveOneSolutionAndItIsTheAnswer) {
  check_twins(linear_equations_generator(), GetParam(), 500, GetParam() < 4 ? check_one_unknown : check_system);
}

INSTANTIATE_TEST_SUITE_P(Levels, LinearEquations, testing::Range(1, 6));

}  // namespace
}  // namespace assay
