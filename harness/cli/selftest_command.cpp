// assay selftest: noise, which is the same requests under both schedules on one model; graders has a file of its own.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/base/text.h"
#include "harness/cli/assembly.h"
#include "harness/cli/commands.h"
#include "harness/cli/store_access.h"
#include "harness/run/noise.h"
#include "results/registry.h"

namespace assay {
namespace {

Result<std::vector<Response>> answer(const Arguments& all, const std::string& configs, const PlannedTask& task,
                                     const std::string& schedule, ModelRecord* record, Clock& clock) {
  const auto model = load_model(all.noise.model, configs, all.noise.engine, schedule, clock);
  if (!model) {
    return model.error();
  }
  *record = model->record;
  auto requests = task_requests(*model->backend, task, all.run.seed);
  if (!requests) {
    return requests.error();
  }
  auto responses = ask_all(*model->backend, clock, std::move(*requests));
  model->backend->stop();
  return responses;
}

std::string to_text(const NoiseRecord& noise, bool is_choosing) {
  return fmt::format(
      "{} · {}: {}\n{} {} compared: shift mean {:.4g}, p99 {:.4g}, max {:.4g}\n{} of {} items {}{}\n"
      "noise: a difference of two alternatives counts as noise if their gap is at most {:.4g}\n",
      noise.model, noise.task, noise.setting, noise.sums, is_choosing ? "log-likelihood sums" : "token gaps",
      noise.shift_mean, noise.shift_p99, noise.shift_max, noise.flips, noise.items,
      is_choosing ? "choose otherwise" : "part",
      noise.flips > 0 ? fmt::format("; the widest gap where one does: {:.4g}", noise.gap_flip_max) : "",
      noise_gap(noise, is_choosing));
}

nlohmann::json to_json(const NoiseRecord& noise, bool is_choosing) {
  return {{"schema_version", 1},
          {"model", noise.model},
          {"task", noise.task},
          {"setting", noise.setting},
          {"sums", noise.sums},
          {"shift_mean", noise.shift_mean},
          {"shift_p99", noise.shift_p99},
          {"shift_max", noise.shift_max},
          {"items", noise.items},
          {"flips", noise.flips},
          {"noise_gap", noise_gap(noise, is_choosing)},
          {"gap_flip_max", noise.gap_flip_max}};
}

// Keeps the figure beside the latest run that measured this model, so that its reports carry it.
Status keep(const NoiseRecord& noise, const std::string& database) {
  const auto store = open_store(database, Access::kWrite);
  if (!store) {
    return store.error();
  }
  const auto runs = (*store)->runs("");
  if (!runs) {
    return runs.error();
  }
  for (const RunRecord& run : *runs) {
    const auto view = (*store)->read(run.id);
    if (!view) {
      return view.error();
    }
    for (const ModelRecord& model : view->models) {
      if (model.name == noise.model) {
        return (*store)->append_noise(run.id, noise);
      }
    }
  }
  return Error{ErrorKind::kNotFound, "--store: " + database + " holds no run of model '" + noise.model + "'"};
}

}  // namespace

ExitCode selftest_command(const Arguments& all, const Console& console, Clock& clock) {
  if (all.named.verb == "graders") {
    return selftest_graders_command(all, console, clock);
  }
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  const auto task =
      plan_task({.task = all.noise.task, .limit = all.noise.limit, .exemplars = all.noise.exemplars},
                {.data_folder = all.common.data, .configs_folder = *configs, .task_folders = all.common.task_folders});
  if (!task) {
    return console.fail(task.error());
  }
  ModelRecord model;
  console.note("asking under schedule exact");
  const auto exact = answer(all, *configs, *task, "exact", &model, clock);
  if (!exact) {
    return console.fail(exact.error());
  }
  console.note("asking under schedule fast");
  const auto fast = answer(all, *configs, *task, "fast", &model, clock);
  if (!fast) {
    return console.fail(fast.error());
  }
  const bool is_choosing = std::holds_alternative<Choosing>(task->task.asking);
  NoiseRecord noise = compare_answers(*exact, *fast);
  noise.model = model.name;
  noise.task = task->task.name;
  noise.setting = "schedule fast against exact";
  noise.setting += is_choosing ? ", choices" : ", generated tokens";
  for (const auto& [key, value] : all.noise.engine) {
    noise.setting += fmt::format(", {}={}", key, value);
  }
  console.result(console.has_json() ? to_json(noise, is_choosing).dump(2) + "\n" : to_text(noise, is_choosing));
  if (all.noise.is_stored) {
    if (auto kept = keep(noise, all.common.database); !kept) {
      return console.fail(kept.error());
    }
  }
  return ExitCode::kOk;
}

}  // namespace assay
