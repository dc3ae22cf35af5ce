// The scorers there are, by the names that task files use.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/api/task.h"

namespace assay {

// "exact_match": the number after the last "The answer is", else the last number, equal to the gold number.
// "acc": the choice with the largest sum of log-likelihoods is the gold one; ties go to the first.
// "acc_norm": the same with each sum divided by the code points of its choice (lm-eval's acc_norm).
// "exact_answer": tasks/parts/exact_answer.h.
// kInvalidConfig for other names.
Result<std::unique_ptr<Scorer>> make_scorer(std::string_view name);

// "number": the same as "exact_match" above, under a name that lm-eval's exact_match does not have.
std::unique_ptr<Scorer> make_number_scorer();

// A number found in text, normalised for comparison: thousands commas and a trailing ".0" removed.
struct FoundNumber {
  std::string digits;
  bool is_announced = false;  // it follows "The answer is"
};
// Linear in the text's length. Nothing if the text holds no number.
std::optional<FoundNumber> find_answer_number(std::string_view text);

}  // namespace assay
