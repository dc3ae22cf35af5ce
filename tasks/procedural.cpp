// The table of generators, and how a task file becomes a task on one.
#include "tasks/procedural.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "tasks/arithmetic/arithmetic.h"
#include "tasks/lm_eval/task_scorers.h"
#include "tasks/ordering/ordering.h"
#include "tasks/parts/generator.h"
#include "tasks/parts/scorers.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tasks/yaml/task_file.h"

namespace assay {
namespace {

constexpr std::int64_t kExemplarPool = 64;  // generated documents that only ever serve as exemplars

std::vector<GeneratorEntry> generators() {
  return {arithmetic_generator(),
          ordering_generator(),
          ordering_answers_generator(),
          word_problems_generator(),
          expressions_generator(),
          linear_equations_generator(),
          quadratic_equations_generator(),
          number_theory_generator(),
          counting_generator(),
          unit_conversion_generator(),
          propositional_logic_generator(),
          knights_and_knaves_generator(),
          zebra_puzzles_generator(),
          graph_paths_generator(),
          object_tracking_generator(),
          dates_generator()};
}

Status fill(const TaskFile& file, Task& task) {
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
    auto dataset = try_generated_dataset(entry, options, "test");
    options.size = kExemplarPool;
    if (!dataset) {
      return std::move(dataset.error()).in(file.path + ": generator.size");
    }
    auto pool = try_generated_dataset(entry, options, "exemplar", dataset->get());
    if (!pool) {
      return std::move(pool.error()).in(file.path + ": generator.size");
    }
    task.dataset = std::move(*dataset);
    task.exemplars = make_fixed_exemplars(file.task, std::move(*pool));
    task.settings = settings_of(file, std::string(entry.name) + " version " + std::to_string(entry.version));
    return {};
  }
  return Error{ErrorKind::kInvalidConfig,
               file.path + ": generator.name: " + unknown_name("generator", file.generator, names)};
}

// Metrics beside the file's: first those that such a file may name, then those of generated texts.
Status add_extras(const std::vector<std::string>& metrics, const TaskFile& file, Task& task) {
  for (const std::string& metric : metrics) {
    if (std::any_of(task.scorers.begin(), task.scorers.end(),
                    [&](const auto& other) { return other->name() == metric; })) {
      continue;
    }
    auto scorer = file.is_choosing || metric == "exact_match" ? make_scorer(metric) : make_extra_scorer(metric);
    if (!scorer) {
      return std::move(scorer.error()).in(file.path);
    }
    task.scorers.push_back(std::move(*scorer));
  }
  return {};
}

}  // namespace

Result<Task> make_procedural_task(const std::string& path, const std::vector<std::string>& extra_metrics) {
  const auto loaded = load_task_file(path);
  if (!loaded) {
    return loaded.error();
  }
  const TaskFile& file = *loaded;
  Task task{.name = file.task, .version = file.version, .summary = file.summary, .licence = file.licence};
  task.needs = file.is_choosing ? Capability::kLogLikelihood : Capability::kGenerate;
  task.exemplar_count = file.exemplars;
  task.twin_of = file.twin_of;
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
  if (auto added = add_extras(extra_metrics, file, task); !added) {
    return added.error();
  }
  if (auto filled = fill(file, task); !filled) {
    return filled.error();
  }
  return task;
}

Result<TaskListing> list_procedural_task(const std::string& path) {
  const auto file = load_task_file(path);
  if (!file) {
    return file.error();
  }
  return TaskListing{.name = file->task, .summary = file->summary, .licence = file->licence};
}

}  // namespace assay
