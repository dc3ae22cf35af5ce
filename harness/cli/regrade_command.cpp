// assay regrade: a stored run's answers judged again, without a model.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/api/names.h"
#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/regrade_tasks.h"
#include "harness/cli/resume.h"
#include "harness/cli/store_access.h"
#include "harness/config/catalog.h"
#include "results/registry.h"

namespace assay {
namespace {

constexpr std::size_t kShown = 60;  // characters of an answer

std::string place_of(const VerdictChange& change) {
  return fmt::format("{} · {} · {} · document {} repeat {}", printable(change.key.model), printable(change.key.task),
                     printable(change.scorer), change.key.document, change.key.repeat);
}

std::string side_of(int version, const Judgement& judgement) {
  return fmt::format("version {}: {} '{}' ({})", version, to_name(judgement.outcome),
                     printable(judgement.answer, kShown), printable(judgement.rule, kShown));
}

std::string line_of(const VerdictChange& change) {
  return fmt::format("  {}, gold '{}'\n    {}\n    {}\n", place_of(change), printable(change.gold, kShown),
                     side_of(change.version_before, change.before), side_of(change.version_now, change.now));
}

std::string line_of(const RegradeCounts& counts, bool is_dry) {
  std::string text =
      fmt::format("  {} · {} · {} version {}: {} of {} right; {} {}, {} stored before", printable(counts.model),
                  printable(counts.task), printable(counts.scorer), counts.version, counts.right, counts.judged,
                  counts.added, is_dry ? "would be added" : "added", counts.stored);
  if (counts.conflicting > 0) {
    text += fmt::format(", {} in conflict with what is stored", counts.conflicting);
  }
  if (counts.compared > 0) {
    text += fmt::format(
        "; {} judged by another version, {} of them right: {} wrong to right, {} right to wrong, {} "
        "changed otherwise",
        counts.compared, counts.right_before, counts.wrong_to_right, counts.right_to_wrong, counts.changed_otherwise);
  }
  return text + "\n";
}

std::string to_text(const RegradeResult& result, const RunId& run, bool is_dry) {
  std::string text = fmt::format("{}: {} answers judged again{}\n", run, result.answers,
                                 is_dry ? "; nothing is written (--dry-run)" : "");
  for (const RegradeCounts& counts : result.counts) {
    text += line_of(counts, is_dry);
  }
  text += result.changes.empty() ? "" : "\nverdicts that changed, the first of them:\n";
  for (const VerdictChange& change : result.changes) {
    text += line_of(change);
  }
  text += result.conflicts.empty() ? "" : "\nconflicts, the first of them:\n";
  for (const VerdictChange& change : result.conflicts) {
    text += line_of(change);
  }
  return text;
}

nlohmann::json to_json(int version, const Judgement& judgement) {
  return {{"version", version},
          {"outcome", to_name(judgement.outcome)},
          {"value", judgement.value ? nlohmann::json(*judgement.value) : nlohmann::json()},
          {"answer", judgement.answer},
          {"rule", judgement.rule}};
}

nlohmann::json to_json(const std::vector<VerdictChange>& changes) {
  nlohmann::json list = nlohmann::json::array();
  for (const VerdictChange& change : changes) {
    list.push_back({{"model", change.key.model},
                    {"task", change.key.task},
                    {"document", change.key.document},
                    {"repeat", change.key.repeat},
                    {"scorer", change.scorer},
                    {"gold", change.gold},
                    {"before", to_json(change.version_before, change.before)},
                    {"now", to_json(change.version_now, change.now)}});
  }
  return list;
}

std::string to_json(const RegradeResult& result, const RunId& run, bool is_dry) {
  nlohmann::json json{{"schema_version", 1},
                      {"run", run},
                      {"dry_run", is_dry},
                      {"answers", result.answers},
                      {"scorers", nlohmann::json::array()},
                      {"changes", to_json(result.changes)},
                      {"conflicts", to_json(result.conflicts)}};
  for (const RegradeCounts& counts : result.counts) {
    json["scorers"].push_back({{"model", counts.model},
                               {"task", counts.task},
                               {"scorer", counts.scorer},
                               {"version", counts.version},
                               {"judged", counts.judged},
                               {"right", counts.right},
                               {"added", counts.added},
                               {"stored", counts.stored},
                               {"conflicting", counts.conflicting},
                               {"compared", counts.compared},
                               {"right_before", counts.right_before},
                               {"right_to_wrong", counts.right_to_wrong},
                               {"wrong_to_right", counts.wrong_to_right},
                               {"changed_otherwise", counts.changed_otherwise}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// Everything before the first answer is judged.
struct Prepared {
  RunView plan;
  RegradeSelection selection;
};

Result<Prepared> prepare(const Arguments& all, const Store& store) {
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return configs.error();
  }
  const auto run = find_run(store, all.regrade.run);
  if (!run) {
    return run.error();
  }
  if (is_kernel_run(*run)) {
    return Error{ErrorKind::kInvalidConfig, "run " + run->id + " is one of kernels: it has no answers to judge"};
  }
  auto plan = store.read_plan(run->id);
  if (!plan) {
    return plan.error();
  }
  auto config = stored_config(*plan);
  if (!config) {
    return config.error();
  }
  config->data = all.common.data.empty() ? config->data : all.common.data;  // places, which may have moved
  config->task_folders = all.common.task_folders.empty() ? config->task_folders : all.common.task_folders;
  auto selection = select_for_regrading(*plan, *config, all.regrade, *configs);
  if (!selection) {
    return selection.error();
  }
  return Prepared{.plan = std::move(*plan), .selection = std::move(*selection)};
}

ExitCode conclude(const RegradeResult& result, const RunId& run, const Arguments& all, const Console& console) {
  if (result.is_interrupted) {
    console.note(fmt::format("interrupted after {} answers; the same command goes on", result.answers));
    return ExitCode::kInterrupted;
  }
  if (result.answers == 0) {
    console.warn("error: run " + run + " has no answers of these tasks");
    return ExitCode::kNothingSelected;
  }
  const bool is_dry = all.regrade.is_dry;
  console.result(console.has_json() ? to_json(result, run, is_dry) : to_text(result, run, is_dry));
  std::int64_t conflicts = 0;
  std::string scorer;
  for (const RegradeCounts& counts : result.counts) {
    conflicts += counts.conflicting;
    scorer = scorer.empty() && counts.conflicting > 0 ? counts.scorer + " version " + std::to_string(counts.version)
                                                      : scorer;
  }
  if (conflicts > 0) {
    console.warn(
        fmt::format("error: {} stored scores differ from those of the same scorer and version now ({}); they "
                    "are left as they were: another rule needs another version",
                    conflicts, printable(scorer)));
    return ExitCode::kVerdictFailed;
  }
  if (!is_dry) {
    console.note("next: " + shell_line({all.program, "report", run, "--db", all.common.database}));
  }
  return ExitCode::kOk;
}

}  // namespace

ExitCode regrade_command(const Arguments& all, const Console& console, Clock& clock) {
  const std::atomic<int>& interrupts = watch_interrupts();
  std::error_code ignored;
  const bool is_reading = all.regrade.is_dry || !std::filesystem::exists(all.common.database, ignored);
  const auto store = open_store(all.common.database, is_reading ? Access::kRead : Access::kWrite);
  if (!store) {
    return console.fail(store.error());
  }
  const auto prepared = prepare(all, **store);
  if (!prepared) {
    return console.fail(prepared.error());
  }
  for (const std::string& note : prepared->selection.notes) {
    console.note(note);
  }
  const Nanos begun = clock.now();
  const auto result =
      regrade(prepared->plan, prepared->selection.tasks, **store, interrupts,
              {.is_dry = all.regrade.is_dry, .examples_max = static_cast<std::size_t>(all.regrade.examples)});
  if (!result) {
    return console.fail(result.error());
  }
  const double taken = seconds(clock.now() - begun);
  console.note(fmt::format("{} answers in {:.2f} s, {:.0f} a second", result->answers, taken,
                           taken > 0 ? static_cast<double>(result->answers) / taken : 0));
  return conclude(*result, prepared->plan.run.id, all, console);
}

}  // namespace assay
