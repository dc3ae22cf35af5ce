// The keys by tables: simple values straight into their members, lists and maps by a function each.
#include "tasks/lm_eval/task_config.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "harness/base/text.h"
#include "tasks/lm_eval/config_reader.h"

namespace assay {
namespace {

template <typename Config>
struct SimpleKey {
  std::string_view key;
  ConfigValue Config::*member;
  unsigned allowed;  // ConfigKinds
};

constexpr unsigned kTextOrFunction = kTextKind | kFunctionKind;
constexpr unsigned kRendered = kTextKind | kFunctionKind | kIntegerKind | kListKind | kMapKind;

constexpr auto kSimple = std::to_array<SimpleKey<TaskConfig>>({
    {"custom_dataset", &TaskConfig::custom_dataset, kTextOrFunction},
    {"dataset_path", &TaskConfig::dataset_path, kTextKind},
    {"dataset_name", &TaskConfig::dataset_name, kTextKind | kNumberKind},
    {"dataset_kwargs", &TaskConfig::dataset_kwargs, kMapKind},
    {"training_split", &TaskConfig::training_split, kTextKind},
    {"validation_split", &TaskConfig::validation_split, kTextKind},
    {"test_split", &TaskConfig::test_split, kTextKind},
    {"fewshot_split", &TaskConfig::fewshot_split, kTextKind},
    {"process_docs", &TaskConfig::process_docs, kTextOrFunction},
    {"doc_to_text", &TaskConfig::doc_to_text, kRendered},
    {"doc_to_target", &TaskConfig::doc_to_target, kRendered},
    {"doc_to_choice", &TaskConfig::doc_to_choice, kRendered},
    {"doc_to_image", &TaskConfig::doc_to_image, kRendered},
    {"doc_to_audio", &TaskConfig::doc_to_audio, kRendered},
    {"unsafe_code", &TaskConfig::unsafe_code, kBoolKind},
    {"process_results", &TaskConfig::process_results, kTextOrFunction},
    {"use_prompt", &TaskConfig::use_prompt, kTextKind},
    {"description", &TaskConfig::description, kTextOrFunction},
    {"target_delimiter", &TaskConfig::target_delimiter, kTextKind},
    {"fewshot_delimiter", &TaskConfig::fewshot_delimiter, kTextKind},
    {"gen_prefix", &TaskConfig::gen_prefix, kTextOrFunction},
    {"output_type", &TaskConfig::output_type, kTextKind},
    {"generation_kwargs", &TaskConfig::generation_kwargs, kMapKind},
    {"should_decontaminate", &TaskConfig::should_decontaminate, kBoolKind},
    {"doc_to_decontamination_query", &TaskConfig::doc_to_decontamination_query, kTextOrFunction},
    {"metadata", &TaskConfig::metadata, kAnyKind},
    {"class", &TaskConfig::python_class, kTextOrFunction},
    {"recipe", &TaskConfig::recipe, kAnyKind},
    {"where", &TaskConfig::where, kMapKind},
    {"shuffle_choices", &TaskConfig::shuffle_choices, kMapKind | kBoolKind},
    {"extractors", &TaskConfig::extractors, kListKind},
    {"grader", &TaskConfig::grader, kTextKind},
    {"cluster_by", &TaskConfig::cluster_by, kTextKind},
    {"thought_tags", &TaskConfig::thought_tags, kTextKind},
    {"summary", &TaskConfig::summary, kTextKind},
    {"licence", &TaskConfig::licence, kTextKind},
    {"generator", &TaskConfig::generator, kMapKind},
});

constexpr auto kFewshot = std::to_array<SimpleKey<FewshotSettings>>({
    {"sampler", &FewshotSettings::sampler, kTextOrFunction},
    {"split", &FewshotSettings::split, kTextKind},
    {"process_docs", &FewshotSettings::process_docs, kTextOrFunction},
    {"fewshot_indices", &FewshotSettings::fewshot_indices, kListKind},
    {"samples", &FewshotSettings::samples, kListKind | kFunctionKind},
    {"doc_to_text", &FewshotSettings::doc_to_text, kRendered},
    {"doc_to_choice", &FewshotSettings::doc_to_choice, kRendered},
    {"doc_to_target", &FewshotSettings::doc_to_target, kRendered},
    {"gen_prefix", &FewshotSettings::gen_prefix, kTextOrFunction},
    {"fewshot_delimiter", &FewshotSettings::fewshot_delimiter, kTextKind},
    {"target_delimiter", &FewshotSettings::target_delimiter, kTextKind},
});

// Read below by a function each, or of the index and without meaning here.
constexpr std::array<std::string_view, 11> kOther{"task",        "task_alias", "tag",      "fewshot_config",
                                                  "num_fewshot", "repeats",    "include",  "metric_list",
                                                  "filter_list", "group",      "task_list"};

void read_fewshot(ConfigReader& reader, TaskConfig& config) {
  FewshotSettings& fewshot = config.fewshot;
  fewshot.split = config.fewshot_split;
  fewshot.process_docs = config.process_docs;
  fewshot.doc_to_text = config.doc_to_text;
  fewshot.doc_to_choice = config.doc_to_choice;
  fewshot.doc_to_target = config.doc_to_target;
  fewshot.gen_prefix = config.gen_prefix;
  fewshot.fewshot_delimiter = config.fewshot_delimiter;
  fewshot.target_delimiter = config.target_delimiter;
  const PlacedField* field = reader.file().find("fewshot_config");
  if (field == nullptr || field->node->is_null()) {
    return;
  }
  if (field->node->kind != LooseNode::Kind::kMap) {
    reader.fail(*field, "fewshot_config: a map is needed");
    return;
  }
  for (const PlacedField& inner : fields_of(*field->node, field->tree).fields) {
    const auto* const known =
        std::find_if(kFewshot.begin(), kFewshot.end(), [&](const auto& entry) { return entry.key == inner.key; });
    if (known == kFewshot.end()) {
      config.unknown.emplace_back("fewshot_config." + inner.key, ConfigPlace{inner.tree, inner.node->line});
    } else {
      fewshot.*(known->member) = reader.value(inner, known->allowed, "fewshot_config.");
    }
  }
}

void read_metrics(ConfigReader& reader, TaskConfig& config) {
  const PlacedField* field = reader.file().find("metric_list");
  if (field == nullptr || field->node->is_null()) {
    return;
  }
  config.metrics.emplace();
  for (const PlacedField& item : reader.maps_of(*field)) {
    MetricConfig metric;
    Value::Dict arguments;
    for (const PlacedField& inner : fields_of(*item.node, item.tree).fields) {
      if (inner.key == "metric") {
        metric.metric = reader.value(inner, kTextOrFunction, "metric_list.");
      } else if (inner.key == "aggregation") {
        metric.aggregation = reader.value(inner, kTextOrFunction, "metric_list.");
      } else if (inner.key == "higher_is_better") {
        metric.higher_is_better = reader.truth(inner, "metric_list.");
      } else if (inner.key == "hf_evaluate") {
        metric.is_from_hub = reader.truth(inner, "metric_list.").value_or(false);
      } else {
        reader.argument(inner, arguments, metric.functions);
      }
    }
    if (!metric.metric.is_set()) {
      reader.fail(item, "metric_list: key 'metric' is missing");
    }
    metric.arguments = Value::dict(std::move(arguments));
    config.metrics->push_back(std::move(metric));
  }
}

FilterStepSetting read_step(ConfigReader& reader, const PlacedField& item) {
  FilterStepSetting step;
  Value::Dict arguments;
  for (const PlacedField& inner : fields_of(*item.node, item.tree).fields) {
    if (inner.key == "function") {
      step.function = reader.value(inner, kTextOrFunction, "filter_list.filter.");
    } else {
      reader.argument(inner, arguments, step.functions);
    }
  }
  if (!step.function.is_set()) {
    reader.fail(item, "filter_list.filter: key 'function' is missing");
  }
  step.arguments = Value::dict(std::move(arguments));
  return step;
}

void read_filters(ConfigReader& reader, TaskConfig& config) {
  const PlacedField* field = reader.file().find("filter_list");
  if (field == nullptr || field->node->is_null()) {
    return;
  }
  config.filters.emplace();
  for (const PlacedField& item : reader.maps_of(*field)) {
    const ResolvedFile inner = fields_of(*item.node, item.tree);
    const PlacedField* name = inner.find("name");
    const PlacedField* steps = inner.find("filter");
    if (name == nullptr || steps == nullptr) {
      reader.fail(item, "filter_list: each entry needs a 'name' and a list 'filter'");
      return;
    }
    FilterSetting pipeline{.name = reader.value(*name, kTextKind, "filter_list.").text_or(""),
                           .place = {item.tree, item.node->line}};
    for (const PlacedField& step : reader.maps_of(*steps)) {
      pipeline.steps.push_back(read_step(reader, step));
    }
    config.filters->push_back(std::move(pipeline));
  }
}

void read_names(ConfigReader& reader, TaskConfig& config) {
  if (const PlacedField* name = reader.file().find("task")) {
    config.name = reader.value(*name, kTextKind, "").text_or("");
    config.place = {name->tree, name->node->line};
  }
  if (config.name.empty()) {
    reader.fail_at_file("key 'task' with the task's name is missing");
  }
  if (const PlacedField* alias = reader.file().find("task_alias")) {
    config.alias = reader.value(*alias, kTextKind, "").text_or("");
  }
  if (const PlacedField* tag = reader.file().find("tag")) {
    config.tags = reader.texts(*tag);
  }
}

void note_unknown(const ResolvedFile& file, TaskConfig& config) {
  for (const PlacedField& field : file.fields) {
    const bool is_simple =
        std::any_of(kSimple.begin(), kSimple.end(), [&](const auto& e) { return e.key == field.key; });
    if (!is_simple && std::find(kOther.begin(), kOther.end(), field.key) == kOther.end()) {
      config.unknown.emplace_back(field.key, ConfigPlace{field.tree, field.node->line});
    }
  }
}

}  // namespace

std::string ConfigValue::text_or(std::string_view otherwise) const {
  return value.is_text() ? value.as_text() : std::string(otherwise);
}

std::string ConfigValue::folder(const std::string& root) const {
  const auto folder = std::filesystem::path(place.file()).parent_path();
  const std::string below = folder.lexically_relative(root).string();
  return below == "." ? "" : below;
}

std::vector<std::string> task_keys() {
  std::vector<std::string> keys(kOther.begin(), kOther.end());
  std::transform(kSimple.begin(), kSimple.end(), std::back_inserter(keys),
                 [](const auto& entry) { return std::string(entry.key); });
  std::sort(keys.begin(), keys.end());
  return keys;
}

Result<TaskConfig> read_task_config(const ResolvedFile& file) {
  ConfigReader reader(file);
  TaskConfig config{.file = file.path, .includes = file.includes};
  read_names(reader, config);
  for (const auto& [key, member, allowed] : kSimple) {
    if (const PlacedField* field = file.find(key)) {
      config.*member = reader.value(*field, allowed, "");
    }
  }
  if (const PlacedField* shots = file.find("num_fewshot")) {
    config.num_fewshot = reader.whole(*shots, 0, 100'000);
  }
  if (const PlacedField* repeats = file.find("repeats")) {
    config.repeats = reader.whole(*repeats, 1, 100'000).value_or(1);
  }
  read_fewshot(reader, config);
  read_metrics(reader, config);
  read_filters(reader, config);
  note_unknown(file, config);
  if (const auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  return config;
}

}  // namespace assay
