// Task files with a generator: what Assay makes itself, described by the keys that such a task has (docs/FORMATS.md
// "task files").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/api/task.h"
#include "harness/base/result.h"

namespace assay {

struct TaskFile {
  std::string path;
  std::string task;
  std::string summary;
  std::string licence;
  int version = 0;
  int exemplars = 0;
  bool is_choosing = false;  // output_type multiple_choice, else generate_until
  std::string description;
  std::string target_delimiter = " ";
  std::string fewshot_delimiter = "\n\n";
  std::vector<std::string> until;
  int output_tokens_max = 256;
  std::vector<std::string> metrics;
  std::string generator;
  std::uint64_t generator_seed = 1;
  int difficulty = 1;
  std::int64_t size = 1000;
  std::vector<std::string> twin_of;  // static tasks
};

// kInvalidConfig with file and line for wrong values and for keys that do not go with a generator.
Result<TaskFile> load_task_file(const std::string& path);

// The canonical JSON of what makes the task; `generator` with its version.
std::string settings_of(const TaskFile& file, const std::string& generator);

}  // namespace assay
