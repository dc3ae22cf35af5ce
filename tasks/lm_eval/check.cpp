// One task: its functions, names, templates and patterns, one after the other.
#include "tasks/lm_eval/check.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "tasks/graders/graders.h"
#include "tasks/lm_eval/returned_literal.h"
#include "tasks/lm_eval/row_filters.h"
#include "tasks/lm_eval/task_scorers.h"
#include "tasks/lm_eval/where.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 4> kOutputTypes{"generate_until", "loglikelihood", "loglikelihood_rolling",
                                                       "multiple_choice"};
constexpr std::array<std::string_view, 2> kSamplers{"default", "first_n"};
constexpr std::array<std::string_view, 10> kGenerationKeys{"until", "do_sample",    "temperature", "top_p",
                                                           "top_k", "max_gen_toks", "max_tokens",  "max_new_tokens",
                                                           "min_p", "max_length"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What lm-eval computes for each type of output; of a text any metric may be asked.
bool fits_output(std::string_view metric, std::string_view output_type) {
  constexpr std::array<std::string_view, 10> kOfChoices{"acc",         "acc_norm", "acc_bytes",  "acc_mutual_info",
                                                        "f1",          "mcc",      "likelihood", "exact_match",
                                                        "brier_score", "bypass"};
  constexpr std::array<std::string_view, 3> kOfLikelihood{"acc", "perplexity", "bypass"};
  constexpr std::array<std::string_view, 4> kOfWindows{"word_perplexity", "byte_perplexity", "bits_per_byte", "bypass"};
  const auto is_in = [&](const auto& names) { return std::find(names.begin(), names.end(), metric) != names.end(); };
  if (output_type == "multiple_choice") {
    return is_in(kOfChoices);
  }
  if (output_type == "loglikelihood") {
    return is_in(kOfLikelihood);
  }
  return output_type != "loglikelihood_rolling" || is_in(kOfWindows);
}

// Fills one verdict.
class TaskCheck {
 public:
  TaskCheck(const TaskConfig& config, const std::string& root, const CheckOptions& options)
      : config_(config), root_(root), options_(options) {
    verdict_.name = config.name;
  }

  FileVerdict run() {
    check_keys();
    check_data();
    check_row_filter();
    check_functions();
    check_asking();
    check_metrics();
    check_filters();
    check_templates();
    check_pitfalls();
    try_making();
    verdict_.readiness = readiness();
    return std::move(verdict_);
  }

 private:
  void miss(const ConfigPlace& place, std::string reason, const std::string& message) {
    verdict_.missing.push_back({std::move(reason), place.error(message).message});
  }
  void warn(const ConfigPlace& place, std::string reason, const std::string& message) {
    verdict_.warnings.push_back({std::move(reason), place.error(message).message});
  }

  // The builder has the last word, so that what is called runnable is.
  void try_making() {
    const bool starts_programs =
        config_.metrics && std::any_of(config_.metrics->begin(), config_.metrics->end(),
                                       [](const MetricConfig& metric) { return metric.metric.text_or("") == "exec"; });
    if (!verdict_.missing.empty() || !options_.try_making || starts_programs) {
      return;
    }
    if (const auto made = options_.try_making(config_, root_); !made) {
      verdict_.missing.push_back({"metric or setting that is not built", made.error().message});
    }
  }

  Readiness readiness() const {
    if (!verdict_.missing.empty()) {
      return Readiness::kRefused;
    }
    if (needs_row_filter_) {
      return Readiness::kNeedsRowFilter;
    }
    if (has_handlers_) {
      return Readiness::kByHandler;
    }
    return has_row_filter_ ? Readiness::kByRowFilter : Readiness::kAsItStands;
  }

  void check_keys() {
    for (const auto& [key, place] : config_.unknown) {
      std::string message = "unknown key '" + printable(key, 60) + "'";
      if (const auto guess = nearest(key, task_keys())) {
        message += "; did you mean '" + *guess + "'?";
      }
      miss(place, "unknown key", message);
    }
  }

  void check_data() {
    if (config_.python_class.is_set()) {
      miss(config_.python_class.place, "class", "class: the task is a Python class; there is no native form of it");
    }
    if (config_.custom_dataset.is_set()) {
      check_function("custom_dataset", config_.custom_dataset);
    } else if (!config_.dataset_path.is_set() && !config_.generator.is_set()) {
      miss(config_.place, "no data set", "key 'dataset_path' is missing");
    }
    if (!config_.test_split.is_set() && !config_.validation_split.is_set() && !config_.generator.is_set()) {
      miss(config_.place, "no split", "neither 'test_split' nor 'validation_split' is given");
    }
    if (config_.doc_to_image.is_set()) {
      miss(config_.doc_to_image.place, "doc_to_image", "doc_to_image: pictures are not supported");
    }
    if (config_.doc_to_audio.is_set()) {
      miss(config_.doc_to_audio.place, "doc_to_audio", "doc_to_audio: sound is not supported");
    }
    if (config_.use_prompt.is_set()) {
      miss(config_.use_prompt.place, "use_prompt", "use_prompt: prompts of other libraries are not supported");
    }
    if (config_.unsafe_code.value == Value::of_bool(true) && !options_.runs_code) {
      miss(config_.unsafe_code.place, "unsafe_code", "unsafe_code: the task runs what the model writes");
    }
  }

  // `process_docs` is the one function that data can replace: by the file's own `where`, or by a known condition.
  void check_row_filter() {
    if (config_.where.is_set()) {
      if (const auto where = check_where(config_.where.value); !where) {
        miss(config_.where.place, "where", where.error().message);
      }
    }
    const ConfigValue& docs = config_.process_docs;
    if (!docs.is_set() || has_handler(docs)) {
      return;
    }
    if (config_.where.is_set() || (docs.is_function() && known_row_filter(docs.folder(root_), docs.function))) {
      has_row_filter_ = true;
    } else {
      needs_row_filter_ = true;
    }
  }

  void check_functions() {
    const std::array<std::pair<std::string_view, const ConfigValue*>, 11> all{
        {{"doc_to_text", &config_.doc_to_text},
         {"doc_to_target", &config_.doc_to_target},
         {"doc_to_choice", &config_.doc_to_choice},
         {"process_results", &config_.process_results},
         {"description", &config_.description},
         {"gen_prefix", &config_.gen_prefix},
         {"fewshot_config.samples", &config_.fewshot.samples},
         {"fewshot_config.sampler", &config_.fewshot.sampler},
         {"fewshot_config.doc_to_text", &config_.fewshot.doc_to_text},
         {"fewshot_config.doc_to_target", &config_.fewshot.doc_to_target},
         {"fewshot_config.doc_to_choice", &config_.fewshot.doc_to_choice}}};
    std::vector<std::string> named;  // what the exemplars inherit is said once
    for (const auto& [key, value] : all) {
      if (value->is_function() && !contains(named, value->function)) {
        named.push_back(value->function);
        check_function(key, *value);
      }
    }
    const ConfigValue& docs = config_.fewshot.process_docs;
    const bool is_inherited = docs.function == config_.process_docs.function;
    if (docs.is_function() && !is_inherited && !known_row_filter(docs.folder(root_), docs.function)) {
      check_function("fewshot_config.process_docs", docs);
    }
  }

  // Exemplars that a function beside the file only writes out are read as data.
  bool is_written_out(const ConfigValue& value) {
    const std::string file = value.place.file();
    const auto rows = returned_literal_of(file.substr(0, file.rfind('/')), value.function);
    has_handlers_ = has_handlers_ || (rows && rows->is_list());
    return rows && rows->is_list();
  }

  bool has_handler(const ConfigValue& value) {
    const bool is_known =
        value.is_function() && options_.has_handler && options_.has_handler(value.folder(root_), value.function);
    has_handlers_ = has_handlers_ || is_known;
    return is_known;
  }

  void check_function(std::string_view key, const ConfigValue& value) {
    if (has_handler(value) || (key == "fewshot_config.samples" && is_written_out(value))) {
      return;
    }
    miss(value.place, "!function in " + std::string(key),
         std::string(key) + ": !function " +
             printable(value.is_function() ? value.function : to_json(value.value), 80) + " of '" +
             printable(value.folder(root_), 100) + "' has no native handler");
  }

  void check_asking() {
    const std::string type = config_.output_type_or_default();
    if (std::find(kOutputTypes.begin(), kOutputTypes.end(), type) == kOutputTypes.end()) {
      miss(config_.output_type.place, "output_type",
           "output_type: '" + printable(type, 40) +
               "' is not known; known: generate_until, loglikelihood, "
               "loglikelihood_rolling, multiple_choice");
    }
    const std::string sampler = config_.fewshot.sampler.text_or("default");
    if (std::find(kSamplers.begin(), kSamplers.end(), sampler) == kSamplers.end()) {
      miss(config_.fewshot.sampler.place, "sampler",
           "fewshot_config.sampler: '" + printable(sampler, 40) + "' is not known; known: default, first_n");
    }
    const ConfigValue& generation = config_.generation_kwargs;
    if (!generation.value.is_dict()) {
      return;
    }
    for (const ValueField& field : generation.value.fields()) {
      const std::string key = field.key.is_text() ? field.key.as_text() : to_json(field.key);
      if (key == "num_beams" && field.value != Value::of(std::int64_t{1})) {
        miss(generation.place, "beam search", "generation_kwargs.num_beams: beam search is not supported; 1 is");
      } else if (key != "num_beams" &&
                 std::find(kGenerationKeys.begin(), kGenerationKeys.end(), key) == kGenerationKeys.end()) {
        warn(generation.place, "generation option", "generation_kwargs." + printable(key, 40) + " is not used here");
      }
    }
  }

  void check_metric(const MetricConfig& metric) {
    for (const ConfigValue& function : metric.functions) {
      check_function("metric_list", function);
    }
    if (metric.metric.is_function()) {
      check_function("metric_list.metric", metric.metric);
    }
    const bool is_computed_by_task = config_.process_results.is_set();  // then the name is only a label
    const std::string name = metric.metric.text_or("");
    const bool is_known = contains(options_.metrics, name);
    if (!metric.metric.is_function() && !is_computed_by_task) {
      if (metric.is_from_hub && name != "exact_match") {
        miss(metric.metric.place, "metric of the hub",
             "metric_list.metric: '" + printable(name, 40) + "' with hf_evaluate is a Python metric of the hub");
      } else if (!is_known) {
        miss(metric.metric.place, "metric", "metric_list.metric: " + unknown_name("metric", name, options_.metrics));
      } else if (!fits_output(name, config_.output_type_or_default())) {
        miss(metric.metric.place, "metric",
             "metric_list.metric: '" + name + "' does not go with output_type " + config_.output_type_or_default());
      }
    }
    const std::string aggregation = metric.aggregation.text_or("");
    if (metric.aggregation.is_function()) {
      if (!is_pooling(metric.aggregation) || !config_.process_results.is_set()) {
        check_function("metric_list.aggregation", metric.aggregation);
      }
    } else if (metric.aggregation.is_set() && !contains(options_.aggregations, aggregation)) {
      miss(metric.aggregation.place, "aggregation",
           "metric_list.aggregation: " + unknown_name("aggregation", aggregation, options_.aggregations));
    } else if (!metric.aggregation.is_set() && is_computed_by_task && !is_known) {
      miss(metric.metric.place, "aggregation",
           "metric_list.aggregation: metric '" + printable(name, 40) + "' has no aggregation of its own");
    }
  }

  void check_metrics() {
    if (config_.metrics) {
      for (const MetricConfig& metric : *config_.metrics) {
        check_metric(metric);
      }
    }
  }

  void check_step(const FilterStepSetting& step) {
    if (step.function.is_function()) {
      check_function("filter_list", step.function);
      return;
    }
    const std::string name = step.function.text_or("");
    if (!contains(options_.filters, name)) {
      miss(step.function.place, "filter", "filter_list.filter: " + unknown_name("filter", name, options_.filters));
      return;
    }
    for (const ConfigValue& function : step.functions) {
      check_function("filter_list", function);
    }
    const auto pattern = step.arguments.text_at("regex_pattern");
    if (pattern && options_.compile_regex) {
      if (const auto compiled = options_.compile_regex(*pattern); !compiled) {
        miss(step.function.place, "regular expression",
             "filter_list.filter.regex_pattern: '" + printable(*pattern, 60) + "': " + compiled.error().message);
      }
    }
  }

  void check_filters() {
    if (!config_.filters) {
      return;
    }
    for (const FilterSetting& pipeline : *config_.filters) {
      for (const FilterStepSetting& step : pipeline.steps) {
        check_step(step);
      }
    }
  }

  void check_template(std::string_view key, const ConfigValue& value) {
    if (!value.value.is_text() || !options_.parse_template) {
      return;
    }
    if (const auto parsed = options_.parse_template(value.value.as_text()); !parsed) {
      miss(value.place, "template", std::string(key) + ": " + parsed.error().message);
    }
  }

  void check_templates() {
    check_template("doc_to_text", config_.doc_to_text);
    check_template("doc_to_target", config_.doc_to_target);
    check_template("doc_to_choice", config_.doc_to_choice);
    check_template("description", config_.description);
    check_template("gen_prefix", config_.gen_prefix);
    const FewshotSettings& fewshot = config_.fewshot;
    const std::array<std::pair<std::string_view, std::pair<const ConfigValue*, const ConfigValue*>>, 4> own{
        {{"fewshot_config.doc_to_text", {&fewshot.doc_to_text, &config_.doc_to_text}},
         {"fewshot_config.doc_to_target", {&fewshot.doc_to_target, &config_.doc_to_target}},
         {"fewshot_config.doc_to_choice", {&fewshot.doc_to_choice, &config_.doc_to_choice}},
         {"fewshot_config.gen_prefix", {&fewshot.gen_prefix, &config_.gen_prefix}}}};
    for (const auto& [key, values] : own) {
      if (values.first->value != values.second->value) {
        check_template(key, *values.first);
      }
    }
  }

  void check_pitfalls() {
    const auto warn_of = [&](std::string_view key, const ConfigPlace& place, const Value& text) {
      if (text.is_text() && text.as_text().find("\\n") != std::string::npos) {
        warn(place, "backslash and n",
             std::string(key) +
                 ": holds a backslash and an n, not a new line; a new line is "
                 "written in double quotes: \"\\n\"");
      }
    };
    const Value* until = config_.generation_kwargs.value.find("until");
    if (until != nullptr && until->is_list()) {
      for (const Value& stop : until->items()) {
        warn_of("generation_kwargs.until", config_.generation_kwargs.place, stop);
      }
    } else if (until != nullptr) {
      warn_of("generation_kwargs.until", config_.generation_kwargs.place, *until);
    } else if (config_.generation_kwargs.is_set() && config_.output_type_or_default() == "generate_until") {
      warn(config_.generation_kwargs.place, "no until",
           "generation_kwargs: no 'until', so the answer ends at the few-shot delimiter");
    }
    warn_of("target_delimiter", config_.target_delimiter.place, config_.target_delimiter.value);
    warn_of("fewshot_delimiter", config_.fewshot_delimiter.place, config_.fewshot_delimiter.value);
  }

  const TaskConfig& config_;
  const std::string& root_;
  const CheckOptions& options_;
  FileVerdict verdict_;
  bool has_handlers_ = false;
  bool has_row_filter_ = false;
  bool needs_row_filter_ = false;
};

}  // namespace

CheckOptions::CheckOptions()
    : metrics{"acc",           "acc_all",    "acc_bytes",   "acc_mutual_info", "acc_norm",
              "bits_per_byte", "bleu",       "brier_score", "bypass",          "byte_perplexity",
              "chrf",          "chrf++",     "f1",          "exact_match",     "likelihood",
              "mcc",           "perplexity", "ter",         "word_perplexity"},
      aggregations{
          "bits_per_byte",     "bleu", "brier_score", "bypass",  "chrf",       "chrf++", "f1",
          "matthews_corrcoef", "mean", "median",      "nanmean", "perplexity", "ter",    "weighted_perplexity"},
      filters{"custom", "format_span", "lowercase",         "majority_vote", "map",          "multi_choice_regex",
              "regex",  "regex_pos",   "remove_whitespace", "take_first",    "take_first_k", "uppercase"} {
  for (const Grader& grader : graders()) {
    metrics.emplace_back(grader.name);
  }
}

FileVerdict check_task(const TaskConfig& config, const std::string& root, const CheckOptions& options) {
  return TaskCheck(config, root, options).run();
}

}  // namespace assay
