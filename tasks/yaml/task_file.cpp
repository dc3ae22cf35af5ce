// Reading task files.
#include "tasks/yaml/task_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

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
  if (file.generator.empty()) {
    reader.fail(*root, "key 'generator' is missing");
  }
  file.twin_of = reader.texts_or_empty("twin_of");
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

std::string settings_of(const TaskFile& file, const std::string& generator) {
  const nlohmann::json json{{"description", file.description},
                            {"target_delimiter", file.target_delimiter},
                            {"fewshot_delimiter", file.fewshot_delimiter},
                            {"output_type", file.is_choosing ? "multiple_choice" : "generate_until"},
                            {"until", file.until},
                            {"max_gen_toks", file.output_tokens_max},
                            {"generator", generator},
                            {"generator_seed", file.generator_seed},
                            {"size", file.size},
                            {"difficulty", file.difficulty}};
  return json.dump();
}

}  // namespace assay
