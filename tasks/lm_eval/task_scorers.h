// The scorers of a task: each metric of its metric_list on each of its filter pipelines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/lm_eval/task_builder.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

struct TaskScorers {
  std::vector<std::unique_ptr<Scorer>> scorers;  // in the file's order; the first is the headline
  bool needs_unconditional = false;              // some compare with choices behind an empty context
};

// A pipeline's name follows its metric's, "exact_match,strict-match", where the file has a filter_list. Choice tasks
// get the normalisations that their file does not list too, and their calibration: one pass gives them all.
// kUnsupported and kInvalidConfig with file and line.
Result<TaskScorers> make_task_scorers(const TaskConfig& config, const BuildOptions& options);

// A metric of a generated text by the name that a task file would use, without a pipeline. kUnsupported if there is
// none.
Result<std::unique_ptr<Scorer>> make_extra_scorer(const std::string& metric);

// True for the Python aggregations that pool the lists their process_results gives (IFEval's agg_inst_level_acc).
bool is_pooling(const ConfigValue& aggregation);

}  // namespace assay
