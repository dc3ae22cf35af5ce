// The tasks this build knows: procedural ones from a table, the files of configs/tasks, and catalogues of the user's.
#pragma once

#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/data/dataset.h"               // for `assay data`: where sets are,
#include "tasks/data/fetch/import.h"          // putting them into the mirror,
#include "tasks/data/fetch/manifest.h"        // what is pinned,
#include "tasks/data/fetch/pull.h"            // fetching and checking it
#include "tasks/graders/selftest/selftest.h"  // for `assay selftest graders`

namespace assay {

// The tasks of configs/tasks and of the catalogues given with --tasks, sorted by name; of imported catalogues only with
// `lists_imported`. Broken files of configs/tasks are an error that names the file and line.
Result<std::vector<TaskListing>> task_listings(const TaskOptions& options, bool lists_imported = false);

// What one name stands for.
struct TaskSelection {
  std::vector<Task> tasks;
  std::vector<TaskGroup> groups;  // figures over those tasks
};

// A task, or all tasks of a group, a tag, or a pattern (* ? [..]); the first place that knows the name counts:
// --tasks, imported catalogues, configs/tasks (which comes first with prefers_own). NAME:generate is the generative
// twin of a choice task. kInvalidConfig for an unknown name (with the nearest known one), kNotFound if data are not
// there (with what to do), kUnsupported for what is not built, with file and line. `extra_metrics` judge beside those
// of each task's file, unless it names them.
Result<TaskSelection> select_tasks(const std::string& name, const TaskOptions& options,
                                   const std::vector<std::string>& extra_metrics = {});

// The same for a name that stands for one task. kInvalidConfig if there are several.
Result<Task> make_task(const std::string& name, const TaskOptions& options);

// Whether two extracted answers are one vote (cons@k): the same text, or mathematics that is equal.
bool is_same_answer(const std::string& left, const std::string& right);

// What of a folder of lm-eval's task files, or of one file, can be run here, and why the rest cannot. One bad file is
// an error only if it was named itself.
Result<std::string> check_tasks(const std::string& path, bool lists_all, bool has_json);

// Copies such a folder to where runs look for tasks. Returns the report and the place.
Result<std::string> import_tasks(const std::string& folder);

}  // namespace assay
