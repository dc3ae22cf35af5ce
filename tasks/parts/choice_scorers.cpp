// Comparing choices.
#include "tasks/parts/choice_scorers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "tasks/metrics/choices.h"
#include "tasks/parts/finish.h"

namespace assay {
namespace {

struct RankedBy {
  std::string_view metric;
  ChoiceRule rule;
  std::string_view words;
};

constexpr std::array<RankedBy, 5> kRankings{{
    {"acc", ChoiceRule::kSum, "argmax of sums"},
    {"acc_norm", ChoiceRule::kPerCharacter, "argmax of sums per code point"},
    {"acc_bytes", ChoiceRule::kPerByte, "argmax of sums per byte"},
    {"acc_tokens", ChoiceRule::kPerToken, "argmax of sums per token"},
    {"acc_mutual_info", ChoiceRule::kMutualInfo, "argmax of sums less the sums behind an empty context"},
}};

std::vector<std::size_t> golds_of(const Sample& sample) {
  std::vector<std::size_t> golds(sample.gold_choices.begin(), sample.gold_choices.end());
  if (golds.empty() && sample.gold_choice) {
    golds.push_back(static_cast<std::size_t>(*sample.gold_choice));
  }
  return golds;
}

std::span<const ChoiceScore> conditional(const Sample& sample, const Response& response) {
  return std::span(response.choices).first(sample.choices.size());
}

// REQUIRES: judge_scored passed.
std::size_t best_choice(const Sample& sample, const Response& response, ChoiceRule rule) {
  ScoredChoices choices{.scores = conditional(sample, response), .texts = sample.choices};
  if (rule == ChoiceRule::kMutualInfo) {
    choices.unconditional = std::span(response.choices).subspan(sample.choices.size(), sample.choices.size());
  }
  return chosen(choice_figures(choices, rule)).value_or(0);
}

Judgement verdict(const Sample& sample, std::size_t choice, std::string_view rule) {
  const auto golds = golds_of(sample);
  const bool is_right = std::find(golds.begin(), golds.end(), choice) != golds.end();
  return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
          .value = is_right ? 1 : 0,
          .answer = sample.choices[choice],
          .rule = std::string(rule)};
}

class RankedChoice final : public Scorer {
 public:
  RankedChoice(const RankedBy& by, bool is_supplementary) : by_(by), is_supplementary_(is_supplementary) {}
  std::string_view name() const override { return by_.metric; }
  int version() const override { return 1; }
  bool is_supplementary() const override { return is_supplementary_; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    const std::size_t scored = sample.choices.size() * (by_.rule == ChoiceRule::kMutualInfo ? 2 : 1);
    if (auto early = judge_scored(response, scored)) {
      return *early;
    }
    return verdict(sample, best_choice(sample, response, by_.rule), by_.words);
  }

 private:
  const RankedBy& by_;
  const bool is_supplementary_;
};

class GreedyChoice final : public Scorer {
 public:
  std::string_view name() const override { return "exact_match"; }
  int version() const override { return 2; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_scored(response, sample.choices.size())) {
      return *early;
    }
    const bool is_right = is_gold_greedy(conditional(sample, response), golds_of(sample));
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = is_right ? sample.gold : "",
            .rule = "every token of the gold choice is the most likely one"};
  }
};

enum class Figure { kF1, kMcc, kBrier, kCalibration };

struct FigureEntry {
  std::string_view metric;
  Figure figure;
  std::string_view aggregation;
  bool is_higher_better;
};

constexpr std::array<FigureEntry, 4> kFigures{{{"f1", Figure::kF1, "f1", true},
                                               {"mcc", Figure::kMcc, "matthews_corrcoef", true},
                                               {"brier_score", Figure::kBrier, "mean", false},
                                               {"ece", Figure::kCalibration, "calibration_error", false}}};

class ChoiceFigure final : public Scorer {
 public:
  ChoiceFigure(const FigureEntry& entry, bool is_supplementary) : entry_(entry), is_supplementary_(is_supplementary) {}
  std::string_view name() const override { return entry_.metric; }
  int version() const override { return 1; }
  std::string_view aggregation() const override { return entry_.aggregation; }
  bool is_higher_better() const override { return entry_.is_higher_better; }
  bool is_supplementary() const override { return is_supplementary_; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_scored(response, sample.choices.size())) {
      early->value.reset();
      return *early;
    }
    const auto golds = golds_of(sample);
    if (golds.empty()) {
      return {.outcome = Outcome::kWrong, .rule = "the document's gold is none of its choices"};
    }
    const std::size_t choice = best_choice(sample, response, ChoiceRule::kSum);
    Judgement judgement = verdict(sample, choice, "from the probabilities of the choices");
    const auto shares = choice_probabilities(conditional(sample, response));
    switch (entry_.figure) {
      case Figure::kBrier:
        judgement.value = brier_part(shares, golds.front());
        break;
      case Figure::kCalibration:
        judgement.parts = {shares[choice], *judgement.value};
        break;
      default:
        judgement.parts = {static_cast<double>(golds.front()), static_cast<double>(choice)};
    }
    return judgement;
  }

 private:
  const FigureEntry& entry_;
  const bool is_supplementary_;
};

}  // namespace

std::unique_ptr<Scorer> make_choice_scorer(std::string_view name, bool is_supplementary) {
  for (const RankedBy& by : kRankings) {
    if (by.metric == name) {
      return std::make_unique<RankedChoice>(by, is_supplementary);
    }
  }
  for (const FigureEntry& entry : kFigures) {
    if (entry.metric == name) {
      return std::make_unique<ChoiceFigure>(entry, is_supplementary);
    }
  }
  return name == "exact_match" ? std::make_unique<GreedyChoice>() : nullptr;
}

std::vector<std::string_view> supplementary_choice_scorers() {
  return {"acc", "acc_norm", "acc_bytes", "acc_tokens", "brier_score", "ece"};
}

}  // namespace assay
