// Ranking and probabilities of choices.
#include "tasks/metrics/choices.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/base/check.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

double per(double sum, std::size_t length) {
  return length == 0 ? -std::numeric_limits<double>::infinity() : sum / static_cast<double>(length);
}

}  // namespace

std::vector<double> choice_figures(const ScoredChoices& choices, ChoiceRule rule) {
  ASSAY_CHECK(choices.texts.size() == choices.scores.size(), "every choice has a text and a score");
  ASSAY_CHECK(rule != ChoiceRule::kMutualInfo || choices.unconditional.size() == choices.scores.size(),
              "mutual information needs a score without the context for every choice");
  std::vector<double> figures;
  for (std::size_t i = 0; i < choices.scores.size(); ++i) {
    const double sum = choices.scores[i].log_likelihood;
    switch (rule) {
      case ChoiceRule::kSum:
        figures.push_back(sum);
        break;
      case ChoiceRule::kPerCharacter:
        figures.push_back(per(sum, code_points(choices.texts[i])));
        break;
      case ChoiceRule::kPerByte:
        figures.push_back(per(sum, choices.texts[i].size()));
        break;
      case ChoiceRule::kPerToken:
        figures.push_back(per(sum, static_cast<std::size_t>(std::max(0, choices.scores[i].tokens))));
        break;
      case ChoiceRule::kMutualInfo:
        figures.push_back(sum - choices.unconditional[i].log_likelihood);
        break;
    }
  }
  return figures;
}

std::optional<std::size_t> chosen(std::span<const double> figures) {
  if (figures.empty()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(std::max_element(figures.begin(), figures.end()) - figures.begin());
}

std::vector<double> choice_probabilities(std::span<const ChoiceScore> scores) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const ChoiceScore& score : scores) {
    largest = std::max(largest, score.log_likelihood);
  }
  std::vector<double> probabilities;
  double total = 0;
  for (const ChoiceScore& score : scores) {
    // Where all are minus infinity, none is likelier than another.
    probabilities.push_back(std::isinf(largest) ? 1 : std::exp(score.log_likelihood - largest));
    total += probabilities.back();
  }
  for (double& probability : probabilities) {
    probability /= total;
  }
  return probabilities;
}

double brier_part(std::span<const double> probabilities, std::size_t gold) {
  ASSAY_CHECK(gold < probabilities.size(), "the gold choice is one of the choices");
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double gap = probabilities[i] - (i == gold ? 1 : 0);
    sum += gap * gap;
  }
  return sum;
}

bool is_gold_greedy(std::span<const ChoiceScore> scores, std::span<const std::size_t> golds) {
  return std::any_of(golds.begin(), golds.end(),
                     [&](std::size_t gold) { return gold < scores.size() && scores[gold].is_greedy; });
}

std::size_t word_count(std::string_view text) {
  std::size_t count = 1;
  bool was_space = false;
  for (const char32_t c : to_points(text)) {
    const bool is_space = is_python_space(c);
    count += is_space && !was_space ? 1 : 0;
    was_space = is_space;
  }
  return count;
}

}  // namespace assay
