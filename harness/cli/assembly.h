// Assembly: from a resolved configuration to the parts of a run: loaded models, made tasks, a checked plan.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cli/console.h"
#include "harness/cli/model_source.h"
#include "harness/cli/run_config.h"
#include "harness/run/plan.h"

namespace assay {

// A loaded model with its record. `schedule` and `engine` are laid over the catalogue's options. kCorrupt if the file's
// hash is not the catalogue's.
struct LoadedModel {
  std::unique_ptr<Backend> backend;
  ModelRecord record;
  std::optional<ThoughtTags> thought;  // by the catalogue, else by its chat template
  bool begins_in_thought = false;
};
Result<LoadedModel> load_model(const std::string& wanted, const std::string& configs, const EngineOptions& engine,
                               const std::string& schedule, Clock& clock);

// The tasks a choice stands for, with its limits applied to what each has.
struct PlannedSelection {
  std::vector<PlannedTask> tasks;
  std::vector<TaskGroup> groups;
};
Result<PlannedSelection> plan_tasks(const TaskChoice& choice, const TaskOptions& options,
                                    const std::vector<std::string>& extra_metrics = {});
// The same for a choice of one task. kInvalidConfig if it stands for several.
Result<PlannedTask> plan_task(const TaskChoice& choice, const TaskOptions& options);

// Models and tasks of a run. Backends outlive the plan: keep the assembly.
struct Assembly {
  std::vector<LoadedModel> models;
  Plan plan;
};
Result<std::unique_ptr<Assembly>> assemble(const RunConfig& config, const std::string& configs, const Console& console,
                                           Clock& clock);

// A new run's id: UTC time and four hex digits.
RunId make_run_id(const Clock& clock);

}  // namespace assay
