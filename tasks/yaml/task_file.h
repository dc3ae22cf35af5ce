// Task files: a task as data, in the part of lm-eval's YAML schema that is supported, with Assay's additions
// (docs/FORMATS.md "task files").
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
  // Procedural tasks.
  std::string generator;
  std::uint64_t generator_seed = 1;
  int difficulty = 1;
  std::int64_t size = 1000;
  // Tasks on data sets.
  std::string dataset_path;
  std::string dataset_name;
  std::string test_split;
  std::string fewshot_split;
  std::string doc_to_text;
  std::string doc_to_target;
  std::string doc_to_choice;
};

// kInvalidConfig with file and line; kUnsupported for keys of lm-eval's schema that are not supported yet.
Result<TaskFile> load_task_file(const std::string& path);

// The canonical JSON of what makes the task; `data_hashes` of the files its documents came from.
std::string settings_of(const TaskFile& file, const std::vector<std::string>& data_hashes);

}  // namespace assay
