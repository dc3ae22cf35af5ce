// assay run: measures suites or tasks on models, or goes on with a run that was interrupted.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "harness/cli/assembly.h"
#include "harness/cli/commands.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/resume.h"
#include "harness/cli/store_access.h"
#include "harness/run/environment.h"
#include "harness/run/machine_meter.h"
#include "harness/run/session.h"
#include "reports/registry.h"
#include "results/registry.h"
#include "tasks/registry.h"

namespace assay {
namespace {

constexpr double kFailedShareMax = 0.005;  // more samples without an answer than this, and the run is not complete

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
  auto config = stored_config(*view);
  if (!config) {
    return config.error();
  }
  if (auto same = check_given(all.run, *config, run->id); !same) {
    return same.error();
  }
  if (!all.common.data.empty()) {
    config->data = all.common.data;  // a place, which may have moved
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

ExitCode show(RunView view, const Arguments& all, const Console& console) {
  const auto report = make_report(console.has_json() ? "json" : "terminal");
  if (!report) {
    return console.fail(report.error());
  }
  const auto text = (*report)->render(std::array{std::move(view)}, {.has_colour = console.has_colour(),
                                                                    .width = console.width(),
                                                                    .database = all.common.database,
                                                                    .same_answer = is_same_answer});
  if (!text) {
    return console.fail(text.error());
  }
  console.result(*text);
  return ExitCode::kOk;
}

// Samples without an answer, of every session of the run.
std::int64_t count_failed(const RunView& view) {
  return std::count_if(view.answers.begin(), view.answers.end(), [](const AnswerRecord& answer) {
    return answer.response.finish == Finish::kFailed || answer.response.finish == Finish::kTimedOut;
  });
}

ExitCode conclude(const SessionResult& result, const RunId& id, const Arguments& all, const Store& store,
                  const Console& console) {
  if (result.is_interrupted) {
    console.note(fmt::format("interrupted: {} of {} answers are stored in {}; go on with:",
                             result.answered_before + result.answered, result.planned, all.common.database));
    console.note("  " + resume_line(id, all));
    return ExitCode::kInterrupted;
  }
  auto view = store.read(id);
  if (!view) {
    return console.fail(view.error());
  }
  const std::int64_t failed = count_failed(*view);
  if (const ExitCode shown = show(std::move(*view), all, console); shown != ExitCode::kOk) {
    return shown;
  }
  console.note("run " + id + " in " + all.common.database +
               "; next: " + shell_line({all.program, "report", id, "--db", all.common.database, "--out", "report.md"}));
  if (static_cast<double>(failed) > kFailedShareMax * static_cast<double>(result.planned)) {
    console.warn(fmt::format("error: {} of {} samples have no answer (infrastructure); the scores leave them out",
                             failed, result.planned));
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
  const std::string& path = all.common.database;
  std::error_code ignored;
  const bool is_new_file = !std::filesystem::exists(path, ignored);
  // To resume, something must be there; opening for reading says it best.
  auto store = open_store(path, is_new_file && !all.run.resume.empty() ? Access::kRead : Access::kWrite);
  if (!store) {
    return console.fail(store.error());
  }
  auto start = all.run.resume.empty() ? start_new(all, *configs, **store, console, clock)
                                      : start_again(all, *configs, **store, console, clock);
  if (!start) {
    if (is_new_file) {
      store->reset();
      std::filesystem::remove(path, ignored);  // it holds nothing
    }
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
