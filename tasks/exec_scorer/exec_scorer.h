// The exec scorer: a program of the user's that judges answers on its standard input and output.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/api/task.h"

namespace assay {

struct ExecScorerOptions {
  std::string name;                  // the metric is called "exec:NAME"
  std::vector<std::string> command;  // the program and its arguments
  double timeout_s = 10;             // for one judgement, and for the program's first line
  int restarts = 20;                 // in a row without a judgement between them
};

// Starts the program and hears its version. kInvalidConfig for the options, kNotFound for a program that is not there,
// kEnvironment for one that does not begin as agreed. The scorer is not pure, its program may be: judge() may be called
// from any thread, one call at a time goes to the program. A program that fails costs the judgement it was asked for,
// not the run: outcome kNoAnswer, no value, and a rule that begins with "scorer fault: ".
Result<std::unique_ptr<Scorer>> make_exec_scorer(const ExecScorerOptions& options);

}  // namespace assay
