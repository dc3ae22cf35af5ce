// The tasks this build knows: procedural ones from a table, and the YAML files of configs/tasks.
#pragma once

#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/data/dataset.h"         // for `assay data`: where sets are,
#include "tasks/data/fetch/import.h"    // putting them into the mirror,
#include "tasks/data/fetch/manifest.h"  // what is pinned,
#include "tasks/data/fetch/pull.h"      // fetching and checking it

namespace assay {

// Sorted by name. Broken task files are an error that names the file and line.
Result<std::vector<TaskListing>> task_listings(const TaskOptions& options);

// kInvalidConfig for an unknown name (with the nearest known one), kNotFound if its data are not there (with what to
// do).
Result<Task> make_task(const std::string& name, const TaskOptions& options);

}  // namespace assay
