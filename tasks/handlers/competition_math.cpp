// MATH by its authors' rule (Hendrycks et al. 2021), and AIME, whose answers are integers, by the same rule.
#include <algorithm>
#include <string>

#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/latex.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

Result<Value> with_answer(const Value& row) {
  RowReader read(row);
  const auto answer = boxed_answer(read.text("solution"));
  if (!answer) {
    read.fail("solution", "holds no closed \\boxed{...}");
    return read.done(row);
  }
  return row.with("answer", Value::of(*answer));
}

Result<std::vector<Value>> process_docs(std::vector<Value> rows) { return map_rows(std::move(rows), with_answer); }

struct Found {
  std::string text;
  const char* rule;
};

// Between the first and the last dollar sign; the whole output where there are not two.
Found between_dollars(const std::string& output) {
  const std::size_t first = output.find('$');
  const std::size_t last = output.rfind('$');
  if (first == last) {
    return {output, "whole output"};
  }
  return {output.substr(first + 1, last - first - 1), "between the first and the last $"};
}

MetricValue judged(const Found& found, const std::string& gold) {
  const bool is_right = is_same_by_hendrycks(found.text, gold);
  const bool is_blank = python_strip(found.text).empty();
  return {.metric = "exact_match",
          .parts = {is_right ? 1.0 : 0.0},
          .outcome = is_right ? Outcome::kRight : (is_blank ? Outcome::kUnparsed : Outcome::kWrong),
          .answer = found.text,
          .rule = found.rule};
}

std::vector<MetricValue> math_results(const ResultsInput& input) {
  const auto gold = boxed_answer(input.row.text_at("solution").value_or(""));
  if (!gold || input.texts.empty()) {
    return {{.metric = "exact_match",
             .parts = {},
             .outcome = Outcome::kNoAnswer,
             .answer = {},
             .rule = gold ? "no answer" : "the solution holds no \\boxed{...}"}};
  }
  return {judged(between_dollars(input.texts[0]), *gold)};
}

std::optional<std::string> aime_gold(const Value& row) {
  if (!row.is_dict()) {
    return std::nullopt;
  }
  for (const ValueField& field : row.fields()) {
    if (field.key.is_text() && python_lower(field.key.as_text()) == "answer") {
      const Value& gold = field.value;
      return gold.is_text() ? gold.as_text()
                            : (gold.kind() == Value::Kind::kReal ? python_float_text(gold.as_real()) : to_json(gold));
    }
  }
  return std::nullopt;
}

std::vector<MetricValue> aime_results(const ResultsInput& input) {
  const auto gold = aime_gold(input.row);
  if (!gold || input.texts.empty()) {
    return {{.metric = "exact_match",
             .parts = {},
             .outcome = Outcome::kNoAnswer,
             .answer = {},
             .rule = gold ? "no answer" : "the row has no field 'answer'"}};
  }
  Found found = between_dollars(input.texts[0]);
  if (const auto boxed = boxed_answer(input.texts[0])) {
    found = {*boxed, "last \\boxed{...}"};
  }
  return {judged(found, *gold)};
}

const HandlerEntry kEntries[] = {
    {"hendrycks_math", "utils.process_docs", &process_docs},
    {"hendrycks_math", "utils.process_results", &math_results},
    {"aime", "utils.process_results", &aime_results},
};

}  // namespace

std::span<const HandlerEntry> competition_math_handlers() { return kEntries; }

}  // namespace assay
