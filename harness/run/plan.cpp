// Checking plans and turning them into rows.
#include "harness/run/plan.h"

#include <map>
#include <set>
#include <tuple>

#include "harness/base/text.h"
#include "harness/run/prompt.h"

namespace assay {
namespace {

CapabilitySet needs_of(const PlannedTask& planned, bool is_chat, CapabilitySet can) {
  const auto* generation = std::get_if<Generation>(&planned.task.asking);
  CapabilitySet needs = planned.task.needs;
  if (std::holds_alternative<Rolling>(planned.task.asking)) {
    needs = needs | Capability::kTokenIds;
  }
  if (is_chat) {  // an engine that renders messages itself can be asked for an answer, but not about its prompt's text
    const bool is_sent = generation != nullptr && can.has(Capability::kMessages);
    needs = needs | (is_sent ? Capability::kMessages : Capability::kChatTemplate);
  }
  if (generation == nullptr) {
    return needs | Capability::kLogLikelihood;
  }
  if (generation->sampling.temperature > 0) {
    needs = generation->sampling.top_k > 0 ? needs | Capability::kTopK : needs;
    needs = generation->sampling.min_p > 0 ? needs | Capability::kMinP : needs;
  }
  return needs | Capability::kGenerate;
}

// ": reason; reason", of what is lacking; empty if the backend gives none.
std::string reasons(const BackendInfo& backend, CapabilitySet lacking) {
  std::string text;
  for (const auto& [capability, reason] : backend.why_not) {
    if (lacking.has(capability)) {
      text += (text.empty() ? ": " : "; ") + reason;
    }
  }
  return text;
}

void add_settings(std::vector<SettingRecord>& settings, const Plan& plan) {
  const auto add = [&](const std::string& key, std::string value) {
    settings.push_back({.key = key, .value = std::move(value)});
  };
  add("seed", std::to_string(plan.seed));
  add("schedule", plan.run.schedule);
  if (plan.chat.is_chat) {
    add("chat", plan.chat.is_multiturn ? "exemplars as turns" : "one user turn");
  }
  if (!plan.chat.system.empty()) {
    add("system", plan.chat.system);
  }
  if (plan.thought) {
    add("thought_tags", to_text(*plan.thought));
  }
  for (const PlannedModel& model : plan.models) {
    if (model.thought) {
      settings.push_back({.model = model.record.name, .key = "thought_tags", .value = to_text(*model.thought)});
    }
    if (model.begins_in_thought) {
      settings.push_back({.model = model.record.name, .key = "thought_begins", .value = "in the prompt"});
    }
    for (const auto& [key, value] : model.backend->info().identity) {
      settings.push_back({.model = model.record.name, .key = key, .value = value});
    }
    for (const auto& [key, value] : model.backend->info().facts) {
      settings.push_back({.model = model.record.name, .key = "fact." + key, .value = value, .is_identity = false});
    }
  }
  for (const PlannedTask& planned : plan.tasks) {
    const auto add_task = [&](const std::string& key, std::string value) {
      settings.push_back({.task = planned.task.name, .key = key, .value = std::move(value)});
    };
    add_task("version", std::to_string(planned.task.version));
    add_task("exemplars", std::to_string(planned.exemplars));
    add_task("documents", std::to_string(planned.documents));
    add_task("repeats", std::to_string(planned.repeats));
    add_task("settings", planned.task.settings);
    if (planned.task.thought) {
      add_task("thought_tags", to_text(*planned.task.thought));
    }
    if (!planned.task.twin_of.empty()) {
      add_task(std::string(kTwinSetting), join(planned.task.twin_of, " "));
    }
    for (const auto& scorer : planned.task.scorers) {
      add_task("scorer." + std::string(scorer->name()), std::to_string(scorer->version()));
    }
  }
}

std::string setting_place(const SettingRecord& setting) {
  std::string place = setting.model.empty() ? "" : "model '" + setting.model + "' ";
  place += setting.task.empty() ? "" : "task '" + setting.task + "' ";
  return place + "setting '" + setting.key + "'";
}

}  // namespace

Status check_plan(const Plan& plan) {
  if (plan.models.empty() || plan.tasks.empty()) {
    return Error{ErrorKind::kInvalidConfig,
                 "nothing to run: a run needs at least one --model and one --task or --suite"};
  }
  std::set<std::string> names;
  for (const PlannedTask& planned : plan.tasks) {
    const std::string place = "task '" + planned.task.name + "': ";
    if (!names.insert(planned.task.name).second) {
      return Error{ErrorKind::kInvalidConfig, place + "selected twice; name it once, by --suite or by --task"};
    }
    if (planned.documents <= 0) {
      return Error{ErrorKind::kNothing, place + "no documents selected"};
    }
    if (planned.exemplars > planned.task.exemplars->available()) {
      const auto why = planned.task.exemplars->exemplars(planned.task.dataset->at(0), planned.exemplars, plan.seed);
      if (!why) {
        return Error{why.error().kind,
                     place + std::to_string(planned.exemplars) + " exemplars wanted: " + why.error().message};
      }
      return Error{ErrorKind::kInvalidConfig, place + std::to_string(planned.exemplars) + " exemplars wanted, " +
                                                  std::to_string(planned.task.exemplars->available()) + " available"};
    }
    for (const auto& scorer : planned.task.scorers) {
      if (planned.repeats < scorer->repeats_min()) {
        return Error{ErrorKind::kInvalidConfig, place + "metric '" + std::string(scorer->name()) + "' needs " +
                                                    std::to_string(scorer->repeats_min()) + " repeats, " +
                                                    std::to_string(planned.repeats) + " are asked for"};
      }
    }
    for (const PlannedModel& model : plan.models) {
      const CapabilitySet can = model.backend->info().can;
      const CapabilitySet lacking = needs_of(planned, plan.chat.is_chat, can).without(can);
      if (!lacking.is_empty()) {
        return Error{ErrorKind::kUnsupported, place + "needs " + lacking.to_string() + ", which model '" +
                                                  model.record.name + "' (backend " + model.backend->info().name +
                                                  ") does not offer" + reasons(model.backend->info(), lacking)};
      }
    }
  }
  return {};
}

SampleKey sample_key(const PlannedModel& model, const PlannedTask& task, std::int64_t document, int repeat) {
  return {.model = model.record.name, .task = task.task.name, .document = document, .repeat = repeat};
}

RunView plan_view(const Plan& plan) {
  RunView view;
  view.run = plan.run;
  view.run.seed = plan.seed;
  view.price = plan.price;
  view.settings = plan.settings;
  add_settings(view.settings, plan);
  for (const PlannedModel& model : plan.models) {
    view.models.push_back(model.record);
  }
  for (const TaskGroup& group : plan.groups) {
    view.groups.push_back({.name = group.name,
                           .metric = group.metric,
                           .is_weighted_by_size = group.is_weighted_by_size,
                           .tasks = group.tasks});
  }
  for (const PlannedTask& planned : plan.tasks) {
    const Task& task = planned.task;
    view.tasks.push_back({.name = task.name,
                          .version = task.version,
                          .exemplars = planned.exemplars,
                          .settings = task.settings,
                          .headline = std::string(task.scorers.front()->name()),
                          .kind = std::holds_alternative<Generation>(task.asking) ? "generate" : "choose",
                          .documents = planned.documents});
    for (const auto& scorer : task.scorers) {
      view.metrics.push_back({.task = task.name,
                              .name = std::string(scorer->name()),
                              .version = scorer->version(),
                              .aggregation = std::string(scorer->aggregation()),
                              .is_higher_better = scorer->is_higher_better(),
                              .is_supplementary = scorer->is_supplementary()});
    }
    for (std::int64_t index = 0; index < planned.documents; ++index) {
      const Sample sample = task.dataset->at(index);
      view.documents.push_back({.task = task.name,
                                .task_version = task.version,
                                .index = index,
                                .hash = document_hash(sample),
                                .content = sample.document,
                                .gold = sample.gold,
                                .gold_choice = sample.gold_choice,
                                .cluster = sample.cluster});
    }
  }
  return view;
}

Status check_same_settings(const RunView& stored, const Plan& plan) {
  using Place = std::tuple<std::string, std::string, std::string>;
  using Values = std::map<Place, std::pair<std::string, std::string>>;  // before, now; quoted, or "absent"
  Values values;
  const auto collect = [&values](const std::vector<SettingRecord>& settings, auto which) {
    for (const SettingRecord& setting : settings) {
      if (setting.is_identity) {
        auto& pair = values.try_emplace({setting.model, setting.task, setting.key}, "absent", "absent").first->second;
        pair.*which = "'" + setting.value + "'";
      }
    }
  };
  collect(stored.settings, &Values::mapped_type::first);
  collect(plan_view(plan).settings, &Values::mapped_type::second);
  for (const auto& [place, pair] : values) {
    if (pair.first != pair.second) {
      const SettingRecord setting{.model = std::get<0>(place), .task = std::get<1>(place), .key = std::get<2>(place)};
      return Error{ErrorKind::kInvalidConfig, "run " + stored.run.id + " cannot be resumed: " + setting_place(setting) +
                                                  " was " + pair.first + " and is " + pair.second +
                                                  "; start a new run"};
    }
  }
  return {};
}

}  // namespace assay
