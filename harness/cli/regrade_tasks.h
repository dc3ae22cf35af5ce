// The tasks of a stored run, made anew from the configuration it was begun with.
#pragma once

#include <string>
#include <vector>

#include "harness/cli/arguments.h"
#include "harness/cli/run_config.h"
#include "harness/run/regrade.h"

namespace assay {

struct RegradeSelection {
  std::vector<RegradeTask> tasks;  // in the run's order, with the scorers that shall judge
  std::vector<std::string> notes;  // what a user should know: other versions, scorers left out
};

// kInvalidConfig for tasks and scorers that there are not, with the nearest name, and for a task that is not the run's
// any more; kNotFound where data are missing.
Result<RegradeSelection> select_for_regrading(const RunView& plan, const RunConfig& config,
                                              const RegradeArguments& arguments, const std::string& configs);

}  // namespace assay
