// Finds stop strings in text that arrives in pieces, and holds back what may become one. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/request.h"

namespace assay {

class StopMatcher {
 public:
  // Empty stop strings are ignored.
  explicit StopMatcher(std::vector<std::string> stops);
  // The stops of a request; those inside its thought, and in the white space behind it, do not count.
  static StopMatcher of(const Generate& ask);

  // Adds a piece and returns the text that is now sure to belong to the answer. Once a stop string is complete, only
  // what stood before its first occurrence comes out, and nothing afterwards. Of stops that begin at the same place
  // the first in the list wins.
  std::string add(std::string_view piece);

  // The end of the text: what was held back.
  std::string flush();

  const std::string& found() const { return found_; }  // the stop string, or empty
  bool has_stopped() const { return !found_.empty(); }

 private:
  std::size_t end_of_thought(std::size_t begin);
  std::size_t end_of_answer(std::size_t begin);
  std::size_t held_from(const std::vector<std::string>& wanted, std::size_t begin) const;

  std::vector<std::string> stops_;
  std::optional<ThoughtTags> thought_;
  std::vector<std::string> watched_;  // the stops, and the tag that opens a thought
  bool is_inside_ = false;            // a thought
  bool is_behind_thought_ = false;    // and nothing but white space since: no part of the answer, so no stop either
  std::string pending_;  // not yet given out: at most the longest string watched for less one byte, between calls
  std::string found_;
};

}  // namespace assay
