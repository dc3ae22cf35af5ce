// The exec backend's options, from a model's specification to checked values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/api/backend.h"

namespace assay {

struct ExecOptions {
  std::vector<std::string> words;  // the program and its arguments
  std::optional<int> parallel;     // absent: what the program says
  int restarts = 20;               // in a row without an answer between them
  double start_timeout_s = 120;    // until its first line
  double grace_s = 2;              // from a cancel to the end of the program
};

// Address "exec:PROGRAM ARGUMENTS": words between blanks; quotes, single or double, keep blanks. kInvalidConfig, naming
// the option, the value and what would be right.
Result<ExecOptions> parse_exec_options(const BackendSpec& spec);

}  // namespace assay
