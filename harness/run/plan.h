// Plan: which samples of which tasks are asked of which models, decided and checked before the first request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/api/backend.h"
#include "harness/api/record.h"
#include "harness/api/task.h"
#include "harness/run/prompt.h"

namespace assay {

struct PlannedTask {
  Task task;
  std::int64_t documents = 0;  // the first N of the dataset
  int exemplars = 0;
  int repeats = 1;
  bool fits_context = false;  // answers are asked no longer than the context has room for behind the prompt
};

struct PlannedModel {
  Backend* backend = nullptr;  // outlives the plan
  ModelRecord record;
  std::optional<ThoughtTags> thought;  // what its template, or the catalogue, says it writes around a thought
  bool begins_in_thought = false;      // the engine's own template opens the thought, unseen by the harness
};

struct Plan {
  RunRecord run;
  std::vector<PlannedModel> models;
  std::vector<PlannedTask> tasks;
  std::vector<SettingRecord> settings;  // of the caller: whatever else made the run
  std::optional<PriceRecord> price;
  std::uint64_t seed = 0;
  ChatOptions chat;
  std::optional<ThoughtTags> thought;  // in place of the tasks' and the models'
  std::vector<TaskGroup> groups;       // figures over several of the tasks
  int block_samples = 25;              // samples of one task asked of one model before the next model's turn
  int attempts_max = 3;                // tries of a request that infrastructure failed
  double timeout_s = 600;              // of one request
};

// Everything that can be refused before the first request: a task that needs what a backend cannot do, no samples,
// too few exemplars, a task twice. kUnsupported, kNothing or kInvalidConfig, naming both sides.
Status check_plan(const Plan& plan);

// The rows a run begins with: run, settings, models, tasks and documents.
RunView plan_view(const Plan& plan);

// kInvalidConfig naming the first setting that differs, if a stored run was not made by this plan.
Status check_same_settings(const RunView& stored, const Plan& plan);

// A sample of the plan.
SampleKey sample_key(const PlannedModel& model, const PlannedTask& task, std::int64_t document, int repeat);

}  // namespace assay
