// What a grader says of one answer.
#pragma once

#include <string>

namespace assay {

struct GraderVerdict {
  bool is_right = false;
  bool is_undecided = false;  // counted as wrong; `rule` begins with "undecided: "
  std::string rule;           // which step of the rule decided
};

}  // namespace assay
