// The table, and the small rules that need no file of their own.
#include "tasks/graders/graders.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/boxes.h"
#include "tasks/graders/math_verify.h"
#include "tasks/graders/minerva.h"
#include "tasks/graders/prm800k.h"
#include "tasks/graders/qwen_math.h"
#include "tasks/graders/rule_text.h"
#include "tasks/handlers/parts/latex.h"
#include "tasks/math/equivalence.h"

namespace assay {
namespace {

constexpr std::size_t kAnswerBytesMax = 4'000;

std::optional<MathAnswer> find_formula(std::string_view output) {
  return find_math_answer(output, AnswerReach::kFormula);
}

std::optional<MathAnswer> find_anything(std::string_view output) {
  return find_math_answer(output, AnswerReach::kLastNumber);
}

MathAnswer whole(std::string text, std::string_view output, std::string_view rule) {
  return {std::move(text), {0, output.size()}, rule};
}

// The last box; else between the first and the last dollar sign; else the whole output (lm-eval's rule for AIME).
std::optional<MathAnswer> find_hendrycks(std::string_view output) {
  if (auto boxed = boxed_answer(output)) {
    return whole(std::move(*boxed), output, "the last box");
  }
  const std::size_t first = output.find('$');
  const std::size_t last = output.rfind('$');
  if (first != last) {
    const TextSpan inner{first + 1, last};
    return MathAnswer{std::string(inner.of(output)), inner, "between the first and the last $"};
  }
  return python_strip(output).empty() ? std::nullopt
                                      : std::optional(whole(std::string(output), output, "the whole output"));
}

std::optional<MathAnswer> find_minerva(std::string_view output) {
  auto found = minerva_answer(output);
  return found ? std::optional(whole(std::move(*found), output, "behind 'Final Answer: The final answer is'"))
               : std::nullopt;
}

std::optional<MathAnswer> find_box(std::string_view output) {
  const auto box = last_box(output);
  return box ? std::optional(MathAnswer{std::string(box->inner.of(output)), box->inner, "the last box"}) : std::nullopt;
}

std::optional<MathAnswer> find_qwen(std::string_view output) {
  auto found = find_qwen_answer(output);
  return found ? std::optional(whole(std::move(*found), output, "Qwen2.5-Math's search")) : std::nullopt;
}

std::optional<MathAnswer> find_verify(std::string_view output) {
  auto found = find_verify_answer(output);
  return found ? std::optional(MathAnswer{std::move(found->text), found->span, found->rule}) : std::nullopt;
}

GraderVerdict compare_hendrycks(std::string_view answer, std::string_view gold) {
  return {is_same_by_hendrycks(answer, gold), false, "text after the MATH authors' normalising"};
}

// What stands behind the last equals sign, where one stands between two sides and nothing is listed.
std::optional<std::string_view> right_side(std::string_view text) {
  const std::size_t at = text.rfind('=');
  const bool is_equation = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                           text.find(',') == std::string_view::npos && !holds(text, " and ") && !holds(text, " or ") &&
                           std::string_view("<>!:").find(text[at - 1]) == std::string_view::npos;
  return is_equation ? std::optional(python_strip(text.substr(at + 1))) : std::nullopt;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// "18 eggs per day" is 18. Not where a word changes the number or a single letter may be an unknown.
std::optional<std::string_view> number_before_words(std::string_view text) {
  constexpr std::array<std::string_view, 21> kMeaning{
      "million",    "billion", "trillion", "thousand", "hundred", "dozen", "percent",
      "percentage", "squared", "cubed",    "and",      "or",      "plus",  "minus",
      "times",      "over",    "divided",  "pi",       "sqrt",    "mod",   "half"};
  const std::size_t space = text.find(' ');
  const std::string_view number = text.substr(0, space);
  const bool is_number = number.find_first_of("0123456789") != std::string_view::npos &&
                         number.find_first_not_of("0123456789.,-$") == std::string_view::npos;
  if (space == std::string_view::npos || !is_number) {
    return std::nullopt;
  }
  for (const std::string_view word : python_split(text.substr(space))) {
    const bool is_plain = word.size() > 1 && std::all_of(word.begin(), word.end(), is_ascii_letter);
    if (!is_plain || std::find(kMeaning.begin(), kMeaning.end(), lower_case(word)) != kMeaning.end()) {
      return std::nullopt;
    }
  }
  return number;
}

GraderVerdict verdict_of(const MathVerdict& verdict) {
  const bool is_undecided = verdict.verdict == Equivalence::kUndecided;
  return {verdict.verdict == Equivalence::kEqual, is_undecided, (is_undecided ? "undecided: " : "") + verdict.reason};
}

constexpr std::array<Grader, 8> kGraders{{
    {"math_equal", "Assay's chain and engine", 1, true, find_formula, find_math_answer_in_cut, compare_by_engine},
    {"math_equal_lenient", "the same, and the last number where nothing else is found", 1, true, find_anything,
     find_math_answer_in_cut, compare_by_engine},
    {"hendrycks_math", "MATH's authors: normalised text", 1, true, find_hendrycks, nullptr, compare_hendrycks},
    {"minerva_math", "Minerva's form as lm-eval 0.4.13 has it, then sympy's reading", 1, true, find_minerva, nullptr,
     grade_minerva},
    {"minerva_math_original", "Minerva's form of 2022, then sympy's reading", 1, false, find_minerva, nullptr,
     grade_minerva_original},
    {"prm800k", "PRM800K: MATH-500's authors", 1, true, find_box, nullptr, grade_prm800k},
    {"qwen_math", "Qwen2.5-Math and ToRA: numbers to 1e-4", 1, true, find_qwen, nullptr, grade_qwen_math},
    {"math_verify", "Math-Verify 0.9's rules", 1, true, find_verify, nullptr, grade_math_verify},
}};

}  // namespace

GraderVerdict compare_by_engine(std::string_view answer, std::string_view gold) {
  GraderVerdict verdict = verdict_of(compare_math(answer, gold));
  if (verdict.is_right) {
    return verdict;
  }
  const auto side = gold.find('=') == std::string_view::npos ? right_side(answer) : std::nullopt;
  if (side && compare_math(*side, gold).verdict == Equivalence::kEqual) {
    return {true, false, "right side of an equation"};
  }
  const auto number =
      std::none_of(gold.begin(), gold.end(), is_ascii_letter) ? number_before_words(answer) : std::nullopt;
  if (number && compare_math(*number, gold).verdict == Equivalence::kEqual) {
    return {true, false, "number before words"};
  }
  return verdict;
}

GraderVerdict grade(const Grader& grader, std::string_view answer, std::string_view gold) {
  if (answer.size() > kAnswerBytesMax || gold.size() > kAnswerBytesMax) {
    return {python_strip(answer) == python_strip(gold), false, "a long answer, compared as text"};
  }
  return grader.compare(valid_utf8(answer), valid_utf8(gold));
}

std::span<const Grader> graders() { return kGraders; }

const Grader* grader_named(std::string_view name) {
  const auto* const found =
      std::find_if(kGraders.begin(), kGraders.end(), [&](const Grader& grader) { return grader.name == name; });
  return found == kGraders.end() ? nullptr : found;
}

}  // namespace assay
