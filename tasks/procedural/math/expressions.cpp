// Trees of operations, drawn from the leaves up, so that the value of every part is known and stays small.
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/check.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/small_fraction.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

constexpr std::int64_t kNumeratorMax = 100'000;
constexpr std::int64_t kDenominatorMax = 2000;
constexpr int kAttemptsMax = 10'000;

// How tightly a text is bound: what it may stand beside without brackets.
enum class Bond : std::uint8_t { kSum, kProduct, kTight };

struct Expression {
  std::string text;
  SmallFraction value;
  Bond bond = Bond::kTight;
};

struct Rules {
  int operations = 2;
  bool has_fractions = false;
  bool has_squares = false;
};

constexpr std::array<Rules, 5> kLevels{
    {{2, false, false}, {3, false, false}, {5, false, true}, {3, true, false}, {5, true, true}}};

// The signs of one wording.
struct Signs {
  std::string_view times, over;
};
constexpr std::array<Signs, 2> kSigns{{{" * ", " / "}, {" × ", " ÷ "}}};

constexpr std::array<std::string_view, 5> kWordings{"Compute {E}.", "What is the value of {E}?",
                                                    "Evaluate the expression {E}.", "Work out {E}.",
                                                    "Find the exact value of {E}."};

std::string bracketed(const Expression& part, Bond needed) {
  return part.bond < needed ? "(" + part.text + ")" : part.text;
}

Expression draw_leaf(const Rules& rules, Rng& rng) {
  if (rules.has_fractions && rng.below(3) != 0) {
    const std::int64_t below = rng.between(2, 9);
    const SmallFraction value = make_fraction(rng.between(1, 2 * below - 1), below);
    return {.text = value.is_whole() ? text_of(value) : "(" + text_of(value) + ")", .value = value};
  }
  if (rules.has_squares && rng.below(4) == 0) {
    const std::int64_t base = rng.between(2, rules.has_fractions ? 5 : 12);
    return {.text = std::to_string(base) + "^2", .value = make_fraction(base * base)};
  }
  const std::int64_t value = rng.between(2, rules.has_fractions ? 12 : 40);
  return {.text = std::to_string(value), .value = make_fraction(value)};
}

bool is_small(const SmallFraction& value) {
  return std::abs(value.numerator) <= kNumeratorMax && value.denominator <= kDenominatorMax;
}

// Nothing if the result is too large, over 0, or no whole number where only those are wanted.
std::optional<Expression> combine(char operation, const Expression& left, const Expression& right, const Rules& rules,
                                  const Signs& signs) {
  Expression whole{.bond = operation == '+' || operation == '-' ? Bond::kSum : Bond::kProduct};
  switch (operation) {
    case '+':
      whole.value = left.value + right.value;
      whole.text = left.text + " + " + right.text;
      break;
    case '-':
      whole.value = left.value - right.value;
      whole.text = left.text + " - " + bracketed(right, Bond::kProduct);
      break;
    case '*':
      whole.value = left.value * right.value;
      whole.text = bracketed(left, Bond::kTight) + std::string(signs.times) + bracketed(right, Bond::kTight);
      break;
    default:
      if (right.value.numerator == 0) {
        return std::nullopt;
      }
      whole.value = left.value / right.value;
      whole.text = bracketed(left, Bond::kTight) + std::string(signs.over) + bracketed(right, Bond::kTight);
  }
  const bool is_allowed = is_small(whole.value) && (rules.has_fractions || whole.value.is_whole());
  return is_allowed ? std::optional(whole) : std::nullopt;
}

// With `operations` operations in it; nothing if the parts drawn do not go together.
std::optional<Expression> draw_expression(int operations, const Rules& rules, const Signs& signs, Rng& rng) {
  constexpr std::string_view kOperations = "++--**/";
  if (operations == 0) {
    return draw_leaf(rules, rng);
  }
  const int on_the_left = static_cast<int>(rng.below(static_cast<std::uint64_t>(operations)));
  const auto left = draw_expression(on_the_left, rules, signs, rng);
  const auto right = draw_expression(operations - 1 - on_the_left, rules, signs, rng);
  const char operation = kOperations[rng.below(kOperations.size())];
  return left && right ? combine(operation, *left, *right, rules, signs) : std::nullopt;
}

Sample make_expression(Rng& rng, int difficulty) {
  const Rules& rules = kLevels[static_cast<std::size_t>(difficulty - 1)];
  const Signs& signs = kSigns[rng.below(kSigns.size())];
  const std::string_view wording = kWordings[rng.below(kWordings.size())];
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto drawn = draw_expression(rules.operations, rules, signs, rng);
    if (!drawn || (rules.has_fractions && drawn->value.is_whole() && rng.below(4) != 0)) {
      continue;
    }
    std::string text = Wording().set("E", drawn->text).fill(wording);
    if (rules.has_fractions) {
      text += " Give a whole number, or a fraction in lowest terms.";
    }
    return generated_sample(text, text_of(drawn->value), drawn->text + " = " + text_of(drawn->value) + ".");
  }
  ASSAY_CHECK(false, "no expression was found");
  return {};
}

}  // namespace

GeneratorEntry expressions_generator() {
  return {.name = "expressions",
          .summary = "nested expressions on whole numbers and fractions",
          .version = 1,
          .difficulty_max = 5,
          .make = make_expression};
}

}  // namespace assay
