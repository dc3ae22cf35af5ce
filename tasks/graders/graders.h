// The graders of mathematical answers: Assay's own and the conventional ones, as one table.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tasks/graders/math_answer.h"
#include "tasks/graders/verdict.h"

namespace assay {

// An output is judged by finding its answer (each grader has a rule of its own), then comparing it with the gold one.
struct Grader {
  std::string_view name;   // the metric's
  std::string_view about;  // one line
  int version = 1;
  bool claims_gold = true;  // that every gold answer is right against itself
  std::optional<MathAnswer> (*find)(std::string_view output);
  std::optional<MathAnswer> (*find_in_cut)(std::string_view output);  // of a cut-off output; nullptr: as of any other
  GraderVerdict (*compare)(std::string_view answer, std::string_view gold);
};

// Pure; any thread; bounded: an answer of more than 4,000 bytes is compared as text.
GraderVerdict grade(const Grader& grader, std::string_view answer, std::string_view gold);

// math_equal, math_equal_lenient, hendrycks_math, minerva_math, minerva_math_original, prm800k, qwen_math, math_verify.
std::span<const Grader> graders();
const Grader* grader_named(std::string_view name);  // nullptr for another name

// Assay's own comparison: the engine's verdict; where the answer is an equation and the gold is none, also that of its
// right side; where the answer is a number with words behind it ("18 eggs") and the gold holds no letters, also that of
// the number.
GraderVerdict compare_by_engine(std::string_view answer, std::string_view gold);

}  // namespace assay
