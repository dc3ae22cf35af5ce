// The solution is drawn first and the equations around it, so that it is the only one.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/small_fraction.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

constexpr int kAttemptsMax = 10'000;

constexpr std::array<std::string_view, 4> kOneUnknown{"Solve for {x}: {E}.", "Find the value of {x} for which {E}.",
                                                      "If {E}, what is {x}?",
                                                      "The equation {E} has one solution. What is {x}?"};
constexpr std::array<std::string_view, 2> kStories{
    "I think of a number, multiply it by {a} and add {b}. The result is {c}. What is my number?",
    "A number is multiplied by {a}. Then {b} is added, which gives {c}. What is the number?"};
constexpr std::array<std::string_view, 3> kSystems{"Solve the system of equations: {E}. What is {W}?",
                                                   "The numbers {V} satisfy all of these equations: {E}. Find {W}.",
                                                   "Given {E}, what is the value of {W}?"};
constexpr std::array<std::string_view, 5> kLetters{"x", "y", "t", "n", "z"};

// Not 0.
std::int64_t draw_coefficient(std::int64_t max, Rng& rng) {
  const std::int64_t size = rng.between(1, max);
  return rng.below(2) == 0 ? size : -size;
}

// "3x", "-x"; with a sign before it where it is no beginning: " - 3x".
std::string term(std::int64_t coefficient, std::string_view letter, bool is_first) {
  const std::int64_t size = coefficient < 0 ? -coefficient : coefficient;
  std::string text = is_first ? (coefficient < 0 ? "-" : "") : (coefficient < 0 ? " - " : " + ");
  text += size == 1 && !letter.empty() ? "" : std::to_string(size);
  return text + std::string(letter);
}

std::string linear(std::int64_t coefficient, std::string_view letter, std::int64_t constant) {
  return term(coefficient, letter, true) + (constant == 0 ? "" : term(constant, "", false));
}

Sample one_unknown(const std::string& equation, std::string_view letter, const SmallFraction& solution, Rng& rng) {
  std::string text = Wording().set("x", letter).set("E", equation).fill(kOneUnknown[rng.below(kOneUnknown.size())]);
  if (!solution.is_whole()) {
    text += " Give a fraction in lowest terms.";
  }
  return generated_sample(text, text_of(solution), std::string(letter) + " = " + text_of(solution) + ".");
}

// a x + b = c
Sample make_first(std::string_view letter, Rng& rng) {
  const std::int64_t solution = rng.between(-20, 20);
  const std::int64_t a = rng.below(4) == 0 ? -rng.between(2, 12) : rng.between(2, 12);
  const std::int64_t b = draw_coefficient(40, rng);
  const std::int64_t c = a * solution + b;
  if (a > 0 && b > 0 && solution > 0 && rng.below(2) == 0) {
    const std::string text = Wording().set("a", a).set("b", b).set("c", c).fill(kStories[rng.below(kStories.size())]);
    return generated_sample(text, std::to_string(solution),
                            std::to_string(c) + " - " + std::to_string(b) + " = " + std::to_string(c - b) + ". " +
                                std::to_string(c - b) + " / " + std::to_string(a) + " = " + std::to_string(solution) +
                                ".");
  }
  return one_unknown(linear(a, letter, b) + " = " + std::to_string(c), letter, make_fraction(solution), rng);
}

// a x + b = c x + d
Sample make_two_sided(std::string_view letter, Rng& rng) {
  const std::int64_t solution = rng.between(-20, 20);
  const std::int64_t a = draw_coefficient(15, rng);
  std::int64_t c = draw_coefficient(15, rng);
  c = c == a ? (a == 15 ? -15 : a + 1) : c;
  c = c == 0 ? 2 : c;
  const std::int64_t b = draw_coefficient(50, rng);
  const std::int64_t d = (a - c) * solution + b;
  return one_unknown(linear(a, letter, b) + " = " + linear(c, letter, d), letter, make_fraction(solution), rng);
}

// a (x + b) = c (x + d) + e
Sample make_bracketed(std::string_view letter, Rng& rng) {
  const std::int64_t a = rng.between(2, 9);
  std::int64_t c = rng.between(2, 8);
  c = (c >= a ? c + 1 : c) * (rng.below(2) == 0 ? 1 : -1);  // not a
  const std::int64_t b = draw_coefficient(12, rng);
  const std::int64_t d = draw_coefficient(12, rng);
  const std::int64_t e = draw_coefficient(30, rng);
  const std::string equation = std::to_string(a) + "(" + linear(1, letter, b) + ") = " + std::to_string(c) + "(" +
                               linear(1, letter, d) + ")" + term(e, "", false);
  return one_unknown(equation, letter, make_fraction(c * d + e - a * b, a - c), rng);
}

using Row = std::vector<std::int64_t>;

std::int64_t determinant(const std::vector<Row>& m) {
  if (m.size() == 2) {
    return m[0][0] * m[1][1] - m[0][1] * m[1][0];
  }
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

std::string equation_of(const Row& row, const Row& solution, std::span<const std::string> letters) {
  std::string text;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    sum += row[i] * solution[i];
    if (row[i] != 0) {
      text += term(row[i], letters[i], text.empty());
    }
  }
  return text + " = " + std::to_string(sum);
}

// What is asked of a system: one unknown, a sum, a difference or a product of two.
struct Wanted {
  std::string text;
  std::int64_t value = 0;
};

Wanted draw_wanted(const Row& solution, std::span<const std::string> letters, Rng& rng) {
  const std::size_t first = rng.below(solution.size());
  const std::size_t second = (first + 1 + rng.below(solution.size() - 1)) % solution.size();
  const std::string pair = letters[first] + " ";
  switch (rng.below(5)) {
    case 0:
      return {pair + "+ " + letters[second], solution[first] + solution[second]};
    case 1:
      return {pair + "- " + letters[second], solution[first] - solution[second]};
    case 2:
      return {"the product of " + letters[first] + " and " + letters[second], solution[first] * solution[second]};
    default:
      return {letters[first], solution[first]};
  }
}

Sample make_system(std::size_t unknowns, Rng& rng) {
  static constexpr std::array<std::array<std::string_view, 3>, 3> kNames{
      {{"x", "y", "z"}, {"a", "b", "c"}, {"p", "q", "r"}}};
  const auto& names = kNames[rng.below(kNames.size())];
  const std::vector<std::string> letters(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(unknowns));
  std::vector<Row> rows(unknowns, Row(unknowns));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    for (Row& row : rows) {
      for (std::int64_t& cell : row) {
        cell = unknowns == 3 && rng.below(5) == 0 ? 0 : draw_coefficient(7, rng);
      }
    }
    if (determinant(rows) != 0) {
      break;
    }
  }
  ASSAY_CHECK(determinant(rows) != 0, "no system with one solution was found");
  Row solution;
  std::vector<std::string> equations;
  std::vector<std::string> found;
  for (std::size_t i = 0; i < unknowns; ++i) {
    solution.push_back(rng.between(-12, 12));
    found.push_back(letters[i] + " = " + std::to_string(solution[i]));
  }
  for (const Row& row : rows) {
    equations.push_back(equation_of(row, solution, letters));
  }
  const Wanted wanted = draw_wanted(solution, letters, rng);
  const std::string text = Wording()
                               .set("E", listed(equations))
                               .set("V", listed(letters))
                               .set("W", wanted.text)
                               .fill(kSystems[rng.below(kSystems.size())]);
  return generated_sample(text, std::to_string(wanted.value), listed(found) + ".");
}

Sample make_linear_equation(Rng& rng, int difficulty) {
  const std::string_view letter = kLetters[rng.below(kLetters.size())];
  switch (difficulty) {
    case 1:
      return make_first(letter, rng);
    case 2:
      return make_two_sided(letter, rng);
    case 3:
      return make_bracketed(letter, rng);
    default:
      return make_system(static_cast<std::size_t>(difficulty) - 2, rng);
  }
}

}  // namespace

GeneratorEntry linear_equations_generator() {
  return {.name = "linear_equations",
          .summary = "linear equations with one unknown, and systems of two and three",
          .version = 1,
          .difficulty_max = 5,
          .make = make_linear_equation};
}

}  // namespace assay
