// The rows of a task: its documents and those its exemplars come from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"
#include "tasks/lm_eval/exemplar_pool.h"
#include "tasks/lm_eval/task_builder.h"

namespace assay {

struct TaskRows {
  std::shared_ptr<const std::vector<Value>> documents;
  std::vector<Value> exemplars;
  bool exemplars_hold_documents = false;
  std::string exemplars_from;       // the split, or "samples"
  std::vector<std::string> hashes;  // of the files, SHA-256, in the order of reading
};

// test_split, else validation_split, filtered by `where`, a known row filter, or a native process_docs. Exemplars, if
// `with_exemplars`: fewshot_split, inline samples, or else the training, validation or test split (lm-eval's rule).
Result<TaskRows> read_task_rows(const TaskConfig& config, const BuildOptions& options, bool with_exemplars);

}  // namespace assay
