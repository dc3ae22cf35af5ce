// assay models, tasks and db: what is there.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "harness/cli/assembly.h"
#include "harness/cli/commands.h"
#include "harness/cli/store_access.h"
#include "harness/run/prompt.h"
#include "results/registry.h"
#include "tasks/registry.h"

namespace assay {
namespace {

struct ModelPlace {
  std::string file;   // "" if it is nowhere
  std::string state;  // "ready", "not here", "wrong hash"
  std::string hash;
};

Result<ModelPlace> locate(const ModelConfig& model, bool is_verifying) {
  ModelPlace place{.file = find_model_file(model.address), .state = "ready", .hash = model.sha256};
  if (place.file.empty()) {
    place.state = "not here";
  } else if (is_verifying) {
    auto hash = sha256_file(place.file);
    if (!hash) {
      return hash.error();
    }
    place.state = model.sha256.empty() || *hash == model.sha256 ? "verified" : "wrong hash";
    place.hash = std::move(*hash);
  }
  return place;
}

std::string models_text(const std::vector<ModelConfig>& models, const std::vector<ModelPlace>& places) {
  std::string text;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const ModelConfig& model = models[i];
    text += fmt::format("{}  {}\n  {}  licence {}\n  sha256 {}\n", model.name, places[i].state, model.summary,
                        model.licence, places[i].hash.empty() ? "not pinned" : places[i].hash);
    text += "  " +
            (places[i].file.empty() ? "file " + model.address.substr(model.address.find(':') + 1) + ", " + model.source
                                    : places[i].file) +
            "\n";
    text += model.terms.empty() ? "" : "  terms: " + model.terms + "\n";
  }
  return text;
}

nlohmann::json models_json(const std::vector<ModelConfig>& models, const std::vector<ModelPlace>& places) {
  nlohmann::json all = nlohmann::json::array();
  for (std::size_t i = 0; i < models.size(); ++i) {
    all.push_back({{"name", models[i].name},
                   {"state", places[i].state},
                   {"summary", models[i].summary},
                   {"licence", models[i].licence},
                   {"terms", models[i].terms},
                   {"sha256", places[i].hash},
                   {"file", places[i].file.empty() ? nlohmann::json() : nlohmann::json(places[i].file)},
                   {"source", models[i].source}});
  }
  return all;
}

TaskOptions options_of(const Arguments& all, const std::string& configs) {
  return {.data_folder = all.common.data, .configs_folder = configs, .task_folders = all.common.task_folders};
}

ExitCode list_tasks(const Arguments& all, const std::string& configs, const Console& console) {
  const auto tasks = task_listings(options_of(all, configs), all.named.lists_all);
  if (!tasks) {
    return console.fail(tasks.error());
  }
  std::size_t width = 0;
  nlohmann::json json = nlohmann::json::array();
  for (const TaskListing& task : *tasks) {
    width = task.is_member && !all.named.lists_all ? width : std::max(width, task.name.size());
    json.push_back({{"name", task.name},
                    {"summary", task.summary},
                    {"licence", task.licence},
                    {"needs_data", task.needs_data},
                    {"ready", task.is_ready}});
  }
  std::string text;
  for (const TaskListing& task : *tasks) {
    if (task.is_member && !all.named.lists_all) {
      continue;
    }
    text += fmt::format("{:{}}  {}", task.name, width, task.summary);
    text += task.is_ready ? "\n" : fmt::format("  (data missing: {})\n", task.needs_data);
  }
  console.result(console.has_json() ? json.dump(2) + "\n" : text);
  return ExitCode::kOk;
}

// The document as a model gets it, so that a reader can see what is really asked.
ExitCode show_task(const Arguments& all, const std::string& configs, const Console& console) {
  const auto planned =
      plan_task({.task = all.named.names.front(), .exemplars = all.named.exemplars}, options_of(all, configs));
  if (!planned) {
    return console.fail(planned.error());
  }
  const Task& task = planned->task;
  if (all.named.document >= task.dataset->size()) {
    return console.fail(
        {ErrorKind::kInvalidConfig, fmt::format("--document {}: task '{}' has documents 0 to {}", all.named.document,
                                                task.name, task.dataset->size() - 1)});
  }
  if (planned->exemplars > task.exemplars->available()) {
    return console.fail(
        {ErrorKind::kInvalidConfig, fmt::format("--num-fewshot {}: task '{}' has {} exemplars", planned->exemplars,
                                                task.name, task.exemplars->available())});
  }
  const Sample sample = task.dataset->at(all.named.document);
  const auto prompt =
      build_prompt({.task = task, .exemplar_count = planned->exemplars, .run_seed = all.run.seed}, sample, 0);
  if (!prompt) {
    return console.fail(prompt.error());
  }
  const Request& request = prompt->requests.front();
  const auto* generate = std::get_if<Generate>(&request.body);
  const std::string& text = generate != nullptr ? generate->prompt : std::get<Score>(request.body).context;
  if (console.has_json()) {
    nlohmann::json json{{"task", task.name}, {"version", task.version}, {"document", sample.index},
                        {"prompt", text},    {"gold", sample.gold},     {"choices", sample.choices}};
    console.result(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return ExitCode::kOk;
  }
  std::string shown;
  for (const std::string_view line : split(text, '\n')) {
    shown += printable(line, 100000) + "\n";
  }
  for (const std::string& choice : sample.choices) {
    shown += (choice == sample.gold ? "* " : "- ") + printable(choice) + "\n";
  }
  console.result(shown + "gold: " + printable(sample.gold) + "\n");
  return ExitCode::kOk;
}

std::string_view state_name(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return "running";
    case RunState::kInterrupted:
      return "interrupted";
    case RunState::kComplete:
      return "complete";
    case RunState::kFailed:
      return "failed";
  }
  return "";
}

ExitCode list_runs(const Store& store, const Console& console) {
  const auto runs = store.runs("");
  if (!runs) {
    return console.fail(runs.error());
  }
  nlohmann::json json = nlohmann::json::array();
  std::string text;
  for (const RunRecord& run : *runs) {
    json.push_back({{"id", run.id},
                    {"state", state_name(run.state)},
                    {"suite", run.suite},
                    {"seed", run.seed},
                    {"schedule", run.schedule},
                    {"command", run.command}});
    text += fmt::format("{}  {:11}  {:16}  {}\n", run.id, state_name(run.state), printable(run.suite, 40),
                        printable(run.command));
  }
  console.result(console.has_json() ? json.dump(2) + "\n" : text);
  return ExitCode::kOk;
}

ExitCode export_runs(const Arguments& all, const Store& store, const Console& console) {
  std::vector<RunId> ids;
  for (const std::string& wanted : all.named.names) {
    const auto run = find_run(store, wanted);
    if (!run) {
      return console.fail(run.error());
    }
    ids.push_back(run->id);
  }
  if (ids.empty()) {
    const auto runs = store.runs("");
    if (!runs) {
      return console.fail(runs.error());
    }
    for (const RunRecord& run : *runs) {
      ids.push_back(run.id);
    }
  }
  std::vector<std::string> exports;
  for (const RunId& id : ids) {
    const auto view = store.read(id);
    if (!view) {
      return console.fail(view.error());
    }
    exports.push_back(canonical_export(*view));
  }
  std::sort(exports.begin(), exports.end());  // ids are places: the order must not depend on them
  for (const std::string& text : exports) {
    console.result(text);
  }
  return ids.empty() ? console.fail({ErrorKind::kNothing, "the database holds no run yet; 'assay run' makes one"})
                     : ExitCode::kOk;
}

std::string integrity_text(const IntegrityReport& report, const std::string& database) {
  std::string text = fmt::format("{}: SQLite's integrity check: {}\n", database, report.integrity);
  for (const std::string& place : report.damaged) {
    text += "damaged: " + place + "\n";
  }
  return text + fmt::format("{} runs, {} answers: {}\n", report.runs, report.answers,
                            report.is_sound() ? "every checksum is right" : "damage found");
}

nlohmann::json integrity_json(const IntegrityReport& report) {
  return {{"is_sound", report.is_sound()},
          {"integrity", report.integrity},
          {"runs", report.runs},
          {"answers", report.answers},
          {"damaged", report.damaged}};
}

}  // namespace

ExitCode models_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  const auto models = load_models(*configs);
  if (!models) {
    return console.fail(models.error());
  }
  std::vector<ModelPlace> places;
  bool is_sound = true;
  for (const ModelConfig& model : *models) {
    auto place = locate(model, all.named.is_verifying);
    if (!place) {
      return console.fail(place.error());
    }
    is_sound = is_sound && place->state != "wrong hash";
    places.push_back(std::move(*place));
  }
  console.result(console.has_json() ? models_json(*models, places).dump(2) + "\n" : models_text(*models, places));
  return is_sound ? ExitCode::kOk : ExitCode::kEnvironment;
}

ExitCode tasks_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  if (all.named.verb == "check" || all.named.verb == "import") {
    const std::string& path = all.named.names.front();
    const auto text =
        all.named.verb == "import" ? import_tasks(path) : check_tasks(path, all.named.lists_all, console.has_json());
    if (!text) {
      return console.fail(text.error());
    }
    console.result(*text);
    return ExitCode::kOk;
  }
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  return all.named.verb == "list" ? list_tasks(all, *configs, console) : show_task(all, *configs, console);
}

ExitCode db_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  if (all.named.verb == "check") {
    const auto report = check_database(all.common.database);
    if (!report) {
      return console.fail(report.error());
    }
    console.result(console.has_json() ? integrity_json(*report).dump(2) + "\n"
                                      : integrity_text(*report, all.common.database));
    return report->is_sound() ? ExitCode::kOk : ExitCode::kVerdictFailed;
  }
  const auto store = open_store(all.common.database, Access::kRead);
  if (!store) {
    return console.fail(store.error());
  }
  return all.named.verb == "runs" ? list_runs(**store, console) : export_runs(all, **store, console);
}

}  // namespace assay
