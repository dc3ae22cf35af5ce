// RunConfig: everything a run was made from, resolved; stored with the run, so that it can be resumed and made again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/cli/arguments.h"
#include "harness/config/catalog.h"

namespace assay {

struct RunConfig {
  std::vector<std::string> models;  // as given: names or addresses
  std::map<std::string, std::string> engine;
  std::vector<TaskChoice> tasks;
  std::string suite;
  std::string protocol;
  std::string schedule;
  std::string machine;
  std::string data;
  std::vector<std::string> task_folders;
  bool is_chat = false;
  bool is_single_turn = false;
  std::string system;
  std::string preset;                 // "": none
  std::optional<double> temperature;  // given apart from the preset, like the next two
  std::optional<double> top_p;
  std::optional<int> output_tokens_max;
  std::string thought_tags;
  bool begins_in_thought = false;
  std::uint64_t seed = 0;
  int block_samples = 25;
  double timeout_s = 600;
};

// Suite and single tasks joined, command-line limits laid over the suite's. kInvalidConfig for unknown suites.
Result<RunConfig> resolve_run(const RunArguments& arguments, const CommonArguments& common, const std::string& configs);

// Canonical JSON and back. kCorrupt if the text is not what to_text made.
std::string to_text(const RunConfig& config);
Result<RunConfig> run_config_from_text(const std::string& text);

}  // namespace assay
