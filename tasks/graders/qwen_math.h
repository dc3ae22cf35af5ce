// The grader of Qwen2.5-Math's evaluation, which goes back to ToRA's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tasks/graders/verdict.h"

namespace assay {

// What the rule takes for the answer: "final answer is $...$. I hope", else the last "boxed", else what stands behind
// "he answer is" or "final answer is", else the last number. Nothing where none of these is there.
std::optional<std::string> find_qwen_answer(std::string_view output);

// The rule's normal form: no units, dollars, percent signs, \left and \right; number words as digits; lists of integers
// sorted.
std::string qwen_form(std::string_view answer);

// Equal without case, or as numbers to a relative 1e-4 (the gold's hundredfold and hundredth count too), or element by
// element, or as expressions: what the rule's parsers would read, compared by the engine.
GraderVerdict grade_qwen_math(std::string_view answer, std::string_view gold);

}  // namespace assay
