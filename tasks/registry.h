// The tasks this build knows: procedural ones from a table, and the YAML files of configs/tasks.
#pragma once

#include <string>
#include <vector>

#include "harness/api/task.h"

namespace assay {

// Sorted by name. Broken task files are an error that names the file and line.
Result<std::vector<TaskListing>> task_listings(const TaskOptions& options);

// kInvalidConfig for an unknown name (with the nearest known one), kNotFound if its data are not there (with what to
// do).
Result<Task> make_task(const std::string& name, const TaskOptions& options);

// What of a folder of lm-eval's task files, or of one file, can be run here, and why the rest cannot. One bad file is
// an error only if it was named itself.
Result<std::string> check_tasks(const std::string& path, bool lists_all, bool has_json);

// Copies such a folder to where runs look for tasks. Returns the report and the place.
Result<std::string> import_tasks(const std::string& folder);

}  // namespace assay
