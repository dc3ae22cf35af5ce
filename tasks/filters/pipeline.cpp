// The table of filters, and their composition.
#include "tasks/filters/pipeline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/filters/arguments.h"
#include "tasks/filters/extraction.h"
#include "tasks/filters/transformation.h"

namespace assay {
namespace {

struct FilterEntry {
  std::string_view name;
  AnswerFilter (*make)(FilterArguments&);
};

// take_first_k is not here: its k is the pipeline's matter too.
constexpr std::array<FilterEntry, 10> kFilters{
    {{"format_span", [](FilterArguments&) { return make_span_filter(); }},
     {"lowercase", [](FilterArguments&) { return make_lower_filter(); }},
     {"majority_vote", [](FilterArguments&) { return make_majority_filter(); }},
     {"map", &make_map_filter},
     {"multi_choice_regex", &make_choice_text_filter},
     {"regex", &make_regex_filter},
     {"regex_pos", &make_tags_filter},
     {"remove_whitespace", [](FilterArguments&) { return make_strip_filter(); }},
     {"take_first", [](FilterArguments&) { return make_first_filter(1); }},
     {"uppercase", [](FilterArguments&) { return make_upper_filter(); }}}};

Result<AnswerFilter> make_take_first_k(const FilterStep& step, int& count) {
  FilterArguments arguments(step.arguments);
  const std::int64_t wanted = arguments.integer("k", 0);
  if (Status done = arguments.done(); !done) {
    return std::move(done.error());
  }
  if (wanted < 1 || wanted > 1'000'000) {
    return Error{ErrorKind::kInvalidConfig, "k: " + std::to_string(wanted) + " is not a number of answers"};
  }
  count = static_cast<int>(wanted);
  return make_first_filter(static_cast<std::size_t>(wanted));
}

Result<AnswerFilter> make_filter(const FilterStep& step) {
  if (step.function == "custom" || starts_with(step.function, "!function") || step.function == "decontaminate") {
    return Error{ErrorKind::kUnsupported, step.function == "decontaminate"
                                              ? "filter 'decontaminate' does nothing in lm-eval and is not supported"
                                              : "filter '" + step.function + "' is a Python function"};
  }
  const auto* entry = std::find_if(kFilters.begin(), kFilters.end(),
                                   [&](const FilterEntry& known) { return known.name == step.function; });
  if (entry == kFilters.end()) {
    return Error{ErrorKind::kInvalidConfig, unknown_name("filter", step.function, filter_names())};
  }
  FilterArguments arguments(step.arguments);
  AnswerFilter filter = entry->make(arguments);
  if (Status done = arguments.done(); !done) {
    return std::move(done.error());
  }
  return filter;
}

}  // namespace

Result<FilterPipeline> FilterPipeline::make(std::string name, std::span<const FilterStep> steps) {
  FilterPipeline pipeline;
  pipeline.name_ = std::move(name);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    int count = 1;
    auto filter = steps[i].function == "take_first_k" ? make_take_first_k(steps[i], count) : make_filter(steps[i]);
    if (!filter) {
      return std::move(filter.error())
          .in("filter_list[" + printable(pipeline.name_, 40) + "].filter[" + std::to_string(i) + "]");
    }
    pipeline.answers_min_ = std::max(pipeline.answers_min_, count);
    pipeline.needs_all_answers_ = pipeline.needs_all_answers_ || steps[i].function == "majority_vote" || count > 1;
    pipeline.steps_.push_back(std::move(*filter));
  }
  return pipeline;
}

Result<std::vector<std::string>> FilterPipeline::apply(std::vector<std::string> answers, const Value& row) const {
  for (std::string& answer : answers) {
    answer = valid_utf8(answer);
  }
  Result<std::vector<std::string>> result(std::move(answers));
  for (const AnswerFilter& step : steps_) {
    result = step(std::move(*result), row);
    if (!result) {
      break;
    }
  }
  return result;
}

std::vector<std::string> filter_names() {
  std::vector<std::string> names;
  for (const FilterEntry& entry : kFilters) {
    names.emplace_back(entry.name);
  }
  names.emplace_back("take_first_k");
  return names;
}

}  // namespace assay
