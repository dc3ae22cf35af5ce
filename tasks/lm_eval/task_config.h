// A task as lm-eval's schema describes it, includes and overrides resolved; each value knows the file and line it is
// from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"
#include "tasks/lm_eval/includes.h"

namespace assay {

// Where a value stands. The tree is shared with everything else that was read from its file.
struct ConfigPlace {
  std::shared_ptr<const LooseTree> tree;
  int line = 0;

  std::string file() const { return tree == nullptr ? std::string() : tree->file; }
  Error error(std::string_view message) const { return error_at(file(), line, message); }
};

// A value of a task file: absent, data, or a Python function by name.
struct ConfigValue {
  Value value;           // data; None if absent, null or a function
  std::string function;  // "utils.process_docs"; empty: data
  ConfigPlace place;     // line 0: absent

  bool is_function() const { return !function.empty(); }
  bool is_set() const { return is_function() || !value.is_none(); }
  std::string text_or(std::string_view otherwise) const;  // `otherwise` unless it is a text
  // The folder of the file it stands in, below the catalogue's root `root`: what handlers are keyed by.
  std::string folder(const std::string& root) const;
};

struct MetricConfig {
  ConfigValue metric;
  ConfigValue aggregation;  // absent: the metric's own
  std::optional<bool> higher_is_better;
  bool is_from_hub = false;            // hf_evaluate
  Value arguments;                     // the other keys, a dict
  std::vector<ConfigValue> functions;  // those among the arguments that are functions
};

struct FilterStepSetting {
  ConfigValue function;                // "regex"
  Value arguments;                     // the other keys, a dict
  std::vector<ConfigValue> functions;  // those among the arguments that are functions
};

struct FilterSetting {
  std::string name;
  std::vector<FilterStepSetting> steps;
  ConfigPlace place;
};

// What is not set here is the task's own value already.
struct FewshotSettings {
  ConfigValue sampler, split, process_docs, fewshot_indices, samples;
  ConfigValue doc_to_text, doc_to_choice, doc_to_target, gen_prefix;
  ConfigValue fewshot_delimiter, target_delimiter;
};

struct TaskConfig {
  std::string file;
  std::string name;
  std::string alias;  // "" if there is none
  std::vector<std::string> tags;
  ConfigPlace place;  // of the name
  std::vector<std::string> includes;

  ConfigValue custom_dataset, dataset_path, dataset_name, dataset_kwargs;
  ConfigValue training_split, validation_split, test_split, fewshot_split;
  ConfigValue process_docs, doc_to_text, doc_to_target, doc_to_choice, doc_to_image, doc_to_audio;
  ConfigValue unsafe_code, process_results, use_prompt;
  ConfigValue description, target_delimiter, fewshot_delimiter, gen_prefix;
  ConfigValue output_type, generation_kwargs;
  ConfigValue should_decontaminate, doc_to_decontamination_query;
  ConfigValue metadata, python_class, recipe;
  FewshotSettings fewshot;
  std::optional<std::int64_t> num_fewshot;  // absent: none asked for, so 0
  std::int64_t repeats = 1;
  std::optional<std::vector<MetricConfig>> metrics;   // absent: the output type's own
  std::optional<std::vector<FilterSetting>> filters;  // absent: take_first under the name "none"

  // Beyond lm-eval's schema.
  ConfigValue where, shuffle_choices, extractors, grader, cluster_by, thought_tags;
  ConfigValue summary, licence, generator;

  std::vector<std::pair<std::string, ConfigPlace>> unknown;  // keys nobody knows: lm-eval stops at them

  std::string output_type_or_default() const { return output_type.text_or("generate_until"); }
};

// Every key of a task file, sorted; to name the nearest.
std::vector<std::string> task_keys();

// kInvalidConfig with file and line for the first value that cannot be what it should.
Result<TaskConfig> read_task_config(const ResolvedFile& file);

}  // namespace assay
