// Putting a task together.
#include "tasks/lm_eval/task_builder.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "harness/base/text.h"
#include "tasks/lm_eval/document_maker.h"
#include "tasks/lm_eval/exemplar_pool.h"
#include "tasks/lm_eval/generation_settings.h"
#include "tasks/lm_eval/task_rows.h"
#include "tasks/lm_eval/task_scorers.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

class RenderedDataset final : public Dataset {
 public:
  explicit RenderedDataset(std::vector<Sample> samples) : samples_(std::move(samples)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(samples_.size()); }
  Sample at(std::int64_t index) const override { return samples_.at(static_cast<std::size_t>(index)); }

 private:
  const std::vector<Sample> samples_;
};

// Stands in where exemplars cannot be had, and says why when they are asked for.
class NoExemplars final : public ExemplarSource {
 public:
  explicit NoExemplars(Error why) : why_(std::move(why)) {}
  Result<std::vector<Sample>> exemplars(const Sample& /*sample*/, int count, std::uint64_t /*seed*/) const override {
    return count == 0 ? Result<std::vector<Sample>>(std::vector<Sample>()) : why_;
  }
  std::int64_t available() const override { return 0; }
  bool is_fixed() const override { return true; }

 private:
  const Error why_;
};

Result<ExemplarSampler> sampler_of(const TaskConfig& config, bool is_own) {
  const ConfigValue& sampler = config.fewshot.sampler;
  if (!sampler.is_set()) {
    return is_own ? ExemplarSampler::kFixed : ExemplarSampler::kLmEval;
  }
  const auto known = exemplar_sampler_named(sampler.text_or(""));
  return known ? Result<ExemplarSampler>(*known)
               : sampler.place.error("sampler '" + sampler.text_or(sampler.function) +
                                     "' is not known; known: default, first_n, fixed, lm_eval");
}

std::string field_json(const ConfigValue& value) {
  return value.is_function() ? "\"!function " + value.function + "\"" : to_json(value.value);
}

Value metrics_json(const TaskConfig& config) {
  Value::List metrics;
  for (const MetricConfig& metric : config.metrics.value_or(std::vector<MetricConfig>())) {
    metrics.push_back(metric.arguments.with("metric", metric.metric.value));
  }
  return Value::list(std::move(metrics));
}

Value filters_json(const TaskConfig& config) {
  Value::List pipelines;
  for (const FilterSetting& setting : config.filters.value_or(std::vector<FilterSetting>())) {
    Value::List steps{Value::of(setting.name)};
    for (const FilterStepSetting& step : setting.steps) {
      steps.push_back(step.arguments.with("function", step.function.value));
    }
    pipelines.push_back(Value::list(std::move(steps)));
  }
  return Value::list(std::move(pipelines));
}

// Everything that decides what is asked and how it is judged, in one canonical text.
std::string settings_of(const TaskConfig& config, const BuildOptions& options, const TaskRows& rows) {
  const std::array<std::pair<std::string_view, const ConfigValue*>, 32> fields{{
      {"cluster_by", &config.cluster_by},
      {"dataset_kwargs", &config.dataset_kwargs},
      {"dataset_name", &config.dataset_name},
      {"dataset_path", &config.dataset_path},
      {"description", &config.description},
      {"doc_to_choice", &config.doc_to_choice},
      {"doc_to_target", &config.doc_to_target},
      {"doc_to_text", &config.doc_to_text},
      {"extractors", &config.extractors},
      {"fewshot_delimiter", &config.fewshot_delimiter},
      {"fewshot_doc_to_choice", &config.fewshot.doc_to_choice},
      {"fewshot_doc_to_target", &config.fewshot.doc_to_target},
      {"fewshot_doc_to_text", &config.fewshot.doc_to_text},
      {"fewshot_exemplar_delimiter", &config.fewshot.fewshot_delimiter},
      {"fewshot_gen_prefix", &config.fewshot.gen_prefix},
      {"fewshot_indices", &config.fewshot.fewshot_indices},
      {"fewshot_process_docs", &config.fewshot.process_docs},
      {"fewshot_samples", &config.fewshot.samples},
      {"fewshot_sampler", &config.fewshot.sampler},
      {"fewshot_split", &config.fewshot.split},
      {"fewshot_target_delimiter", &config.fewshot.target_delimiter},
      {"gen_prefix", &config.gen_prefix},
      {"generation_kwargs", &config.generation_kwargs},
      {"grader", &config.grader},
      {"output_type", &config.output_type},
      {"process_docs", &config.process_docs},
      {"process_results", &config.process_results},
      {"shuffle_choices", &config.shuffle_choices},
      {"target_delimiter", &config.target_delimiter},
      {"test_split", &config.test_split},
      {"validation_split", &config.validation_split},
      {"where", &config.where},
  }};
  std::string text = "{";
  for (const auto& [key, value] : fields) {
    if (value->is_set()) {
      text += "\"" + std::string(key) + "\":" + field_json(*value) + ",";
    }
  }
  text += config.metrics ? "\"metrics\":" + to_json(metrics_json(config)) + "," : "";
  text += config.filters ? "\"filters\":" + to_json(filters_json(config)) + "," : "";
  text += options.is_generative ? "\"asked_for\":\"letter\"," : "";
  Value::List files;
  for (const std::string& hash : rows.hashes) {
    files.push_back(Value::of(hash));
  }
  text += rows.exemplars_from.empty() ? "" : "\"exemplars_from\":" + to_json(Value::of(rows.exemplars_from)) + ",";
  return text + "\"data\":" + to_json(Value::list(std::move(files))) + "}";
}

Result<Asking> asking_of(const TaskConfig& config, bool is_generative, bool with_unconditional) {
  const std::string type = config.output_type_or_default();
  if (type == "multiple_choice") {
    return is_generative ? Asking(letter_generation()) : Asking(Choosing{.with_unconditional = with_unconditional});
  }
  if (is_generative) {
    return Error{ErrorKind::kUnsupported, "task '" + config.name +
                                              "': ':generate' is for choice tasks, and this one's "
                                              "output_type is " +
                                              type};
  }
  if (type == "loglikelihood") {
    return Asking(Continuing{});
  }
  if (type == "loglikelihood_rolling") {
    return Asking(Rolling{});
  }
  auto generation = read_generation(config);
  return generation ? Result<Asking>(std::move(*generation)) : generation.error();
}

Result<std::unique_ptr<Dataset>> render_all(const DocumentMaker& maker, const std::vector<Value>& rows) {
  std::vector<Sample> samples;
  samples.reserve(rows.size());
  for (const Value& row : rows) {
    auto sample = maker.document(row, static_cast<std::int64_t>(samples.size()));
    if (!sample) {
      return std::move(sample.error()).in("document " + std::to_string(samples.size()));
    }
    samples.push_back(std::move(*sample));
  }
  return std::unique_ptr<Dataset>(std::make_unique<RenderedDataset>(std::move(samples)));
}

int version_of(const TaskConfig& config) {
  const Value* version = config.metadata.value.find("version");
  if (version == nullptr) {
    return 0;
  }
  const auto number = version->is_number() ? std::optional(version->as_real())
                      : version->is_text() ? parse_double(version->as_text())
                                           : std::nullopt;
  return number && *number >= 0 && *number < 1e6 ? static_cast<int>(*number) : 0;
}

Status refuse_unbuilt(const TaskConfig& config) {
  if (!config.unknown.empty()) {
    const auto& [key, place] = config.unknown.front();
    return place.error(unknown_name("key", key, task_keys()));
  }
  constexpr std::array<std::string_view, 4> kTypes{"generate_until", "loglikelihood", "loglikelihood_rolling",
                                                   "multiple_choice"};
  const std::string type = config.output_type_or_default();
  if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
    return config.output_type.place.error("output_type '" + printable(type, 40) +
                                          "' is not known; known: generate_until, loglikelihood, "
                                          "loglikelihood_rolling, multiple_choice");
  }
  const std::array<std::pair<const ConfigValue*, const char*>, 5> unbuilt{
      {{&config.python_class, "class: the task is a Python class, which is not run"},
       {&config.doc_to_image, "doc_to_image: images are not supported"},
       {&config.doc_to_audio, "doc_to_audio: sound is not supported"},
       {&config.use_prompt, "use_prompt: promptsource is not supported"},
       {&config.recipe, "recipe: promptsource is not supported"}}};
  for (const auto& [value, why] : unbuilt) {
    if (value->is_set()) {
      return Error{ErrorKind::kUnsupported, value->place.error(why).message};
    }
  }
  if (config.unsafe_code.value.kind() == Value::Kind::kBool && config.unsafe_code.value.as_bool()) {
    return Error{ErrorKind::kUnsupported,
                 config.unsafe_code.place.error("unsafe_code: programs of models are not run yet").message};
  }
  return {};
}

// Exemplars, or, for a task that is asked without any, why there are none.
Result<TaskRows> rows_of(const TaskConfig& config, const BuildOptions& options, std::optional<Error>& no_exemplars) {
  auto rows = read_task_rows(config, options, true);
  if (!rows && config.num_fewshot.value_or(0) == 0) {
    auto documents = read_task_rows(config, options, false);
    if (documents) {
      no_exemplars = rows.error();
      return documents;
    }
  }
  return rows;
}

Status set_thought(const TaskConfig& config, Task& task) {
  if (!config.thought_tags.is_set()) {
    return {};
  }
  auto tags = parse_thought_tags(config.thought_tags.text_or(""));
  if (!tags) {
    return config.thought_tags.place.error("thought_tags: " + tags.error().message);
  }
  task.thought = std::move(*tags);
  return {};
}

}  // namespace

Result<Task> build_task(const TaskConfig& config, const BuildOptions& options) {
  if (auto refused = refuse_unbuilt(config); !refused) {
    return refused.error();
  }
  auto sampler = sampler_of(config, options.is_own);
  auto scorers = make_task_scorers(config, options);
  if (!sampler || !scorers) {
    return sampler ? scorers.error() : sampler.error();
  }
  auto asking = asking_of(config, options.is_generative, scorers->needs_unconditional);
  if (!asking) {
    return asking.error();
  }
  std::optional<Error> no_exemplars;
  auto rows = rows_of(config, options, no_exemplars);
  if (!rows) {
    return rows.error();
  }
  auto made = DocumentMaker::make(config, options.root, rows->documents->front(), options.is_generative);
  if (!made) {
    return made.error();
  }
  const auto maker = std::make_shared<const DocumentMaker>(std::move(*made));
  auto dataset = render_all(*maker, *rows->documents);
  if (!dataset) {
    return std::move(dataset.error()).in("task '" + config.name + "'");
  }
  Task task{.name = config.name + (options.is_generative ? ":generate" : ""),
            .version = version_of(config),
            .summary = config.summary.text_or(config.alias),
            .licence = config.licence.text_or("see the data set"),
            .settings = settings_of(config, options, *rows)};
  task.needs = std::holds_alternative<Generation>(*asking) ? Capability::kGenerate : Capability::kLogLikelihood;
  task.exemplar_count = static_cast<int>(config.num_fewshot.value_or(0));
  task.is_exemplar_count_fixed = !options.is_own && config.num_fewshot == 0;
  task.format = {.description = maker->constant_description(),
                 .target_delimiter = config.target_delimiter.text_or(" "),
                 .exemplar_delimiter = config.fewshot_delimiter.text_or("\n\n")};
  task.asking = std::move(*asking);
  task.dataset = std::move(*dataset);
  if (no_exemplars) {
    task.exemplars = std::make_unique<NoExemplars>(std::move(*no_exemplars));
  } else {
    task.exemplars = make_exemplar_pool({.task = config.name,
                                         .rows = std::move(rows->exemplars),
                                         .sampler = *sampler,
                                         .holds_documents = rows->exemplars_hold_documents,
                                         .documents = rows->documents},
                                        maker);
  }
  task.scorers = std::move(scorers->scorers);
  task.repeats = static_cast<int>(std::clamp<std::int64_t>(config.repeats, 1, 1000));
  task.fits_by_cutting = true;
  auto marked = set_thought(config, task);
  return marked ? Result<Task>(std::move(task)) : marked.error();
}

}  // namespace assay
