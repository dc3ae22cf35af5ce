// assay run: measures suites or tasks on models, or goes on with a run that was interrupted.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "harness/cli/assembly.h"
#include "harness/cli/commands.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/store_access.h"
#include "harness/run/environment.h"
#include "harness/run/machine_meter.h"
#include "harness/run/session.h"
#include "reports/registry.h"
#include "results/registry.h"

namespace assay {
namespace {

constexpr double kFailedShareMax = 0.005;  // more samples without an answer than this, and the run is not complete

std::string resume_line(const RunId& id, const Arguments& all) {
  return shell_line({"assay", "run", "--resume", id, "--db", all.common.database});
}

// A stored run's configuration; the engine options and data folder may be given anew, where files have moved.
Result<RunConfig> stored_config(const RunView& view, const Arguments& all) {
  for (const SettingRecord& setting : view.settings) {
    if (setting.key == "config" && setting.model.empty() && setting.task.empty()) {
      auto config = run_config_from_text(setting.value);
      if (config && !all.common.data.empty()) {
        config->data = all.common.data;
      }
      return config;
    }
  }
  return Error{ErrorKind::kCorrupt, "run " + view.run.id + " holds no configuration to resume from"};
}

struct Start {
  std::unique_ptr<Assembly> assembly;
  bool is_resumed = false;
};

Result<Start> start_new(const Arguments& all, const std::string& configs, Store& store, const Console& console,
                        Clock& clock) {
  const auto config = resolve_run(all.run, all.common, configs);
  if (!config) {
    return config.error();
  }
  auto assembly = assemble(*config, configs, console, clock);
  if (!assembly) {
    return assembly.error();
  }
  Plan& plan = (*assembly)->plan;
  plan.run.id = make_run_id(clock);
  plan.run.command = all.line;
  if (auto begun = store.begin_run(plan_view(plan)); !begun) {
    return begun.error();
  }
  return Start{.assembly = std::move(*assembly)};
}

Result<Start> start_again(const Arguments& all, const std::string& configs, Store& store, const Console& console,
                          Clock& clock) {
  const auto run = find_run(store, all.run.resume);
  if (!run) {
    return run.error();
  }
  const auto view = store.read(run->id);
  if (!view) {
    return view.error();
  }
  const auto config = stored_config(*view, all);
  if (!config) {
    return config.error();
  }
  auto assembly = assemble(*config, configs, console, clock);
  if (!assembly) {
    return assembly.error();
  }
  (*assembly)->plan.run = view->run;
  if (auto same = check_same_settings(*view, (*assembly)->plan); !same) {
    return same.error();
  }
  return Start{.assembly = std::move(*assembly), .is_resumed = true};
}

ExitCode show(const RunId& id, const Arguments& all, const Store& store, const Console& console) {
  auto view = store.read(id);
  if (!view) {
    return console.fail(view.error());
  }
  const auto report = make_report(console.has_json() ? "json" : "terminal");
  if (!report) {
    return console.fail(report.error());
  }
  const auto text = (*report)->render(
      std::array{std::move(*view)},
      {.has_colour = console.has_colour(), .width = console.width(), .database = all.common.database});
  if (!text) {
    return console.fail(text.error());
  }
  console.result(*text);
  return ExitCode::kOk;
}

ExitCode conclude(const SessionResult& result, const RunId& id, const Arguments& all, const Store& store,
                  const Console& console) {
  if (result.is_interrupted) {
    console.note(fmt::format("interrupted: {} of {} answers are stored in {}; go on with:",
                             result.answered_before + result.answered, result.planned, all.common.database));
    console.note("  " + resume_line(id, all));
    return ExitCode::kInterrupted;
  }
  if (const ExitCode shown = show(id, all, store, console); shown != ExitCode::kOk) {
    return shown;
  }
  console.note("run " + id + " in " + all.common.database +
               "; next: " + shell_line({"assay", "report", id, "--db", all.common.database, "--out", "report.md"}));
  if (static_cast<double>(result.failed) > kFailedShareMax * static_cast<double>(result.planned)) {
    console.note(fmt::format("error: {} of {} samples have no answer (infrastructure); the scores leave them out",
                             result.failed, result.planned));
    return ExitCode::kSampleErrors;
  }
  return ExitCode::kOk;
}

}  // namespace

ExitCode run_command(const Arguments& all, const Console& console, Clock& clock) {
  const Nanos begun = clock.now();
  const std::atomic<int>& interrupts = watch_interrupts();
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  const auto store = open_store(all.common.database, Access::kWrite);
  if (!store) {
    return console.fail(store.error());
  }
  auto start = all.run.resume.empty() ? start_new(all, *configs, **store, console, clock)
                                      : start_again(all, *configs, **store, console, clock);
  if (!start) {
    return console.fail(start.error());
  }
  const Plan& plan = start->assembly->plan;
  if (auto stored = (*store)->append_environment(plan.run.id, capture_environment("/")); !stored) {
    return console.fail(stored.error());
  }
  if (plan.price) {
    if (auto stored = (*store)->set_price(plan.run.id, *plan.price); !stored) {
      return console.fail(stored.error());
    }
  }
  const auto progress = console.make_progress(clock);
  const auto meter = make_machine_meter(clock);
  const SessionParts parts{
      .clock = clock, .store = **store, .progress = *progress, .meter = *meter, .interrupts = interrupts};
  const auto result = run_session(plan, parts, begun);
  for (LoadedModel& model : start->assembly->models) {
    model.backend->stop();
  }
  if (!result) {
    const ExitCode code = console.fail(result.error());
    console.note("what was stored before is kept; go on with: " + resume_line(plan.run.id, all));
    return code;
  }
  return conclude(*result, plan.run.id, all, **store, console);
}

}  // namespace assay
