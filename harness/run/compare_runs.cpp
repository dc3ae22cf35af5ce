// Pairing two runs sample by sample.
#include "harness/run/compare_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "harness/base/text.h"
#include "harness/run/noise.h"

namespace assay {
namespace {

std::vector<std::array<std::string, 3>> differing_settings(const RunView& first, const RunView& second) {
  std::map<std::string, std::array<std::string, 2>> all;
  for (const auto& [view, side] : {std::pair{&first, 0}, std::pair{&second, 1}}) {
    for (const SettingRecord& setting : view->settings) {
      if (setting.is_identity) {
        all[setting.model + " " + setting.task + " " + setting.key][static_cast<std::size_t>(side)] = setting.value;
      }
    }
  }
  std::vector<std::array<std::string, 3>> differing;
  for (const auto& [key, values] : all) {
    if (values[0] != values[1]) {
      differing.push_back({std::string(trim(key)), values[0], values[1]});
    }
  }
  return differing;
}

std::size_t best(const Response& response) {
  const auto found =
      std::max_element(response.choices.begin(), response.choices.end(),
                       [](const ChoiceScore& a, const ChoiceScore& b) { return a.log_likelihood < b.log_likelihood; });
  return static_cast<std::size_t>(found - response.choices.begin());
}

// The one difference between two answers to the same sample, if any.
std::optional<AnswerDifference> difference_of(const AnswerRecord& first, const AnswerRecord& second) {
  if (!first.response.choices.empty()) {
    const std::size_t chosen = best(first.response);
    if (second.response.choices.size() == first.response.choices.size() && chosen == best(second.response)) {
      return std::nullopt;
    }
    double runner_up = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < first.response.choices.size(); ++i) {
      runner_up = i == chosen ? runner_up : std::max(runner_up, first.response.choices[i].log_likelihood);
    }
    return AnswerDifference{
        .key = first.key, .what = "choice", .gap = first.response.choices[chosen].log_likelihood - runner_up};
  }
  if (const auto parted = first_divergence(first.response, second.response)) {
    return AnswerDifference{.key = first.key, .what = "tokens", .token = parted->token, .gap = parted->gap};
  }
  return std::nullopt;
}

void compare_scores(const RunView& first, const RunView& second, RunComparison& compared) {
  std::map<std::pair<SampleKey, std::string>, double> values;
  for (const ScoreRecord& score : second.scores) {
    if (score.judgement.value) {
      values[{score.key, score.scorer}] = *score.judgement.value;
    }
  }
  for (const ScoreRecord& score : first.scores) {
    const auto other = values.find({score.key, score.scorer});
    if (score.judgement.value && other != values.end()) {
      const std::size_t cell = (*score.judgement.value >= 0.5 ? 0 : 2) + (other->second >= 0.5 ? 0 : 1);
      ++compared.scores[{score.key.model, score.key.task, score.scorer}][cell];
    }
  }
}

}  // namespace

RunComparison compare_runs(const RunView& first, const RunView& second) {
  RunComparison compared{.settings = differing_settings(first, second)};
  std::map<SampleKey, const AnswerRecord*> others;
  for (const AnswerRecord& answer : second.answers) {
    others[answer.key] = &answer;
  }
  for (const AnswerRecord& answer : first.answers) {
    const auto other = others.find(answer.key);
    if (other == others.end() || other->second->document_hash != answer.document_hash) {
      continue;
    }
    ++compared.pairs;
    compared.equal_prompts +=
        other->second->prompt == answer.prompt && other->second->continuations == answer.continuations ? 1 : 0;
    const auto& choices = answer.response.choices;
    for (std::size_t i = 0; i < std::min(choices.size(), other->second->response.choices.size()); ++i) {
      compared.shift_max = std::max(
          compared.shift_max, std::abs(choices[i].log_likelihood - other->second->response.choices[i].log_likelihood));
    }
    if (auto difference = difference_of(answer, *other->second)) {
      compared.differences.push_back(std::move(*difference));
    } else {
      ++compared.equal_answers;
    }
  }
  compare_scores(first, second, compared);
  return compared;
}

}  // namespace assay
