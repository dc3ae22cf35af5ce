// Reading the catalogue's files; one file holds one thing, named like the file.
#include "harness/config/catalog.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

constexpr double kPriceMax = 1e6;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// Every file of a kind, parsed by `parse(MapReader&)`, sorted by file name.
template <typename Config, typename Parse>
Result<std::vector<Config>> load_all(const std::string& folder, const Parse& parse) {
  std::vector<Config> all;
  for (const std::string& path : files_below(folder, ".yaml")) {
    const auto root = load_yaml(path);
    if (!root) {
      return root.error();
    }
    MapReader reader(*root);
    Config config = parse(reader);
    if (std::filesystem::path(path).stem().string() != config.name) {
      reader.fail(*root, "a file is named like what it describes; this one describes '" + config.name + "'");
    }
    if (auto finished = reader.finish(); !finished) {
      return finished.error();
    }
    all.push_back(std::move(config));
  }
  return all;
}

ModelConfig parse_model(MapReader& reader) {
  ModelConfig model;
  model.name = reader.text("model");
  model.summary = reader.text("summary");
  model.address = reader.text("address");
  model.sha256 = reader.text_or("sha256", "");
  model.licence = reader.text("licence");
  model.terms = reader.text_or("terms", "");
  model.source = reader.text_or("source", "");
  model.thought_tags = reader.text_or("thought_tags", "");
  model.begins_in_thought = reader.boolean_or("thought_opened", false);
  if (const YamlNode* options = reader.node("options")) {
    for (const auto& [key, value] : options->fields) {
      if (value.kind != YamlNode::Kind::kScalar) {
        reader.fail(value, "an option is one value");
      }
      model.options[key] = value.scalar;
    }
  }
  return model;
}

std::optional<int> count(MapReader& reader, std::string_view key, std::int64_t low, std::int64_t high) {
  return reader.node(key) == nullptr ? std::nullopt
                                     : std::optional<int>(static_cast<int>(reader.integer(key, low, high)));
}

SuiteConfig parse_suite(MapReader& reader) {
  SuiteConfig suite;
  suite.name = reader.text("suite");
  suite.summary = reader.text("summary");
  suite.protocol = reader.text("protocol");
  suite.preset = reader.text_or("preset", "");
  const YamlNode* tasks = reader.node("tasks");
  if (tasks == nullptr || tasks->items.empty()) {
    reader.fail(reader.self(), "a suite needs a list 'tasks' with at least one entry");
    return suite;
  }
  for (const YamlNode& item : tasks->items) {
    MapReader entry(item);
    TaskChoice choice{.task = entry.text("task")};
    if (entry.node("limit") != nullptr) {
      choice.limit = entry.integer("limit", 1, INT64_MAX);
    }
    choice.exemplars = count(entry, "num_fewshot", 0, 1000);
    choice.repeats = count(entry, "repeats", 1, 1'000'000);
    if (auto finished = entry.finish(); !finished) {
      reader.fail(item, finished.error().message);
    }
    suite.tasks.push_back(std::move(choice));
  }
  return suite;
}

MachineConfig parse_machine(MapReader& reader) {
  MachineConfig machine;
  machine.name = reader.text("machine");
  machine.summary = reader.text("summary");
  machine.currency = reader.text_or("currency", "USD");
  machine.price_per_hour = reader.number("price_per_hour", 0, kPriceMax);
  machine.price_per_kwh = reader.number_or("price_per_kwh", 0, 0, kPriceMax);
  machine.source = reader.text("source");
  return machine;
}

template <typename Config>
Result<Config> pick(Result<std::vector<Config>> all, std::string_view what, const std::string& name) {
  if (!all) {
    return all.error();
  }
  std::vector<std::string> names;
  for (Config& config : *all) {
    if (config.name == name) {
      return std::move(config);
    }
    names.push_back(config.name);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name(what, name, names)};
}

}  // namespace

Result<std::vector<ModelConfig>> load_models(const std::string& configs) {
  return load_all<ModelConfig>(configs + "/models", parse_model);
}

Result<std::vector<SuiteConfig>> load_suites(const std::string& configs) {
  return load_all<SuiteConfig>(configs + "/suites", parse_suite);
}

Result<SuiteConfig> load_suite(const std::string& configs, const std::string& name) {
  return pick(load_suites(configs), "suite", name);
}

Result<MachineConfig> load_machine(const std::string& configs, const std::string& name) {
  return pick(load_all<MachineConfig>(configs + "/machines", parse_machine), "machine", name);
}

Result<std::string> find_configs(const std::string& given) {
  const std::string self = executable_folder();
  const std::string named = given.empty() ? environment("ASSAY_CONFIGS") : given;
  const std::array<std::string, 3> beside{self + "/../configs", self + "/../share/assay/configs", self + "/configs"};
  std::error_code code;
  if (!named.empty()) {
    if (std::filesystem::is_directory(named, code)) {
      return named;
    }
    return Error{ErrorKind::kInvalidConfig,
                 "configs folder '" + named + "': not a folder; give the one that holds tasks/, models/, suites/"};
  }
  for (const std::string& folder : beside) {
    if (std::filesystem::is_directory(folder, code)) {
      return std::filesystem::weakly_canonical(folder, code).string();
    }
  }
  return Error{ErrorKind::kEnvironment,
               "no configs folder beside the binary (" + beside[0] + "); give --configs DIR or set ASSAY_CONFIGS"};
}

std::vector<std::string> model_folders() {
  std::vector<std::string> folders;
  if (const std::string named = environment("ASSAY_MODELS"); !named.empty()) {
    folders.push_back(named);
  }
  folders.push_back(executable_folder() + "/../.deps/models");
  if (const std::string cache = environment("ASSAY_CACHE"); !cache.empty()) {
    folders.push_back(cache + "/models");
  }
  folders.push_back(expand_home("~/.cache/assay/models"));
  return folders;
}

}  // namespace assay
