// Reading task files.
#include "tasks/yaml/task_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

// Keys of lm-eval's schema that a reader may expect, and that are told apart from slips of the pen.
constexpr std::array<std::string_view, 14> kNotYet{"include",
                                                   "group",
                                                   "process_docs",
                                                   "process_results",
                                                   "filter_list",
                                                   "fewshot_config",
                                                   "repeats",
                                                   "doc_to_image",
                                                   "custom_dataset",
                                                   "dataset_kwargs",
                                                   "use_prompt",
                                                   "doc_to_decontamination_query",
                                                   "should_decontaminate",
                                                   "gen_prefix"};

void read_generator(MapReader& reader, TaskFile& file) {
  const YamlNode* node = reader.node("generator");
  if (node == nullptr) {
    return;
  }
  MapReader generator(*node);
  file.generator = generator.text("name");
  file.generator_seed = static_cast<std::uint64_t>(generator.integer_or("seed", 1, 0, INT64_MAX));
  file.difficulty = static_cast<int>(generator.integer_or("difficulty", 1, 1, 100));
  file.size = generator.integer_or("size", 1000, 1, 1'000'000);
  if (auto finished = generator.finish(); !finished) {
    reader.fail(*node, finished.error().message);
  }
}

void read_dataset(MapReader& reader, TaskFile& file) {
  file.dataset_path = reader.text_or("dataset_path", "");
  file.dataset_name = reader.text_or("dataset_name", "");
  file.test_split = reader.text_or("test_split", "test");
  file.fewshot_split = reader.text_or("fewshot_split", "");
  file.doc_to_text = reader.text_or("doc_to_text", "");
  file.doc_to_target = reader.text_or("doc_to_target", "");
  file.doc_to_choice = reader.text_or("doc_to_choice", "");
  const bool is_procedural = !file.generator.empty();
  if (is_procedural == !file.dataset_path.empty()) {
    reader.fail(reader.self(), "a task needs either 'generator' or 'dataset_path'");
  }
  if (is_procedural && !(file.doc_to_text + file.doc_to_target + file.doc_to_choice).empty()) {
    reader.fail(reader.self(),
                "a generator writes its own texts: doc_to_text, doc_to_target and doc_to_choice do not go with it");
  }
}

void read_asking(MapReader& reader, TaskFile& file) {
  const std::string type = reader.text("output_type");
  file.is_choosing = type == "multiple_choice";
  if (type != "multiple_choice" && type != "generate_until") {
    if (const YamlNode* node = reader.node("output_type")) {
      reader.fail(*node, "'" + printable(type, 40) + "' is not supported yet; known: generate_until, multiple_choice");
    }
  }
  if (const YamlNode* node = reader.node("generation_kwargs")) {
    MapReader generation(*node);
    file.until = generation.texts_or_empty("until");
    file.output_tokens_max = static_cast<int>(generation.integer_or("max_gen_toks", 256, 1, 1'000'000));
    if (generation.boolean_or("do_sample", false) || generation.number_or("temperature", 0, 0, 100) > 0) {
      reader.fail(*node, "sampling in task files is not supported yet; generation is greedy");
    }
    if (auto finished = generation.finish(); !finished) {
      reader.fail(*node, finished.error().message);
    }
  }
}

void read_metrics(MapReader& reader, TaskFile& file) {
  const YamlNode* list = reader.node("metric_list");
  if (list == nullptr || list->items.empty()) {
    reader.fail(reader.self(), "a task needs a list 'metric_list' with at least one metric");
    return;
  }
  for (const YamlNode& item : list->items) {
    MapReader metric(item);
    file.metrics.push_back(metric.text("metric"));
    const std::string aggregation = metric.text_or("aggregation", "mean");
    if (aggregation != "mean" || !metric.boolean_or("higher_is_better", true)) {
      reader.fail(item, "only the mean, higher is better, is supported yet");
    }
    if (auto finished = metric.finish(); !finished) {
      reader.fail(item, finished.error().message);
    }
  }
}

}  // namespace

Result<TaskFile> load_task_file(const std::string& path) {
  const auto root = load_yaml(path);
  if (!root) {
    return root.error();
  }
  for (const auto& [key, value] : root->fields) {
    if (std::find(kNotYet.begin(), kNotYet.end(), key) != kNotYet.end()) {
      return Error{ErrorKind::kUnsupported, value.error("not supported yet").message};
    }
  }
  TaskFile file{.path = path};
  MapReader reader(*root);
  file.task = reader.text("task");
  file.summary = reader.text("summary");
  file.licence = reader.text_or("licence", "own");
  file.description = reader.text_or("description", "");
  file.target_delimiter = reader.text_or("target_delimiter", " ");
  file.fewshot_delimiter = reader.text_or("fewshot_delimiter", "\n\n");
  file.exemplars = static_cast<int>(reader.integer_or("num_fewshot", 0, 0, 1000));
  read_generator(reader, file);
  read_dataset(reader, file);
  read_asking(reader, file);
  read_metrics(reader, file);
  if (const YamlNode* node = reader.node("metadata")) {
    MapReader metadata(*node);
    file.version = static_cast<int>(metadata.integer("version", 0, 1'000'000));
    if (auto finished = metadata.finish(); !finished) {
      reader.fail(*node, finished.error().message);
    }
  } else {
    reader.fail(*root, "key 'metadata' with a 'version' is missing");
  }
  if (auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  return file;
}

std::string settings_of(const TaskFile& file, const std::vector<std::string>& data_hashes) {
  const nlohmann::json json{{"description", file.description},
                            {"target_delimiter", file.target_delimiter},
                            {"fewshot_delimiter", file.fewshot_delimiter},
                            {"output_type", file.is_choosing ? "multiple_choice" : "generate_until"},
                            {"until", file.until},
                            {"max_gen_toks", file.output_tokens_max},
                            {"generator", file.generator},
                            {"generator_seed", file.generator_seed},
                            {"size", file.size},
                            {"difficulty", file.difficulty},
                            {"dataset", file.dataset_path + "/" + file.dataset_name},
                            {"splits", {file.test_split, file.fewshot_split}},
                            {"doc_to_text", file.doc_to_text},
                            {"doc_to_target", file.doc_to_target},
                            {"doc_to_choice", file.doc_to_choice},
                            {"data", data_hashes}};
  return json.dump();
}

}  // namespace assay
