// Options beat the preset, the preset beats the task.
#include "harness/cli/protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "harness/base/text.h"
#include "harness/config/preset.h"

namespace assay {
namespace {

// The sampling of a run, where it is not the task's own.
struct Sampled {
  std::optional<Preset> preset;
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<int> output_tokens_max;

  bool is_any() const { return preset || temperature || top_p || output_tokens_max; }
};

Result<Sampled> sampled_by(const RunConfig& config) {
  Sampled sampled{
      .temperature = config.temperature, .top_p = config.top_p, .output_tokens_max = config.output_tokens_max};
  if (config.preset.empty()) {
    return sampled;
  }
  const auto preset = find_preset(config.preset);
  if (!preset) {
    return preset.error();
  }
  sampled.preset = *preset;
  sampled.temperature = sampled.temperature.value_or(preset->temperature);
  sampled.top_p = sampled.top_p.value_or(preset->top_p);
  sampled.output_tokens_max = sampled.output_tokens_max.value_or(preset->output_tokens_max);
  return sampled;
}

void lay_over(const Sampled& sampled, const TaskChoice& choice, PlannedTask& planned,
              std::vector<SettingRecord>& settings) {
  auto* generation = std::get_if<Generation>(&planned.task.asking);
  if (generation == nullptr) {
    return;
  }
  const auto set = [&](const char* key, std::string value) {
    settings.push_back({.task = planned.task.name, .key = key, .value = std::move(value)});
  };
  if (sampled.temperature) {
    generation->sampling.temperature = *sampled.temperature;
    set("temperature", exact_number(*sampled.temperature));
  }
  if (sampled.top_p) {
    generation->sampling.top_p = *sampled.top_p;
    set("top_p", exact_number(*sampled.top_p));
  }
  if (sampled.output_tokens_max) {
    generation->output_tokens_max = *sampled.output_tokens_max;
    planned.fits_context = true;
    set("output_tokens_max", std::to_string(*sampled.output_tokens_max));
  }
  if (sampled.preset && !choice.repeats) {
    planned.repeats = std::max(repeats_by_size(planned.documents), planned.task.repeats);
  }
}

bool generates(const PlannedTask& planned) { return std::holds_alternative<Generation>(planned.task.asking); }

}  // namespace

Status apply_protocol(const RunConfig& config, const std::vector<TaskChoice>& choices, Plan& plan) {
  const auto sampled = sampled_by(config);
  if (!sampled) {
    return sampled.error();
  }
  if (sampled->is_any() && std::none_of(plan.tasks.begin(), plan.tasks.end(), generates)) {
    return Error{ErrorKind::kInvalidConfig,
                 std::string(sampled->preset ? "--preset " + config.preset : "a sampling option") +
                     ": no selected task asks for a generated answer; NAME:generate asks a choice task for one"};
  }
  if (sampled->preset) {
    plan.settings.push_back({.key = "preset", .value = config.preset});
  }
  for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
    lay_over(*sampled, choices[i], plan.tasks[i], plan.settings);
  }
  if (!config.thought_tags.empty()) {
    auto tags = parse_thought_tags(config.thought_tags);
    if (!tags) {
      return std::move(tags.error()).in("--thought-tags");
    }
    plan.thought = std::move(*tags);
  }
  for (PlannedModel& model : plan.models) {
    if (sampled->preset && !model.thought) {  // a protocol of reasoning models: their thoughts may hold stop strings
      model.thought = ThoughtTags();
    }
    model.begins_in_thought = model.begins_in_thought || config.begins_in_thought;
  }
  return {};
}

std::vector<std::string> protocol_notes(const RunConfig& config, const Plan& plan) {
  std::vector<std::string> notes;
  for (const PlannedTask& planned : plan.tasks) {
    if (!config.preset.empty() && generates(planned)) {
      notes.push_back(fmt::format("preset {}: task '{}', {} documents, {} answers each", config.preset,
                                  printable(planned.task.name, 60), planned.documents, planned.repeats));
    }
  }
  int wanted = 0;
  for (const PlannedTask& planned : plan.tasks) {
    if (planned.fits_context) {
      wanted = std::max(wanted, std::get<Generation>(planned.task.asking).output_tokens_max);
    }
  }
  for (const PlannedModel& model : plan.models) {
    const int context = model.backend->info().context_tokens_max;
    if (wanted > 0 && context > 0 && wanted >= context) {
      notes.push_back(fmt::format(
          "model '{}': {} new tokens do not fit its context of {} with the prompt; answers end where it is full "
          "(--context gives more, where the model was made for it)",
          printable(model.record.name, 60), wanted, context));
    }
  }
  return notes;
}

}  // namespace assay
