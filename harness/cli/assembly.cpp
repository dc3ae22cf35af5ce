// Loading models, making tasks.
#include "harness/cli/assembly.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "backends/registry.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "harness/cli/protocol.h"
#include "tasks/registry.h"

namespace assay {
namespace {

std::string fact(const BackendInfo& info, const std::string& key) {
  const auto found = info.facts.find(key);
  return found == info.facts.end() ? "" : found->second;
}

ModelRecord record_of(const ModelSource& source, const BackendInfo& info) {
  ModelRecord record{.name = source.spec.name, .address = source.spec.address, .licence = source.licence};
  const auto weights = info.identity.find("weights");
  record.hash = weights == info.identity.end() ? "" : weights->second;
  record.licence = record.licence.empty() ? fact(info, "licence") : record.licence;
  record.bytes = parse_int(fact(info, "bytes"));
  record.parameters = parse_int(fact(info, "parameters"));
  record.format = fact(info, "format");
  return record;
}

PlannedTask planned_from(const TaskChoice& choice, Task task) {
  PlannedTask planned{.task = std::move(task)};
  const std::int64_t size = planned.task.dataset->size();
  planned.documents = choice.limit ? std::min(*choice.limit, size) : size;
  planned.exemplars = planned.task.is_exemplar_count_fixed ? planned.task.exemplar_count
                                                           : choice.exemplars.value_or(planned.task.exemplar_count);
  planned.repeats = choice.repeats.value_or(planned.task.repeats);
  return planned;
}

}  // namespace

Result<LoadedModel> load_model(const std::string& wanted, const std::string& configs, const EngineOptions& engine,
                               const std::string& schedule, Clock& clock) {
  const auto catalogue = load_models(configs);
  if (!catalogue) {
    return catalogue.error();
  }
  auto source = find_model(wanted, *catalogue);
  if (!source) {
    return source.error();
  }
  for (const auto& [key, value] : engine) {
    source->spec.options[key] = value;
  }
  source->spec.options["schedule"] = schedule;
  auto backend = make_backend(source->spec, clock);
  if (!backend) {
    return backend.error();
  }
  LoadedModel model{.backend = std::move(*backend)};
  model.record = record_of(*source, model.backend->info());
  if (!source->sha256.empty() && model.record.hash != source->sha256) {
    return Error{ErrorKind::kCorrupt, "model '" + model.record.name + "': " + source->spec.address + " has SHA-256 " +
                                          model.record.hash + ", the catalogue says " + source->sha256 +
                                          "; delete the file and run ./quickstart.sh --no-run"};
  }
  const std::string tags =
      source->thought_tags.empty() ? fact(model.backend->info(), "thought.tags") : source->thought_tags;
  if (!tags.empty()) {
    auto parsed = parse_thought_tags(tags);
    if (!parsed) {
      return std::move(parsed.error()).in("model '" + model.record.name + "': thought_tags");
    }
    model.thought = std::move(*parsed);
  }
  model.begins_in_thought = source->begins_in_thought;
  return model;
}

Result<PlannedSelection> plan_tasks(const TaskChoice& choice, const TaskOptions& options,
                                    const std::vector<std::string>& extra_metrics) {
  auto selection = select_tasks(choice.task, options, extra_metrics);
  if (!selection) {
    return selection.error();
  }
  PlannedSelection planned{.groups = std::move(selection->groups)};
  for (Task& task : selection->tasks) {
    planned.tasks.push_back(planned_from(choice, std::move(task)));
  }
  return planned;
}

Result<PlannedTask> plan_task(const TaskChoice& choice, const TaskOptions& options) {
  auto task = make_task(choice.task, options);
  return task ? Result<PlannedTask>(planned_from(choice, std::move(*task))) : task.error();
}

Result<std::unique_ptr<Assembly>> assemble(const RunConfig& config, const std::string& configs, const Console& console,
                                           Clock& clock) {
  auto assembly = std::make_unique<Assembly>();
  Plan& plan = assembly->plan;
  std::vector<TaskChoice> choices;  // of each task
  for (const TaskChoice& choice : config.tasks) {
    auto planned = plan_tasks(choice, {.data_folder = config.data,
                                       .configs_folder = configs,
                                       .prefers_own = choice.is_of_suite,
                                       .task_folders = config.task_folders});
    if (!planned) {
      return planned.error();
    }
    choices.insert(choices.end(), planned->tasks.size(), choice);
    std::move(planned->tasks.begin(), planned->tasks.end(), std::back_inserter(plan.tasks));
    std::move(planned->groups.begin(), planned->groups.end(), std::back_inserter(plan.groups));
  }
  plan.chat = {.is_chat = config.is_chat, .is_multiturn = !config.is_single_turn, .system = config.system};
  const auto machine = load_machine(configs, config.machine);
  if (!machine) {
    return machine.error();
  }
  plan.price = PriceRecord{.machine = machine->name,
                           .currency = machine->currency,
                           .per_hour = machine->price_per_hour,
                           .per_kwh = machine->price_per_kwh,
                           .source = machine->source};
  for (const std::string& wanted : config.models) {
    console.note("loading " + wanted);
    auto model = load_model(wanted, configs, config.engine, config.schedule, clock);
    if (!model) {
      return model.error();
    }
    const bool is_known = std::any_of(assembly->models.begin(), assembly->models.end(), [&](const LoadedModel& other) {
      return other.record.name == model->record.name;
    });
    if (is_known) {
      return Error{ErrorKind::kInvalidConfig,
                   "--model " + wanted + ": the name '" + model->record.name + "' is taken; give NAME=ADDRESS"};
    }
    assembly->models.push_back(std::move(*model));
  }
  for (LoadedModel& model : assembly->models) {
    plan.models.push_back({.backend = model.backend.get(),
                           .record = model.record,
                           .thought = model.thought,
                           .begins_in_thought = model.begins_in_thought});
  }
  if (auto applied = apply_protocol(config, choices, plan); !applied) {
    return applied.error();
  }
  plan.run = {.created_ns = clock.wall().count(),
              .suite = config.suite,
              .seed = config.seed,
              .schedule = config.schedule,
              .note = config.protocol,
              .assay_version = ASSAY_VERSION};
  plan.seed = config.seed;
  plan.block_samples = config.block_samples;
  plan.timeout_s = config.timeout_s;
  plan.settings.push_back({.key = "config", .value = to_text(config), .is_identity = false});
  if (auto checked = check_plan(plan); !checked) {
    return checked.error();
  }
  for (const std::string& line : protocol_notes(config, plan)) {
    console.note(line);
  }
  return assembly;
}

RunId make_run_id(const Clock& clock) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): calendar arithmetic is unreadable without
  const sys_time<nanoseconds> moment{clock.wall()};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{floor<std::chrono::seconds>(moment - day)};
  const std::string salt = std::to_string(clock.wall().count()) + ":" + std::to_string(::getpid());
  return fmt::format("{:04}{:02}{:02}-{:02}{:02}{:02}-{:04x}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), hash128(salt).low & 0xffff);
}

}  // namespace assay
