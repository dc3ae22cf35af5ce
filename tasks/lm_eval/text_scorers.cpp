// Judging texts and likelihoods.
#include "tasks/lm_eval/text_scorers.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "harness/base/text.h"
#include "tasks/metrics/bleu.h"
#include "tasks/metrics/choices.h"
#include "tasks/metrics/chrf.h"
#include "tasks/metrics/exact_match.h"
#include "tasks/metrics/ter.h"
#include "tasks/parts/finish.h"

namespace assay {
namespace {

constexpr std::string_view kInvalid = "[invalid]";  // what lm-eval's filters give where they find nothing

using Texts = std::vector<std::string>;
using PipelinePtr = std::shared_ptr<const FilterPipeline>;  // shared by the scorers of one pipeline, which own it

Texts golds_of(const Sample& sample) { return sample.golds.empty() ? Texts{sample.gold} : sample.golds; }

// What the pipeline makes of the texts; with no answer at all, nothing.
Result<Texts> filtered(const FilterPipeline& pipeline, std::span<const Response* const> responses, const Value& row) {
  Texts texts;
  for (const Response* response : responses) {
    texts.push_back(response->text);
  }
  return pipeline.apply(std::move(texts), row);
}

std::optional<Judgement> judge_finishes(std::span<const Response* const> responses) {
  for (const Response* response : responses) {
    if (auto early = judge_finish(*response)) {
      return early;
    }
  }
  return std::nullopt;
}

Judgement unjudged(std::string rule) { return {.outcome = Outcome::kUnparsed, .value = 0, .rule = std::move(rule)}; }

// A metric of one answer: fills value or parts, and the outcome.
using TextMetric = std::function<void(const std::string& answer, const Texts& golds, Judgement& judgement)>;

class TextScorer final : public Scorer {
 public:
  struct Parts {
    std::string name;
    std::string aggregation;
    bool is_higher_better = true;
    TextMetric metric;
  };
  TextScorer(Parts parts, PipelinePtr pipeline) : parts_(std::move(parts)), pipeline_(std::move(pipeline)) {}

  std::string_view name() const override { return parts_.name; }
  int version() const override { return 10; }
  std::string_view aggregation() const override { return parts_.aggregation; }
  bool is_higher_better() const override { return parts_.is_higher_better; }
  bool is_joint() const override { return pipeline_->needs_all_answers(); }
  int repeats_min() const override { return pipeline_->answers_min(); }

  Judgement judge(const Sample& sample, const Response& response) const override {
    const Response* one = &response;
    return judge_jointly(sample, {&one, 1});
  }

  Judgement judge_jointly(const Sample& sample, std::span<const Response* const> repeats) const override {
    if (auto early = judge_finishes(repeats)) {
      return *early;
    }
    const auto answers = filtered(*pipeline_, repeats, sample.row);
    if (!answers || answers->empty()) {
      return unjudged(answers ? "the filters leave no answer" : answers.error().message);
    }
    Judgement judgement{.answer = answers->front(), .rule = "filter " + pipeline_->name()};
    parts_.metric(judgement.answer, golds_of(sample), judgement);
    if (judgement.outcome == Outcome::kWrong && judgement.answer == kInvalid) {
      const bool is_cut = repeats.front()->finish == Finish::kLength || repeats.front()->finish == Finish::kContextFull;
      judgement.outcome = is_cut ? Outcome::kTruncatedInAnswer : Outcome::kUnparsed;
    }
    return judgement;
  }

 private:
  const Parts parts_;
  const PipelinePtr pipeline_;
};

// Counts for a score of the corpus; a document alone has none.
TextMetric corpus_metric(std::function<std::vector<double>(const std::string&, const Texts&)> parts) {
  return [parts = std::move(parts)](const std::string& answer, const Texts& golds, Judgement& judgement) {
    judgement.parts = parts(answer, golds);
    judgement.outcome =
        std::find(golds.begin(), golds.end(), answer) != golds.end() ? Outcome::kRight : Outcome::kWrong;
    judgement.rule += ", counted for the score of the corpus";
  };
}

class HandlerScorer final : public Scorer {
 public:
  HandlerScorer(ProcessResults function, HandlerMetric metric, PipelinePtr pipeline)
      : function_(function), metric_(std::move(metric)), pipeline_(std::move(pipeline)) {}

  std::string_view name() const override { return metric_.name; }
  int version() const override { return 10; }
  std::string_view aggregation() const override { return metric_.aggregation; }
  bool is_higher_better() const override { return metric_.is_higher_better; }
  bool is_joint() const override { return pipeline_->needs_all_answers(); }
  int repeats_min() const override { return pipeline_->answers_min(); }

  Judgement judge(const Sample& sample, const Response& response) const override {
    const Response* one = &response;
    return judge_jointly(sample, {&one, 1});
  }

  Judgement judge_jointly(const Sample& sample, std::span<const Response* const> repeats) const override {
    if (auto early = judge_finishes(repeats)) {
      return *early;
    }
    Texts texts;
    if (!sample.choices.empty() && repeats.front()->finish == Finish::kContextFull) {
      return *judge_scored(*repeats.front(), sample.choices.size());
    }
    if (repeats.front()->finish != Finish::kScored) {
      auto answers = filtered(*pipeline_, repeats, sample.row);
      if (!answers) {
        return unjudged(answers.error().message);
      }
      texts = std::move(*answers);
    }
    const auto values = function_({.row = sample.row, .texts = texts, .choices = repeats.front()->choices});
    for (const MetricValue& value : values) {
      if (value.metric == metric_.metric) {
        return judgement_of(value);
      }
    }
    return {.outcome = Outcome::kNoAnswer, .rule = "process_results gives no '" + metric_.metric + "'"};
  }

 private:
  Judgement judgement_of(const MetricValue& value) const {
    Judgement judgement{.outcome = value.outcome, .answer = value.answer, .rule = value.rule};
    if (value.parts.empty()) {
      return judgement;
    }
    const double sum = std::accumulate(value.parts.begin(), value.parts.end(), 0.0);
    if (metric_.aggregation == "mean") {
      judgement.value = sum / static_cast<double>(value.parts.size());
    } else if (metric_.aggregation == "ratio") {
      judgement.value = sum / static_cast<double>(value.parts.size());
      judgement.parts = {sum, static_cast<double>(value.parts.size())};
    } else {
      judgement.parts = value.parts;
    }
    return judgement;
  }

  const ProcessResults function_;
  const HandlerMetric metric_;
  const PipelinePtr pipeline_;
};

enum class Weight { kNone, kWords, kBytes };

class LikelihoodScorer final : public Scorer {
 public:
  struct Parts {
    std::string_view name, aggregation;
    Weight weight = Weight::kNone;
  };
  explicit LikelihoodScorer(Parts parts) : parts_(parts) {}
  std::string_view name() const override { return parts_.name; }
  int version() const override { return 1; }
  std::string_view aggregation() const override { return parts_.aggregation; }
  bool is_higher_better() const override { return false; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_scored(response, 1)) {
      early->value.reset();
      return *early;
    }
    const ChoiceScore& score = response.choices.front();
    Judgement judgement{.outcome = score.is_greedy ? Outcome::kRight : Outcome::kWrong,
                        .rule = "summed log-likelihood, aggregated over documents",
                        .parts = {score.log_likelihood}};
    if (parts_.weight != Weight::kNone) {
      const std::size_t weight = parts_.weight == Weight::kWords ? word_count(sample.target) : sample.target.size();
      judgement.parts.push_back(static_cast<double>(weight));
    }
    return judgement;
  }

 private:
  const Parts parts_;
};

class GreedyScorer final : public Scorer {
 public:
  std::string_view name() const override { return "acc"; }
  int version() const override { return 2; }
  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_scored(response, 1)) {
      return *early;
    }
    const bool is_right = response.choices.front().is_greedy;
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = is_right ? sample.target : "",
            .rule = "every token of the continuation is the most likely one"};
  }
};

}  // namespace

Result<std::unique_ptr<Scorer>> make_text_scorer(const std::string& metric, const Value& arguments,
                                                 PipelinePtr pipeline, std::string name) {
  TextScorer::Parts parts{.name = std::move(name), .aggregation = metric};
  if (metric == "exact_match") {
    auto match = ExactMatch::make(arguments);
    if (!match) {
      return match.error();
    }
    parts.aggregation = "mean";
    parts.metric = [match = std::move(*match)](const std::string& answer, const Texts& golds, Judgement& judgement) {
      const bool is_right = match.is_any(answer, golds);
      judgement.outcome = is_right ? Outcome::kRight : Outcome::kWrong;
      judgement.value = is_right ? 1 : 0;
    };
  } else if (metric == "bleu") {
    const std::string wanted = arguments.text_at("tokenize").value_or("13a");
    const auto tokenizer = bleu_tokenizer_named(wanted);
    if (!tokenizer) {
      const std::array<std::string, 5> known{"13a", "char", "intl", "none", "zh"};
      return Error{ErrorKind::kInvalidConfig, "metric bleu: " + unknown_name("tokenizer", wanted, known)};
    }
    parts.metric =
        corpus_metric([options = BleuOptions{.tokenizer = *tokenizer}](const std::string& a, const Texts& golds) {
          return bleu_parts(a, golds, options);
        });
  } else if (metric == "chrf") {
    parts.metric = corpus_metric([](const std::string& a, const Texts& golds) { return chrf_parts(a, golds); });
  } else if (metric == "chrf++") {
    parts.metric = corpus_metric(
        [](const std::string& a, const Texts& golds) { return chrf_parts(a, golds, {.word_orders = 2}); });
  } else if (metric == "ter") {
    parts.is_higher_better = false;
    parts.metric = corpus_metric([](const std::string& a, const Texts& golds) { return ter_parts(a, golds); });
  } else if (metric == "bypass") {
    parts.metric = [](const std::string& /*answer*/, const Texts& /*golds*/, Judgement& judgement) {
      judgement.rule = "not judged: metric bypass";
    };
  } else {
    return Error{ErrorKind::kUnsupported, "metric '" + printable(metric, 40) +
                                              "' is not known for generated texts; known: bleu, bypass, chrf, chrf++, "
                                              "exact_match, ter, and graders of mathematics (math_equal, "
                                              "math_verify, ...: docs/METHOD.md)"};
  }
  return std::unique_ptr<Scorer>(std::make_unique<TextScorer>(std::move(parts), std::move(pipeline)));
}

std::unique_ptr<Scorer> make_handler_scorer(ProcessResults function, HandlerMetric metric, PipelinePtr pipeline) {
  return std::make_unique<HandlerScorer>(function, std::move(metric), std::move(pipeline));
}

std::unique_ptr<Scorer> make_likelihood_scorer(const std::string& metric, bool is_rolling) {
  if (is_rolling) {
    if (metric == "word_perplexity") {
      return std::make_unique<LikelihoodScorer>(
          LikelihoodScorer::Parts{"word_perplexity", "weighted_perplexity", Weight::kWords});
    }
    if (metric == "byte_perplexity") {
      return std::make_unique<LikelihoodScorer>(
          LikelihoodScorer::Parts{"byte_perplexity", "weighted_perplexity", Weight::kBytes});
    }
    return metric == "bits_per_byte" ? std::make_unique<LikelihoodScorer>(
                                           LikelihoodScorer::Parts{"bits_per_byte", "bits_per_byte", Weight::kBytes})
                                     : nullptr;
  }
  if (metric == "acc") {
    return std::make_unique<GreedyScorer>();
  }
  return metric == "perplexity"
             ? std::make_unique<LikelihoodScorer>(LikelihoodScorer::Parts{"perplexity", "perplexity", Weight::kNone})
             : nullptr;
}

}  // namespace assay
