// The tables of generators and data sets, and how a task file becomes a task.
#include "tasks/registry.h"

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/arithmetic/arithmetic.h"
#include "tasks/datasets/arc.h"
#include "tasks/ordering/ordering.h"
#include "tasks/parts/generator.h"
#include "tasks/parts/scorers.h"
#include "tasks/yaml/task_file.h"
#include "tasks/yaml/template_text.h"

namespace assay {
namespace {

constexpr std::int64_t kExemplarPool = 64;  // generated documents that only ever serve as exemplars

struct DatasetEntry {
  std::string_view path;   // the hub's name, as task files write it
  std::string_view needs;  // what --data must hold
  Result<DatasetRows> (*read)(const std::string& data, const std::string& name, const std::string& split);
};

constexpr std::array<DatasetEntry, 1> kDatasets{{{"allenai/ai2_arc", "arc/", read_arc}}};

std::array<GeneratorEntry, 2> generators() { return {arithmetic_generator(), ordering_generator()}; }

// Documents of a data set through a task file's templates.
class TemplateDataset final : public Dataset {
 public:
  explicit TemplateDataset(std::vector<Sample> samples) : samples_(std::move(samples)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(samples_.size()); }
  Sample at(std::int64_t index) const override { return samples_.at(static_cast<std::size_t>(index)); }

 private:
  const std::vector<Sample> samples_;
};

struct Templates {
  TemplateText text, target, choice;
};

Result<Templates> parse_templates(const TaskFile& file) {
  Templates templates;
  const std::array<std::pair<const std::string*, TemplateText*>, 3> all{{{&file.doc_to_text, &templates.text},
                                                                         {&file.doc_to_target, &templates.target},
                                                                         {&file.doc_to_choice, &templates.choice}}};
  for (const auto& [text, into] : all) {
    auto parsed = TemplateText::parse(*text);
    if (!parsed) {
      return std::move(parsed.error()).in(file.path);
    }
    *into = std::move(*parsed);
  }
  return templates;
}

// doc_to_target is a text, or, where there are choices, the index of the right one.
Result<Sample> sample_of(const nlohmann::json& row, const Templates& templates, bool is_choosing) {
  auto question = templates.text.render(row);
  auto target = templates.target.render(row);
  if (!question || !target) {
    return question ? target.error() : question.error();
  }
  Sample sample{.document = row.dump(), .question = std::move(*question), .gold = *target, .target = *target};
  if (!is_choosing) {
    return sample;
  }
  const nlohmann::json* choices = templates.choice.field(row);
  const auto index = parse_int(*target);
  if (choices == nullptr || !choices->is_array() || !index || *index < 0 ||
      *index >= static_cast<std::int64_t>(choices->size())) {
    return Error{ErrorKind::kInvalidConfig, "doc_to_choice must be a list of texts and doc_to_target an index into it"};
  }
  for (const nlohmann::json& choice : *choices) {
    sample.choices.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
  }
  sample.gold_choice = static_cast<int>(*index);
  sample.gold = sample.choices[static_cast<std::size_t>(*index)];
  sample.target = sample.gold;
  return sample;
}

Result<std::shared_ptr<const Dataset>> load_split(const TaskFile& file, const DatasetEntry& entry,
                                                  const std::string& split, const std::string& data,
                                                  std::vector<std::string>& hashes) {
  const auto set = entry.read(data, file.dataset_name, split);
  if (!set) {
    return set.error();
  }
  const auto templates = parse_templates(file);
  if (!templates) {
    return templates.error();
  }
  std::vector<Sample> samples;
  for (const nlohmann::json& row : set->rows) {
    auto sample = sample_of(row, *templates, file.is_choosing);
    if (!sample) {
      return std::move(sample.error()).in(file.path + ": document " + std::to_string(samples.size()));
    }
    sample->index = static_cast<std::int64_t>(samples.size());
    samples.push_back(std::move(*sample));
  }
  hashes.push_back(set->sha256);
  return std::shared_ptr<const Dataset>(std::make_shared<TemplateDataset>(std::move(samples)));
}

// A dataset that the task and its exemplars share; both own it.
class SharedDataset final : public Dataset {
 public:
  explicit SharedDataset(std::shared_ptr<const Dataset> inner) : inner_(std::move(inner)) {}
  std::int64_t size() const override { return inner_->size(); }
  Sample at(std::int64_t index) const override { return inner_->at(index); }

 private:
  const std::shared_ptr<const Dataset> inner_;
};

Status fill_generated(const TaskFile& file, Task& task) {
  std::vector<std::string> names;
  for (const GeneratorEntry& entry : generators()) {
    names.emplace_back(entry.name);
    if (entry.name != file.generator) {
      continue;
    }
    if (file.difficulty > entry.difficulty_max) {
      return Error{ErrorKind::kInvalidConfig, file.path + ": generator.difficulty: " + std::to_string(file.difficulty) +
                                                  " is more than " + std::to_string(entry.difficulty_max)};
    }
    GeneratorOptions options{.seed = file.generator_seed, .difficulty = file.difficulty, .size = file.size};
    task.dataset = make_generated_dataset(entry, options, "test");
    options.size = kExemplarPool;
    task.exemplars =
        make_fixed_exemplars(file.task, make_generated_dataset(entry, options, "exemplar", task.dataset.get()));
    task.settings = settings_of(file, {std::string(entry.name) + " version " + std::to_string(entry.version)});
    return {};
  }
  return Error{ErrorKind::kInvalidConfig,
               file.path + ": generator.name: " + unknown_name("generator", file.generator, names)};
}

Status fill_from_data(const TaskFile& file, const std::string& data, Task& task) {
  std::vector<std::string> names;
  for (const DatasetEntry& entry : kDatasets) {
    names.emplace_back(entry.path);
    if (entry.path != file.dataset_path) {
      continue;
    }
    std::vector<std::string> hashes;
    auto test = load_split(file, entry, file.test_split, data, hashes);
    if (!test) {
      return std::move(test.error()).in("task '" + file.task + "'");
    }
    auto pool = file.fewshot_split.empty() || file.fewshot_split == file.test_split
                    ? *test
                    : load_split(file, entry, file.fewshot_split, data, hashes);
    if (!pool) {
      return std::move(pool.error()).in("task '" + file.task + "'");
    }
    task.dataset = std::make_unique<SharedDataset>(*test);
    task.exemplars = make_fixed_exemplars(file.task, *pool);
    task.settings = settings_of(file, hashes);
    return {};
  }
  return Error{ErrorKind::kInvalidConfig,
               file.path + ": dataset_path: " + unknown_name("dataset", file.dataset_path, names)};
}

Result<Task> build_task(const TaskFile& file, const std::string& data) {
  Task task{.name = file.task, .version = file.version, .summary = file.summary, .licence = file.licence};
  task.needs = file.is_choosing ? Capability::kLogLikelihood : Capability::kGenerate;
  task.exemplar_count = file.exemplars;
  task.format = {.description = file.description,
                 .target_delimiter = file.target_delimiter,
                 .exemplar_delimiter = file.fewshot_delimiter};
  task.asking = file.is_choosing ? Asking(Choosing{})
                                 : Asking(Generation{.stops = file.until, .output_tokens_max = file.output_tokens_max});
  for (const std::string& metric : file.metrics) {
    auto scorer = make_scorer(metric);
    if (!scorer) {
      return std::move(scorer.error()).in(file.path + ": metric_list");
    }
    task.scorers.push_back(std::move(*scorer));
  }
  auto filled = file.generator.empty() ? fill_from_data(file, data, task) : fill_generated(file, task);
  if (!filled) {
    return filled.error();
  }
  return task;
}

Result<std::vector<TaskFile>> load_all(const std::string& configs) {
  std::vector<TaskFile> files;
  for (const std::string& path : files_below(configs + "/tasks", ".yaml")) {
    auto file = load_task_file(path);
    if (!file) {
      return file.error();
    }
    files.push_back(std::move(*file));
  }
  std::sort(files.begin(), files.end(), [](const TaskFile& a, const TaskFile& b) { return a.task < b.task; });
  const auto twin = std::adjacent_find(files.begin(), files.end(),
                                       [](const TaskFile& a, const TaskFile& b) { return a.task == b.task; });
  if (twin != files.end()) {
    return Error{ErrorKind::kInvalidConfig,
                 twin->path + ": task '" + twin->task + "' is there twice; the other is " + std::next(twin)->path};
  }
  return files;
}

}  // namespace

Result<std::vector<TaskListing>> task_listings(const TaskOptions& options) {
  const auto files = load_all(options.configs_folder);
  if (!files) {
    return files.error();
  }
  std::vector<TaskListing> listings;
  for (const TaskFile& file : *files) {
    TaskListing listing{.name = file.task, .summary = file.summary, .licence = file.licence};
    for (const DatasetEntry& entry : kDatasets) {
      listing.needs_data = entry.path == file.dataset_path ? std::string(entry.needs) : listing.needs_data;
    }
    listings.push_back(std::move(listing));
  }
  return listings;
}

Result<Task> make_task(const std::string& name, const TaskOptions& options) {
  const auto files = load_all(options.configs_folder);
  if (!files) {
    return files.error();
  }
  std::vector<std::string> names;
  for (const TaskFile& file : *files) {
    if (file.task == name) {
      return build_task(file, options.data_folder);
    }
    names.push_back(file.task);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("task", name, names)};
}

}  // namespace assay
