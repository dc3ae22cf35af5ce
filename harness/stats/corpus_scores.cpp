// The formulas of sacreBLEU 2 in its default settings.
#include "harness/stats/corpus_scores.h"

#include <algorithm>
#include <cmath>

#include "harness/base/check.h"

namespace assay {

double bleu_score(std::span<const double> sums) {
  constexpr std::size_t kOrders = 4;
  ASSAY_CHECK(sums.size() == 2 + 2 * kOrders, "BLEU is made of 10 sums");
  const double hypothesis = sums[0];
  const double reference = sums[1];
  const auto matches = sums.subspan(2, kOrders);
  const auto totals = sums.subspan(2 + kOrders, kOrders);
  if (std::all_of(matches.begin(), matches.end(), [](double count) { return count == 0; })) {
    return 0;
  }
  double penalty = 1;
  if (hypothesis < reference) {
    penalty = hypothesis > 0 ? std::exp(1 - reference / hypothesis) : 0;
  }
  double halvings = 1;
  double logarithms = 0;
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (totals[i] == 0) {
      return 0;  // too short for this order: its precision is nothing
    }
    halvings *= matches[i] == 0 ? 2 : 1;
    const double precision = matches[i] == 0 ? 1 / (halvings * totals[i]) : matches[i] / totals[i];
    logarithms += std::log(100 * precision);
  }
  return penalty * std::exp(logarithms / static_cast<double>(kOrders));
}

double chrf_score(std::span<const double> sums) {
  ASSAY_CHECK(sums.size() % 3 == 0, "chrF is made of three sums for each order");
  constexpr double kBetaSquared = 4;
  double precision = 0;
  double recall = 0;
  int orders = 0;
  for (std::size_t i = 0; i < sums.size(); i += 3) {
    if (sums[i] > 0 && sums[i + 1] > 0) {
      precision += sums[i + 2] / sums[i];
      recall += sums[i + 2] / sums[i + 1];
      ++orders;
    }
  }
  if (orders == 0 || precision + recall == 0) {
    return 0;
  }
  precision /= orders;
  recall /= orders;
  return 100 * (1 + kBetaSquared) * precision * recall / (kBetaSquared * precision + recall);
}

double ter_score(std::span<const double> sums) {
  ASSAY_CHECK(sums.size() == 2, "TER is made of two sums");
  if (sums[1] > 0) {
    return 100 * sums[0] / sums[1];
  }
  return sums[0] > 0 ? 100 : 0;
}

}  // namespace assay
