// Which scorers a task file asks for.
#include "tasks/lm_eval/task_scorers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "harness/stats/aggregate.h"
#include "tasks/exec_scorer/exec_scorer.h"
#include "tasks/filters/pipeline.h"
#include "tasks/graders/grader_scorer.h"
#include "tasks/handlers/registry.h"
#include "tasks/lm_eval/text_scorers.h"
#include "tasks/parts/choice_scorers.h"
#include "tasks/parts/letter_answer.h"
#include "tasks/parts/scorers.h"

namespace assay {
namespace {

using PipelinePtr = std::shared_ptr<const FilterPipeline>;

// metric_list, or what lm-eval takes for the output type without one.
std::vector<MetricConfig> metrics_of(const TaskConfig& config) {
  if (config.metrics) {
    return *config.metrics;
  }
  const std::string type = config.output_type_or_default();
  std::vector<std::string> names{"exact_match"};
  if (type == "multiple_choice") {
    names = {"acc", "acc_norm"};
  } else if (type == "loglikelihood") {
    names = {"perplexity", "acc"};
  } else if (type == "loglikelihood_rolling") {
    names = {"word_perplexity", "byte_perplexity", "bits_per_byte"};
  }
  std::vector<MetricConfig> metrics;
  for (const std::string& name : names) {
    MetricConfig metric;
    metric.metric.value = Value::of(name);
    metric.metric.place = config.place;
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

// A scorer of ours by its short name.
std::unique_ptr<Scorer> own_scorer(const std::string& name) {
  if (name == "letter") {
    return make_letter_scorer();
  }
  return name == "number" ? make_number_scorer() : nullptr;
}

class Maker {
 public:
  Maker(const TaskConfig& config, const BuildOptions& options)
      : config_(config), options_(options), type_(config.output_type_or_default()) {}

  Result<TaskScorers> make() {
    if (options_.is_generative) {
      made_.scorers.push_back(make_letter_scorer());
      auto extra = add_extras({std::make_shared<const FilterPipeline>(*FilterPipeline::make("none", {}))});
      return extra ? Result<TaskScorers>(std::move(made_)) : extra.error();
    }
    auto pipelines = make_pipelines();
    auto added = pipelines ? add_graders() : Status(pipelines.error());
    for (const MetricConfig& metric : metrics_of(config_)) {
      added = added ? add(metric, *pipelines) : added;
    }
    added = added ? add_extractors() : added;
    added = added ? add_extras(*pipelines) : added;
    if (!added) {
      return added.error();
    }
    add_supplementary();
    if (made_.scorers.empty()) {
      return config_.place.error("metric_list is empty");
    }
    return std::move(made_);
  }

 private:
  Result<std::vector<PipelinePtr>> make_pipelines() const {
    std::vector<FilterSetting> settings;
    if (config_.filters) {
      settings = *config_.filters;
    } else {
      settings.push_back({.name = "none"});
    }
    std::vector<PipelinePtr> pipelines;
    for (const FilterSetting& setting : settings) {
      std::vector<FilterStep> steps;
      for (const FilterStepSetting& step : setting.steps) {
        if (step.function.is_function() || !step.functions.empty()) {
          return Error{ErrorKind::kUnsupported,
                       step.function.place.error("a filter that is a Python function has no native handler").message};
        }
        steps.push_back({.function = step.function.text_or(""), .arguments = step.arguments});
      }
      auto pipeline = FilterPipeline::make(setting.name, steps);
      if (!pipeline) {
        return Error{pipeline.error().kind, setting.place.error(pipeline.error().message).message};
      }
      pipelines.push_back(std::make_shared<const FilterPipeline>(std::move(*pipeline)));
    }
    return pipelines;
  }

  std::string scorer_name(const std::string& metric, const FilterPipeline& pipeline) const {
    return config_.filters && !config_.filters->empty() ? metric + "," + pipeline.name() : metric;
  }

  Status add(const MetricConfig& metric, const std::vector<PipelinePtr>& pipelines) {
    if (metric.metric.is_function() || !metric.functions.empty()) {
      return Error{ErrorKind::kUnsupported,
                   metric.metric.place.error("a metric that is a Python function has no native handler").message};
    }
    const std::string name = metric.metric.text_or("");
    if (name == "exec") {
      return add_program(metric);
    }
    if (const Grader* grader = type_ == "generate_until" ? grader_named(name) : nullptr) {
      return add_grader(*grader, metric);
    }
    if (config_.process_results.is_set() && !is_extra_) {
      return add_by_handler(metric, name, pipelines);
    }
    if (metric.is_from_hub) {
      return Error{ErrorKind::kUnsupported,
                   metric.metric.place
                       .error("metric '" + printable(name, 40) + "' with hf_evaluate is a Python metric of the hub")
                       .message};
    }
    if (type_ == "generate_until") {
      for (const PipelinePtr& pipeline : pipelines) {
        auto scorer = make_text_scorer(name, metric.arguments, pipeline, scorer_name(name, *pipeline));
        if (!scorer) {
          return Error{scorer.error().kind, metric.metric.place.error(scorer.error().message).message};
        }
        if (auto pushed = push(std::move(*scorer), metric); !pushed) {
          return pushed;
        }
      }
      return {};
    }
    auto scorer = type_ == "multiple_choice" ? make_choice_scorer(name)
                                             : make_likelihood_scorer(name, type_ == "loglikelihood_rolling");
    if (scorer == nullptr) {
      return Error{
          ErrorKind::kUnsupported,
          metric.metric.place.error("metric '" + printable(name, 40) + "' is not known for output_type " + type_)
              .message};
    }
    made_.needs_unconditional = made_.needs_unconditional || name == "acc_mutual_info";
    return push(std::move(scorer), metric);
  }

  // A metric has one aggregation here; another one in the file would be another figure.
  Status push(std::unique_ptr<Scorer> scorer, const MetricConfig& metric) {
    const std::string name = metric.aggregation.text_or(scorer->aggregation());
    if (metric.aggregation.is_function()) {
      return Error{
          ErrorKind::kUnsupported,
          metric.aggregation.place.error("an aggregation that is a Python function has no native handler").message};
    }
    if (!aggregation_named(name)) {
      return metric.aggregation.place.error(unknown_name("aggregation", name, aggregation_names()));
    }
    if (aggregation_named(name) != aggregation_named(scorer->aggregation())) {
      return Error{ErrorKind::kUnsupported,
                   metric.aggregation.place
                       .error("aggregation '" + name + "' of metric '" + std::string(scorer->name()) +
                              "' is not supported; its own is '" + std::string(scorer->aggregation()) + "'")
                       .message};
    }
    made_.scorers.push_back(std::move(scorer));
    return {};
  }

  // A program of the user's that judges (docs/ADDING.md): {metric: exec, name: ..., command: [...], timeout_s: 10}.
  Status add_program(const MetricConfig& metric) {
    ExecScorerOptions options;
    for (const ValueField& field : metric.arguments.is_dict() ? metric.arguments.fields() : Value::Dict{}) {
      const std::string key = field.key.is_text() ? field.key.as_text() : to_json(field.key);
      const Value& value = field.value;
      if (key == "name" && value.is_text()) {
        options.name = value.as_text();
      } else if (key == "timeout_s" && value.is_number()) {
        options.timeout_s = value.as_real();
      } else if (key == "command" && value.is_list()) {
        for (const Value& word : value.items()) {
          options.command.push_back(word.is_text() ? word.as_text() : to_json(word));
        }
      } else {
        return metric.metric.place.error("metric exec: '" + printable(key, 40) +
                                         "' is not one of name (a text), command (a list) and timeout_s (a number)");
      }
    }
    if (!options.command.empty()) {
      options.command.front() = beside_the_file(options.command.front(), metric.metric.place.file());
    }
    auto scorer = make_exec_scorer(options);
    if (!scorer) {
      return Error{scorer.error().kind, metric.metric.place.error(scorer.error().message).message};
    }
    made_.scorers.push_back(std::move(*scorer));
    return {};
  }

  // It looks at the output as it came, whatever filters and process_results the file has for its other metrics.
  Status add_grader(const Grader& grader, const MetricConfig& metric) {
    if (metric.arguments.is_dict() && !metric.arguments.fields().empty()) {
      return metric.metric.place.error("metric " + std::string(grader.name) + " takes no arguments");
    }
    return push(make_grader_scorer(grader), metric);
  }

  // "./judge.sh" means one in the task file's folder.
  static std::string beside_the_file(const std::string& program, const std::string& file) {
    return starts_with(program, "./") ? file.substr(0, file.rfind('/') + 1) + program.substr(2) : program;
  }

  // lm-eval's for the metrics it knows by these names.
  static std::string_view own_aggregation(const std::string& metric) {
    if (metric == "word_perplexity" || metric == "byte_perplexity") {
      return "weighted_perplexity";
    }
    if (metric == "mcc") {
      return "matthews_corrcoef";
    }
    constexpr std::array<std::string_view, 6> kOfTheirOwn{"bits_per_byte", "bleu", "chrf", "f1", "perplexity", "ter"};
    const auto* const found = std::find(kOfTheirOwn.begin(), kOfTheirOwn.end(), metric);
    return found == kOfTheirOwn.end() ? "mean" : *found;
  }

  static bool is_better_lower(const std::string& metric) {
    constexpr std::array<std::string_view, 6> kLower{"bits_per_byte", "brier_score", "byte_perplexity",
                                                     "perplexity",    "ter",         "word_perplexity"};
    return std::find(kLower.begin(), kLower.end(), metric) != kLower.end();
  }

  // How the handler's figures are aggregated: by name; a Python function of lm-eval's pools lists.
  static Result<std::string> aggregation_of(const MetricConfig& metric) {
    if (is_pooling(metric.aggregation)) {
      return std::string("ratio");
    }
    if (metric.aggregation.is_function()) {
      return Error{ErrorKind::kUnsupported,
                   metric.aggregation.place
                       .error("'!function " + metric.aggregation.function + "' is an aggregation without a native rule")
                       .message};
    }
    const std::string name = metric.aggregation.text_or(own_aggregation(metric.metric.text_or("")));
    return aggregation_named(name)
               ? Result<std::string>(name)
               : metric.aggregation.place.error(unknown_name("aggregation", name, aggregation_names()));
  }

  Status add_by_handler(const MetricConfig& metric, const std::string& name,
                        const std::vector<PipelinePtr>& pipelines) {
    const ConfigValue& results = config_.process_results;
    const HandlerEntry* entry = find_handler(results.folder(options_.root), results.function);
    const auto* function = entry == nullptr ? nullptr : std::get_if<ProcessResults>(&entry->handler);
    if (function == nullptr) {
      return Error{ErrorKind::kUnsupported,
                   results.place.error("'!function " + results.function + "' has no native handler").message};
    }
    const auto aggregation = aggregation_of(metric);
    if (!aggregation) {
      return aggregation.error();
    }
    for (const PipelinePtr& pipeline : pipelines) {
      made_.scorers.push_back(
          make_handler_scorer(*function,
                              {.metric = name,
                               .name = scorer_name(name, *pipeline),
                               .aggregation = *aggregation,
                               .is_higher_better = metric.higher_is_better.value_or(!is_better_lower(name))},
                              pipeline));
    }
    return {};
  }

  Status add_own(const Value& name, const ConfigPlace& place) {
    auto scorer = name.is_text() ? own_scorer(name.as_text()) : nullptr;
    if (scorer == nullptr) {
      const std::array<std::string, 2> known{"letter", "number"};
      return place.error(unknown_name("scorer", name.is_text() ? name.as_text() : to_json(name), known));
    }
    made_.scorers.push_back(std::move(scorer));
    return {};
  }

  // `grader` is the headline.
  Status add_graders() {
    return config_.grader.is_set() ? add_own(config_.grader.value, config_.grader.place) : Status();
  }

  // `extractors` stand beside the metrics.
  Status add_extractors() {
    if (!config_.extractors.is_set()) {
      return {};
    }
    const Value& names = config_.extractors.value;
    for (const Value& name : names.is_list() ? names.items() : Value::List{names}) {
      if (auto added = add_own(name, config_.extractors.place); !added) {
        return added;
      }
    }
    return {};
  }

  // Metrics that were asked for beside the file's, by the names that a file would use.
  Status add_extras(const std::vector<PipelinePtr>& pipelines) {
    is_extra_ = true;
    for (const std::string& name : options_.extra_metrics) {
      const bool is_there = std::any_of(made_.scorers.begin(), made_.scorers.end(), [&](const auto& scorer) {
        return scorer->name().substr(0, scorer->name().find(',')) == name;
      });
      if (is_there) {
        continue;
      }
      if (auto own = type_ == "generate_until" || options_.is_generative ? own_scorer(name) : nullptr) {
        made_.scorers.push_back(std::move(own));
        continue;
      }
      if (name == "acc_mutual_info") {
        return config_.place.error(
            "metric 'acc_mutual_info' needs the choices behind an empty context, which only a "
            "task that lists it asks for");
      }
      MetricConfig metric;
      metric.metric.value = Value::of(name);
      metric.metric.place = config_.place;
      if (auto added = add(metric, pipelines); !added) {
        return added;
      }
    }
    return {};
  }

  void add_supplementary() {
    if (type_ != "multiple_choice" || config_.process_results.is_set()) {
      return;
    }
    for (const std::string_view name : supplementary_choice_scorers()) {
      const bool is_listed = std::any_of(made_.scorers.begin(), made_.scorers.end(),
                                         [&](const auto& scorer) { return scorer->name() == name; });
      if (!is_listed) {
        made_.scorers.push_back(make_choice_scorer(name, true));
      }
    }
  }

  const TaskConfig& config_;
  const BuildOptions& options_;
  const std::string type_;
  TaskScorers made_;
  bool is_extra_ = false;  // what is added stands in no file
};

}  // namespace

bool is_pooling(const ConfigValue& aggregation) {
  const std::string& function = aggregation.function;
  return aggregation.is_function() && function.substr(function.rfind('.') + 1) == "agg_inst_level_acc";
}

Result<std::unique_ptr<Scorer>> make_extra_scorer(const std::string& metric) {
  if (auto own = own_scorer(metric)) {
    return own;
  }
  if (const Grader* grader = grader_named(metric)) {
    return make_grader_scorer(*grader);
  }
  auto pipeline = FilterPipeline::make("none", {});
  if (!pipeline) {
    return pipeline.error();
  }
  return make_text_scorer(metric, Value(), std::make_shared<const FilterPipeline>(std::move(*pipeline)), metric);
}

Result<TaskScorers> make_task_scorers(const TaskConfig& config, const BuildOptions& options) {
  return Maker(config, options).make();
}

}  // namespace assay
