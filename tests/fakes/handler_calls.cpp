// Calling a native handler by its name.
#include "tests/fakes/handler_calls.h"

#include <algorithm>

#include "harness/base/check.h"
#include "tasks/handlers/registry.h"

namespace assay {
namespace {

template <typename Function>
Function handler(std::string_view folder, std::string_view function) {
  const HandlerEntry* entry = find_handler(folder, function);
  ASSAY_CHECK(entry != nullptr, "no such handler");
  const auto* found = std::get_if<Function>(&entry->handler);
  ASSAY_CHECK(found != nullptr, "a handler of another kind");
  return *found;
}

Value row_of(std::string_view json) {
  auto row = parse_json_value(json);
  ASSAY_CHECK(static_cast<bool>(row), "the row is no JSON");
  return std::move(*row);
}

// `handler` is "folder function".
MetricValue metric_of(std::string_view name, std::string_view metric, const ResultsInput& input) {
  const std::size_t space = name.find(' ');
  const auto metrics = handler<ProcessResults>(name.substr(0, space), name.substr(space + 1))(input);
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const MetricValue& one) { return one.metric == metric; });
  ASSAY_CHECK(found != metrics.end(), "no such metric");
  return *found;
}

}  // namespace

std::string doc_result(std::string_view folder, std::string_view function, std::string_view row_json) {
  const auto result = handler<DocFunction>(folder, function)(row_of(row_json));
  return result ? to_json(*result) : "error: " + result.error().message;
}

std::string row_result(std::string_view folder, std::string_view function, std::string_view row_json) {
  const auto rows = handler<ProcessDocs>(folder, function)({row_of(row_json)});
  if (!rows) {
    return "error: " + rows.error().message;
  }
  return rows->empty() ? "null" : to_json(rows->front());
}

MetricValue metric_result(std::string_view handler, std::string_view metric, std::string_view row_json,
                          const std::vector<std::string>& texts) {
  const Value row = row_of(row_json);
  return metric_of(handler, metric, {row, texts, {}});
}

MetricValue metric_result(std::string_view handler, std::string_view metric, std::string_view row_json,
                          const std::vector<double>& log_likelihoods) {
  const Value row = row_of(row_json);
  std::vector<ChoiceScore> choices;
  for (const double log_likelihood : log_likelihoods) {
    choices.push_back({.log_likelihood = log_likelihood, .tokens = 1, .is_greedy = false});
  }
  return metric_of(handler, metric, {row, {}, choices});
}

}  // namespace assay
