// Resolving the command line of a run, and its JSON form.
#include "harness/cli/run_config.h"

#include <nlohmann/json.hpp>

#include "harness/api/thought.h"
#include "harness/config/preset.h"

namespace assay {
namespace {

constexpr const char* kCompletionProtocol = "completion without a chat template, exemplars as each task says";
constexpr const char* kChatProtocol = "chat, in each model's own template, exemplars as each task says";

nlohmann::json choice_json(const TaskChoice& choice) {
  nlohmann::json json{{"task", choice.task}};
  if (choice.is_of_suite) {
    json["of_suite"] = true;
  }
  if (choice.limit) {
    json["limit"] = *choice.limit;
  }
  if (choice.exemplars) {
    json["exemplars"] = *choice.exemplars;
  }
  if (choice.repeats) {
    json["repeats"] = *choice.repeats;
  }
  return json;
}

template <typename T>
void read(const nlohmann::json& json, const char* key, T& value) {
  if (const auto found = json.find(key); found != json.end()) {
    value = found->get<T>();
  }
}

template <typename T>
void read(const nlohmann::json& json, const char* key, std::optional<T>& value) {
  if (const auto found = json.find(key); found != json.end()) {
    value = found->get<T>();
  }
}

template <typename T>
void put(const char* key, const std::optional<T>& value, nlohmann::json& json) {
  if (value) {
    json[key] = *value;
  }
}

RunConfig config_of(const nlohmann::json& json) {
  RunConfig config;
  read(json, "models", config.models);
  read(json, "engine", config.engine);
  read(json, "suite", config.suite);
  read(json, "protocol", config.protocol);
  read(json, "schedule", config.schedule);
  read(json, "machine", config.machine);
  read(json, "data", config.data);
  read(json, "task_folders", config.task_folders);
  read(json, "chat", config.is_chat);
  read(json, "single_turn", config.is_single_turn);
  read(json, "system", config.system);
  read(json, "seed", config.seed);
  read(json, "block", config.block_samples);
  read(json, "timeout_s", config.timeout_s);
  read(json, "preset", config.preset);
  read(json, "temperature", config.temperature);
  read(json, "top_p", config.top_p);
  read(json, "output_tokens_max", config.output_tokens_max);
  read(json, "thought_tags", config.thought_tags);
  read(json, "begins_in_thought", config.begins_in_thought);
  for (const nlohmann::json& item : json.at("tasks")) {
    TaskChoice choice{.task = item.at("task").get<std::string>()};
    read(item, "of_suite", choice.is_of_suite);
    if (item.contains("limit")) {
      choice.limit = item["limit"].get<std::int64_t>();
    }
    if (item.contains("exemplars")) {
      choice.exemplars = item["exemplars"].get<int>();
    }
    if (item.contains("repeats")) {
      choice.repeats = item["repeats"].get<int>();
    }
    config.tasks.push_back(std::move(choice));
  }
  return config;
}

}  // namespace

Result<RunConfig> resolve_run(const RunArguments& arguments, const CommonArguments& common,
                              const std::string& configs) {
  RunConfig config{.models = arguments.models,
                   .engine = arguments.engine,
                   .suite = arguments.suite,
                   .protocol = arguments.is_chat ? kChatProtocol : kCompletionProtocol,
                   .schedule = arguments.schedule,
                   .machine = arguments.machine,
                   .data = common.data,
                   .task_folders = common.task_folders,
                   .is_chat = arguments.is_chat,
                   .is_single_turn = arguments.is_single_turn,
                   .system = arguments.system,
                   .preset = arguments.preset,
                   .temperature = arguments.temperature,
                   .top_p = arguments.top_p,
                   .output_tokens_max = arguments.output_tokens_max,
                   .thought_tags = arguments.thought_tags,
                   .begins_in_thought = arguments.begins_in_thought,
                   .seed = arguments.seed,
                   .block_samples = arguments.block_samples,
                   .timeout_s = arguments.timeout_s};
  if (!arguments.suite.empty()) {
    auto suite = load_suite(configs, arguments.suite);
    if (!suite) {
      return suite.error();
    }
    config.tasks = std::move(suite->tasks);
    for (TaskChoice& choice : config.tasks) {
      choice.is_of_suite = true;
    }
    config.protocol = arguments.is_chat ? kChatProtocol : suite->protocol;
    config.preset = arguments.preset.empty() ? suite->preset : arguments.preset;
  }
  for (const std::string& task : arguments.tasks) {
    config.tasks.push_back({.task = task});
  }
  for (TaskChoice& choice : config.tasks) {
    choice.limit = arguments.limit ? arguments.limit : choice.limit;
    choice.exemplars = arguments.exemplars ? arguments.exemplars : choice.exemplars;
    choice.repeats = arguments.repeats ? arguments.repeats : choice.repeats;
  }
  if (config.models.empty() || config.tasks.empty()) {
    return Error{ErrorKind::kInvalidConfig,
                 std::string("nothing to run: give ") +
                     (config.models.empty() ? "at least one --model" : "a --suite or a --task")};
  }
  if (const auto tags = parse_thought_tags(config.thought_tags); !config.thought_tags.empty() && !tags) {
    return Error(tags.error()).in("--thought-tags");
  }
  if (!config.preset.empty()) {
    const auto preset = find_preset(config.preset);
    if (!preset) {
      return std::move(Error(preset.error())).in("--preset");
    }
    config.protocol += "; sampled by preset " + config.preset + " (" + std::string(preset->summary) + ")";
  }
  return config;
}

std::string to_text(const RunConfig& config) {
  nlohmann::json json{{"models", config.models},
                      {"engine", config.engine},
                      {"suite", config.suite},
                      {"protocol", config.protocol},
                      {"schedule", config.schedule},
                      {"machine", config.machine},
                      {"data", config.data},
                      {"task_folders", config.task_folders},
                      {"chat", config.is_chat},
                      {"single_turn", config.is_single_turn},
                      {"system", config.system},
                      {"seed", config.seed},
                      {"block", config.block_samples},
                      {"timeout_s", config.timeout_s},
                      {"tasks", nlohmann::json::array()}};
  // Only what was given: runs without them keep the text they always had.
  put("preset", config.preset.empty() ? std::nullopt : std::optional(config.preset), json);
  put("temperature", config.temperature, json);
  put("top_p", config.top_p, json);
  put("output_tokens_max", config.output_tokens_max, json);
  put("thought_tags", config.thought_tags.empty() ? std::nullopt : std::optional(config.thought_tags), json);
  put("begins_in_thought", config.begins_in_thought ? std::optional(true) : std::nullopt, json);
  for (const TaskChoice& choice : config.tasks) {
    json["tasks"].push_back(choice_json(choice));
  }
  return json.dump();
}

Result<RunConfig> run_config_from_text(const std::string& text) {
  const Error corrupt{ErrorKind::kCorrupt, "the stored configuration of the run cannot be read"};
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("tasks")) {
    return corrupt;
  }
  try {
    return config_of(json);
  } catch (const nlohmann::json::exception&) {
    return corrupt;
  }
}

}  // namespace assay
