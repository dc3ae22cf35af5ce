// A resumed run keeps every setting; an option that says otherwise is refused, not ignored.
#include "harness/cli/resume.h"

#include <algorithm>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

// An option as it was given, and as the run has it.
struct Pair {
  std::string option;
  std::string given;
  std::string stored;
};

template <typename T>
std::string text_of(const std::optional<T>& value) {
  return value ? std::to_string(*value) : "not set";
}

// Limits are the same for every task where the command line set them; the first that differs speaks for all.
void add_task_options(const RunArguments& given, const RunConfig& stored, std::vector<Pair>& pairs) {
  for (const TaskChoice& choice : stored.tasks) {
    if (given.limit) {
      pairs.push_back({"--limit", std::to_string(*given.limit), text_of(choice.limit)});
    }
    if (given.exemplars) {
      pairs.push_back({"--num-fewshot", std::to_string(*given.exemplars), text_of(choice.exemplars)});
    }
    if (given.repeats) {
      pairs.push_back({"--repeats", std::to_string(*given.repeats), text_of(choice.repeats)});
    }
  }
  std::vector<std::string> names;
  for (const TaskChoice& choice : stored.tasks) {
    names.push_back(choice.task);
  }
  for (const std::string& task : given.tasks) {
    const bool is_known = std::find(names.begin(), names.end(), task) != names.end();
    pairs.push_back({"--task", task, is_known ? task : join(names, ", ")});
  }
}

void add_sampling(const RunArguments& given, const RunConfig& stored, std::vector<Pair>& pairs) {
  const auto add = [&](const char* option, const std::string& now, const std::string& before) {
    if (!now.empty()) {
      pairs.push_back({option, now, before.empty() ? "not set" : before});
    }
  };
  const auto number = [](const std::optional<double>& value) { return value ? exact_number(*value) : std::string(); };
  const auto whole = [](const std::optional<int>& value) { return value ? std::to_string(*value) : std::string(); };
  add("--preset", given.preset, stored.preset);
  add("--temperature", number(given.temperature), number(stored.temperature));
  add("--top-p", number(given.top_p), number(stored.top_p));
  add("--max-new-tokens", whole(given.output_tokens_max), whole(stored.output_tokens_max));
  add("--thought-tags", given.thought_tags, stored.thought_tags);
  add("--thought-opened", given.begins_in_thought ? "on" : "", stored.begins_in_thought ? "on" : "off");
}

std::vector<Pair> pairs_of(const RunArguments& given, const RunConfig& stored) {
  std::vector<Pair> pairs;
  if (!given.models.empty()) {
    pairs.push_back({"--model", join(given.models, " "), join(stored.models, " ")});
  }
  if (!given.suite.empty()) {
    pairs.push_back({"--suite", given.suite, stored.suite.empty() ? "not set" : stored.suite});
  }
  add_task_options(given, stored, pairs);
  const std::vector<Pair> with_defaults{
      {"--seed", std::to_string(given.seed), std::to_string(stored.seed)},
      {"--schedule", given.schedule, stored.schedule},
      {"--machine", given.machine, stored.machine},
      {"--block", std::to_string(given.block_samples), std::to_string(stored.block_samples)},
      {"--chat", given.is_chat ? "on" : "off", stored.is_chat ? "on" : "off"},
      {"--single-turn", given.is_single_turn ? "on" : "off", stored.is_single_turn ? "on" : "off"},
      {"--system", given.system, stored.system},
      {"--timeout", exact_number(given.timeout_s), exact_number(stored.timeout_s)}};
  add_sampling(given, stored, pairs);
  for (const Pair& pair : with_defaults) {
    if (std::find(given.given.begin(), given.given.end(), pair.option) != given.given.end()) {
      pairs.push_back(pair);
    }
  }
  for (const auto& [key, value] : given.engine) {
    const auto found = stored.engine.find(key);
    pairs.push_back({"engine option " + key, value, found == stored.engine.end() ? "not set" : found->second});
  }
  return pairs;
}

}  // namespace

Result<RunConfig> stored_config(const RunView& view) {
  for (const SettingRecord& setting : view.settings) {
    if (setting.key == "config" && setting.model.empty() && setting.task.empty()) {
      return run_config_from_text(setting.value);
    }
  }
  return Error{ErrorKind::kCorrupt, "run " + view.run.id + " holds no configuration to resume from"};
}

Status check_given(const RunArguments& given, const RunConfig& stored, const RunId& run) {
  for (const Pair& pair : pairs_of(given, stored)) {
    if (pair.given != pair.stored) {
      return Error{ErrorKind::kInvalidConfig, "run " + run + " cannot be resumed with " + pair.option + " '" +
                                                  pair.given + "': it was begun with '" + pair.stored +
                                                  "'; leave the option out, or start a new run"};
    }
  }
  return {};
}

std::string resume_line(const RunId& id, const Arguments& all) {
  std::vector<std::string> words{all.program, "run", "--resume", id, "--db", all.common.database};
  if (!all.common.configs.empty()) {
    words.insert(words.end(), {"--configs", all.common.configs});
  }
  if (!all.common.data.empty()) {
    words.insert(words.end(), {"--data", all.common.data});
  }
  return shell_line(words);
}

}  // namespace assay
