// Task files with a generator: documents that Assay makes itself.
#pragma once

#include <string>
#include <vector>

#include "harness/api/task.h"

namespace assay {

// kInvalidConfig with file and line, naming the generators there are.
Result<Task> make_procedural_task(const std::string& path, const std::vector<std::string>& extra_metrics = {});
Result<TaskListing> list_procedural_task(const std::string& path);

}  // namespace assay
