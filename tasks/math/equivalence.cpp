// The order of rules: same text, then mathematics under one reading or the other, then words.
#include "tasks/math/equivalence.h"

#include <exception>
#include <utility>

#include "harness/base/text.h"
#include "tasks/math/comparison.h"
#include "tasks/math/fold.h"
#include "tasks/math/parse.h"

namespace assay {
namespace {

// Signs of mathematics in a text that could not be read as such.
bool looks_mathematical(std::string_view text) { return text.find_first_of("\\^_=<>|") != std::string_view::npos; }

// Two texts of which at least one is no mathematics that is understood.
MathVerdict compare_texts(std::string_view left, std::string_view right) {
  const std::string first = plain_form(fold_math(left));
  const std::string second = plain_form(fold_math(right));
  if (first == second) {
    return {Equivalence::kEqual, "same text after normalising"};
  }
  if (looks_mathematical(first) || looks_mathematical(second)) {
    return {Equivalence::kUndecided, "not understood"};
  }
  const bool has_digits = first.find_first_of("0123456789") != std::string::npos;
  const bool is_same = !has_digits && !first.empty() && words_form(first) == words_form(second);
  return {is_same ? Equivalence::kEqual : Equivalence::kUnequal, "words"};
}

struct ReadingPair {
  CommaReading left = CommaReading::kThousands;
  CommaReading right = CommaReading::kThousands;
};

// The verdict under one reading of the commas; nothing if a text is no mathematics. `has_thousands` says which texts
// have another reading.
std::optional<MathVerdict> compare_readings(std::string_view left, std::string_view right, const MathBudget& budget,
                                            const ReadingPair& readings, std::pair<bool, bool>& has_thousands) {
  MathTree tree(budget.nodes_max);
  const auto first = parse_math(left, tree, {.commas = readings.left, .depth_max = budget.depth_max});
  if (!first) {
    return std::nullopt;
  }
  const auto second = parse_math(right, tree, {.commas = readings.right, .depth_max = budget.depth_max});
  if (!second) {
    return std::nullopt;
  }
  has_thousands = {first->has_thousands, second->has_thousands};
  return AnswerComparison(tree, budget).compare(first->root, second->root);
}

MathVerdict compare_ordered(std::string_view left, std::string_view right, const MathBudget& budget) {
  if (left == right) {
    return {Equivalence::kEqual, "same text"};
  }
  if (left.empty() || right.empty()) {
    return {Equivalence::kUnequal, "an empty answer"};
  }
  if (left.size() > budget.bytes_max || right.size() > budget.bytes_max) {
    const bool is_same = plain_form(left) == plain_form(right);
    return {is_same ? Equivalence::kEqual : Equivalence::kUndecided,
            is_same ? "same text after normalising" : "too long"};
  }
  std::pair<bool, bool> has_thousands{false, false};
  const auto verdict = compare_readings(left, right, budget, {}, has_thousands);
  if (!verdict) {
    return compare_texts(left, right);
  }
  // "100,200" may be two numbers, if that is what the other text has.
  if (verdict->verdict == Equivalence::kEqual || has_thousands.first == has_thousands.second) {
    return *verdict;
  }
  const ReadingPair other{has_thousands.first ? CommaReading::kSeparate : CommaReading::kThousands,
                          has_thousands.second ? CommaReading::kSeparate : CommaReading::kThousands};
  const auto second = compare_readings(left, right, budget, other, has_thousands);
  return second && second->verdict == Equivalence::kEqual
             ? MathVerdict{Equivalence::kEqual, second->reason + ", comma as a list"}
             : *verdict;
}

}  // namespace

MathVerdict compare_math(std::string_view left, std::string_view right, const MathBudget& budget) {
  left = trim(left);
  right = trim(right);
  try {  // Boost reports some arithmetic that has no result by an exception
    return left <= right ? compare_ordered(left, right, budget) : compare_ordered(right, left, budget);
  } catch (const std::exception&) {
    return {Equivalence::kUndecided, "arithmetic without a result"};
  }
}

}  // namespace assay
