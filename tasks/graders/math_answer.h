// The final answer in what a model wrote, by a fixed chain of rules that is the same for every task of mathematics.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/base/pattern.h"

namespace assay {

struct MathAnswer {
  std::string text;          // what is compared: without delimiters and announcing words
  TextSpan span;             // of the output
  std::string_view rule;     // which one found it
  bool is_announced = true;  // the text says that this is its answer: rules 1 to 3
};

enum class AnswerReach {
  kFormula,     // rules 1 to 4
  kLastNumber,  // rule 5 too
};

// By the first of these rules that finds anything:
//   1. the last \boxed{...} or \fbox{...} with balanced braces;
//   2. behind the last "final answer is" (or "final answer:"), to the end of the sentence;
//   3. behind the last "answer is", "answer:" or "####", to the end of the sentence;
//   4. the last formula between dollar signs, \(...\) or \[...\];
//   5. the last number.
// Where the sentence of rule 2 or 3 holds formulas, they are the answer: the first, and those that only commas, "and"
// or "or" join to it. Of an announcement the last 64 places are tried. Linear in the output's length.
std::optional<MathAnswer> find_math_answer(std::string_view output, AnswerReach reach);

// The same for an output that the limit cut off: what is not announced counts for nothing there, nor does an announced
// sentence that the cut fell into.
std::optional<MathAnswer> find_math_answer_in_cut(std::string_view output);

// The answer in a gold text: behind the last "####" (GSM8K's worked answers), else in the last box, else all of it.
std::string gold_answer(std::string_view gold);

}  // namespace assay
