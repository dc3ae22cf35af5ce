// Math-Verify's rules (HuggingFace, version 0.9): where the answer is, what of its writing does not count, and when two
// are the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/base/pattern.h"
#include "tasks/graders/verdict.h"

namespace assay {

struct VerifyAnswer {
  std::string text;
  TextSpan span;
  std::string_view rule;
};

// Candidates by priority, the one that ends rightmost first: "final answer is ... I hope"; "final answer ... is" and
// boxes; "answer:" and up to 50 characters; "answer" and up to 50; any formula or number. Formulas count only between
// dollar signs, \(...\), \[...\], in a box, or as \frac{1}{2} of numbers. Up to six formulas joined by "and", "or" or
// commas are one answer. Every formula that is not blank counts as read.
std::optional<VerifyAnswer> find_verify_answer(std::string_view output);

// The text without units, \left and \right, quotes, dollar signs; "and" and "or" as commas, percent words as \%.
std::string verify_form(std::string_view answer);

// Numbers with decimals by rounding both to six places, other numbers exactly; 50% is 50 and 0.5; a set takes a tuple,
// and a tuple takes a set in its written order; x = 5 is 5; the rest by the engine. Not symmetric: the gold comes
// second.
GraderVerdict grade_math_verify(std::string_view answer, std::string_view gold);

}  // namespace assay
