// From a task's config to a Task: its rows read, its documents rendered, its scorers made.
#pragma once

#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

struct BuildOptions {
  std::string root;                        // the catalogue's folder
  std::string data_folder;                 // --data
  bool is_own = false;                     // of configs/tasks: exemplars are fixed unless the file says otherwise
  bool is_generative = false;              // the generative twin of a choice task: the letter is asked for
  std::vector<std::string> extra_metrics;  // judge beside those of the file, unless it names them
};

// kUnsupported for what is not built, kInvalidConfig for what is wrong, each with file and line; kNotFound if the data
// are not there, with what to do.
Result<Task> build_task(const TaskConfig& config, const BuildOptions& options);

}  // namespace assay
