// Handlers: what task files of lm-eval name as `!function file.name`, written natively. Keyed by the folder of the task
// file and the function's name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/api/request.h"
#include "harness/api/task.h"
#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// process_docs: the rows of one split, filtered or changed. kCorrupt for a row it cannot use.
using ProcessDocs = Result<std::vector<Value>> (*)(std::vector<Value> rows);

// doc_to_text, doc_to_target, doc_to_choice: of one row. Returns what the Python function returns: a text, an integer,
// a list of texts.
using DocFunction = Result<Value> (*)(const Value& row);

// One metric of one sample, as process_results gives it.
struct MetricValue {
  std::string metric;         // "exact_match", "prompt_level_strict_acc"
  std::vector<double> parts;  // one number for a mean; several for the metric's own aggregation (pooled lists)
  Outcome outcome = Outcome::kWrong;
  std::string answer;  // what was extracted
  std::string rule;    // which rule decided
};

// process_results: `texts` are the answers after the filters (generate_until; one unless filters keep several),
// `choices` the log-likelihoods in the order of the requests (multiple_choice, loglikelihood).
struct ResultsInput {
  const Value& row;
  std::span<const std::string> texts;
  std::span<const ChoiceScore> choices;
};
using ProcessResults = std::vector<MetricValue> (*)(const ResultsInput& input);

using Handler = std::variant<ProcessDocs, DocFunction, ProcessResults>;

struct HandlerEntry {
  std::string_view folder;    // of the task file, below the catalogue's root: "hellaswag", "leaderboard/ifeval"
  std::string_view function;  // "utils.process_docs"
  Handler handler;
};

}  // namespace assay
