// MATH in Minerva's form (Lewkowycz et al. 2022): "Final Answer: The final answer is X. I hope it is correct."
//
// Equal are: the same text after normalising, or the same exact number. The conventional harness asks a computer
// algebra system besides, so answers equal only as expressions count as wrong here, and the rule says so. Metrics that
// are that system's alone (math_verify) are not judged: absent, with the reason.
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/latex.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

constexpr const char* kInvalid = "[invalidanswer]";

Result<Value> doc_to_text(const Value& row) {
  RowReader read(row);
  return read.done(Value::of("Problem:\n" + read.text("problem") + "\n\nSolution:"));
}

Result<Value> with_normal_answer(const Value& row) {
  RowReader read(row);
  const auto answer = boxed_answer(read.text("solution"));
  if (!answer) {
    read.fail("solution", "holds no closed \\boxed{...}");
    return read.done(row);
  }
  return row.with("answer", Value::of(minerva_form(*answer, MinervaForm::kCareful)));
}

Result<std::vector<Value>> process_docs(std::vector<Value> rows) {
  return map_rows(std::move(rows), with_normal_answer);
}

// The leaderboard's: level 5 alone, the answer as it stands in the box.
Result<Value> with_plain_answer(const Value& row) {
  RowReader read(row);
  const std::string answer = boxed_answer(read.text("solution")).value_or(kInvalid);
  return read.is_good() ? row.with("answer", Value::of(answer)) : read.done(row);
}

Result<std::vector<Value>> process_hard_docs(std::vector<Value> rows) {
  std::erase_if(rows, [](const Value& row) { return row.text_at("level") != "Level 5"; });
  return map_rows(std::move(rows), with_plain_answer);
}

MetricValue judged(const std::string& output, const std::string& gold, MinervaForm form) {
  const auto found = minerva_answer(output);
  MetricValue metric{.metric = "exact_match", .parts = {0.0}, .outcome = Outcome::kUnparsed, .answer = {}, .rule = {}};
  if (!found) {
    metric.rule = "no 'Final Answer: The final answer is X. I hope it is correct.'";
    return metric;
  }
  metric.answer = minerva_form(*found, form);
  const bool is_same_text = !metric.answer.empty() && python_strip(metric.answer) == python_strip(gold);
  const bool is_right = is_same_text || is_same_number(metric.answer, gold);
  metric.parts = {is_right ? 1.0 : 0.0};
  metric.outcome = is_right ? Outcome::kRight : Outcome::kWrong;
  metric.rule = is_same_text ? "same text after normalising"
                             : (is_right ? "same exact number" : "neither the same text nor the same exact number");
  return metric;
}

MetricValue not_judged(const char* metric) {
  return {.metric = metric,
          .parts = {},
          .outcome = Outcome::kNoAnswer,
          .answer = {},
          .rule = "not judged: needs a computer algebra system"};
}

std::vector<MetricValue> process_results(const ResultsInput& input) {
  const auto gold = input.row.text_at("answer");
  if (!gold || input.texts.empty()) {
    return {not_judged("exact_match"), not_judged("math_verify")};
  }
  return {judged(input.texts[0], *gold, MinervaForm::kCareful), not_judged("math_verify")};
}

std::vector<MetricValue> process_leaderboard_results(const ResultsInput& input) {
  const auto gold = input.row.text_at("answer");
  if (!gold || input.texts.empty()) {
    return {not_judged("exact_match"), not_judged("exact_match_original")};
  }
  MetricValue original = judged(input.texts[0], minerva_form(*gold, MinervaForm::kOriginal), MinervaForm::kOriginal);
  original.metric = "exact_match_original";
  return {not_judged("exact_match"), original};
}

const HandlerEntry kEntries[] = {
    {"minerva_math", "utils.doc_to_text", &doc_to_text},
    {"minerva_math", "utils.process_docs", &process_docs},
    {"minerva_math", "utils.process_results", &process_results},
    {"leaderboard/math", "utils.doc_to_text", &doc_to_text},
    {"leaderboard/math", "utils.process_docs", &process_hard_docs},
    {"leaderboard/math", "utils.process_results", &process_leaderboard_results},
};

}  // namespace

std::span<const HandlerEntry> minerva_math_handlers() { return kEntries; }

}  // namespace assay
