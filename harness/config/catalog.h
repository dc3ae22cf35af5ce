// The catalogue: models, suites and machines by name, each a YAML file under configs/.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// configs/models/NAME.yaml
struct ModelConfig {
  std::string name;
  std::string summary;
  std::string address;  // "llama:FILE.gguf"; a file without a folder is looked for in the model folders
  std::string sha256;   // of the file; "" if not pinned
  std::string licence;
  std::string terms;               // what a user must know before using it; "" if nothing
  std::string source;              // where the file comes from
  std::string thought_tags;        // around its thoughts, "OPEN CLOSE"; "" if the template or the default says it
  bool begins_in_thought = false;  // its engine's template opens the thought, unseen
  std::map<std::string, std::string> options;
};

// One task in a suite or on the command line.
struct TaskChoice {
  std::string task;
  std::optional<std::int64_t> limit;  // the first N documents
  std::optional<int> exemplars;       // num_fewshot
  std::optional<int> repeats;
  bool is_of_suite = false;  // named by a suite of configs/suites, not by the command line
};

// configs/suites/NAME.yaml
struct SuiteConfig {
  std::string name;
  std::string summary;
  std::string protocol;  // how every model is asked, in one sentence for the report
  std::string preset;    // harness/config/preset.h; "": none
  std::vector<TaskChoice> tasks;
};

// configs/machines/NAME.yaml
struct MachineConfig {
  std::string name;
  std::string summary;
  std::string currency;
  double price_per_hour = 0;
  double price_per_kwh = 0;
  std::string source;
};

// Each: kInvalidConfig with file, line and what would be right; an unknown name lists the known ones.
Result<std::vector<ModelConfig>> load_models(const std::string& configs);
Result<std::vector<SuiteConfig>> load_suites(const std::string& configs);
Result<SuiteConfig> load_suite(const std::string& configs, const std::string& name);
Result<MachineConfig> load_machine(const std::string& configs, const std::string& name);

// The configs folder: `given` if not empty, else $ASSAY_CONFIGS, else beside the binary (../configs,
// ../share/assay/configs).
Result<std::string> find_configs(const std::string& given);

// Where model files are looked for, in order: $ASSAY_MODELS, .deps/models beside the binary, $ASSAY_CACHE/models, the
// user's cache.
std::vector<std::string> model_folders();

}  // namespace assay
