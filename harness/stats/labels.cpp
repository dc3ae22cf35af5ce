// Everything comes from three counts for each label: in the golds, in the predictions, in both at once.
#include "harness/stats/labels.h"

#include <cmath>
#include <map>

#include "harness/base/check.h"

namespace assay {
namespace {

struct LabelCount {
  double gold = 0;
  double predicted = 0;
  double both = 0;
};

struct Counts {
  std::map<double, LabelCount> labels;
  double total = 0;
  double right = 0;
};

Counts count(const LabelPairs& pairs) {
  ASSAY_CHECK(pairs.golds.size() == pairs.predictions.size(), "every prediction has a gold label");
  Counts counts;
  for (std::size_t i = 0; i < pairs.golds.size(); ++i) {
    const double weight = pairs.weights.empty() ? 1 : pairs.weights[i];
    if (weight == 0) {
      continue;
    }
    counts.total += weight;
    counts.labels[pairs.golds[i]].gold += weight;
    counts.labels[pairs.predictions[i]].predicted += weight;
    if (pairs.golds[i] == pairs.predictions[i]) {
      counts.labels[pairs.golds[i]].both += weight;
      counts.right += weight;
    }
  }
  return counts;
}

double f1_of(const LabelCount& label) {
  const double sum = label.gold + label.predicted;
  return sum == 0 ? 0 : 2 * label.both / sum;
}

}  // namespace

std::optional<double> f1_score(const LabelPairs& pairs, F1Average average) {
  const Counts counts = count(pairs);
  if (counts.total == 0) {
    return std::nullopt;
  }
  if (average == F1Average::kMicro) {
    return counts.right / counts.total;
  }
  if (average == F1Average::kBinary) {
    const auto positive = counts.labels.find(1);
    if (counts.labels.size() > 2 || (counts.labels.size() == 2 && positive == counts.labels.end())) {
      return std::nullopt;
    }
    return positive == counts.labels.end() ? 0 : f1_of(positive->second);
  }
  double sum = 0;
  for (const auto& [label, one] : counts.labels) {
    sum += f1_of(one) * (average == F1Average::kMacro ? 1 : one.gold);
  }
  return sum / (average == F1Average::kMacro ? static_cast<double>(counts.labels.size()) : counts.total);
}

std::optional<double> matthews_correlation(const LabelPairs& pairs) {
  const Counts counts = count(pairs);
  if (counts.total == 0) {
    return std::nullopt;
  }
  double gold_predicted = counts.right * counts.total;
  double gold_gold = counts.total * counts.total;
  double predicted_predicted = gold_gold;
  for (const auto& [label, one] : counts.labels) {
    gold_predicted -= one.gold * one.predicted;
    gold_gold -= one.gold * one.gold;
    predicted_predicted -= one.predicted * one.predicted;
  }
  const double product = gold_gold * predicted_predicted;
  return product == 0 ? 0 : gold_predicted / std::sqrt(product);
}

}  // namespace assay
