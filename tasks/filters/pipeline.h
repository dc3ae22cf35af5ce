// Filter pipelines: how an answer is made from what a model wrote, as lm-eval 0.4.13's filter_list says.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// One entry of a `filter:` list: {function: regex, regex_pattern: ..., group_select: -1}.
struct FilterStep {
  std::string function;
  Value arguments;  // the other keys: a dict, or None
};

// From the answers of one document (its repeats, in order) to answers. `row` is the document.
using AnswerFilter = std::function<Result<std::vector<std::string>>(std::vector<std::string>, const Value& row)>;

// Immutable; any thread.
class FilterPipeline {
 public:
  // kInvalidConfig: "filter_list[strict-match].filter[0].regex_pattern: ...". kUnsupported: a filter that is a Python
  // function.
  static Result<FilterPipeline> make(std::string name, std::span<const FilterStep> steps);

  // take_first and no steps at all keep the order; every other filter works on each answer. What a filter returns that
  // is no text (a number of `map`, the tags of regex_pos) comes as Python prints it, a list as JSON. Where lm-eval
  // stops with an IndexError (a group_select beyond the matches) and where a pattern gives up, the fallback stands.
  // kCorrupt: the row lacks what multi_choice_regex reads.
  Result<std::vector<std::string>> apply(std::vector<std::string> answers, const Value& row) const;

  const std::string& name() const { return name_; }  // "strict-match"
  // A step looks at several answers of a document at once (majority_vote, take_first_k with k > 1), so that no answer
  // can be judged before all have come.
  bool needs_all_answers() const { return needs_all_answers_; }
  int answers_min() const { return answers_min_; }  // `repeats` may not be less (take_first_k)

 private:
  std::string name_;
  std::vector<AnswerFilter> steps_;
  bool needs_all_answers_ = false;
  int answers_min_ = 1;
};

// The filters there are, in order.
std::vector<std::string> filter_names();

}  // namespace assay
