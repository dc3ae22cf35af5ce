// exact_match: how an answer's text is compared with the right one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/pattern.h"
#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// exact_match as lm-eval 0.4.13 computes it. Both sides are changed alike, in this order: what the patterns match is
// deleted, one pattern after the other; lower case; ASCII punctuation deleted; ASCII digits deleted.
class ExactMatch {
 public:
  // `arguments`: the metric's own keys of a task file (a dict or None): regexes_to_ignore, ignore_case,
  // ignore_punctuation, ignore_numbers. kInvalidConfig for other keys and wrong kinds.
  static Result<ExactMatch> make(const Value& arguments);

  // What is compared. A pattern that gives up on the text deletes nothing.
  std::string normalized(std::string_view text) const;

  bool is_equal(std::string_view answer, std::string_view gold) const { return normalized(answer) == normalized(gold); }
  bool is_any(std::string_view answer, std::span<const std::string> golds) const;

 private:
  std::vector<Pattern> ignored_;
  bool ignores_case_ = false;
  bool ignores_punctuation_ = false;
  bool ignores_numbers_ = false;
};

}  // namespace assay
