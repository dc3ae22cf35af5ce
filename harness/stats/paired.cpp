// Paired differences and the exact McNemar test.
#include "harness/stats/paired.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/base/check.h"
#include "harness/stats/moments.h"

namespace assay {

double mcnemar_exact(std::int64_t gained, std::int64_t lost) {
  const std::int64_t n = gained + lost;
  const std::int64_t smaller = std::min(gained, lost);
  double tail = 0;
  for (std::int64_t k = 0; k <= smaller; ++k) {
    const auto count = static_cast<double>(n);
    const auto hits = static_cast<double>(k);
    tail += std::exp(std::lgamma(count + 1) - std::lgamma(hits + 1) - std::lgamma(count - hits + 1) -
                     count * std::log(2.0));
  }
  return std::min(1.0, 2 * tail);
}

PairedDifference paired_difference(std::span<const double> first, std::span<const double> second) {
  ASSAY_CHECK(first.size() == second.size(), "pairs need two values each");
  PairedDifference result{.n = static_cast<std::int64_t>(first.size())};
  std::vector<double> differences;
  Moments moments;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double difference = second[i] - first[i];
    differences.push_back(difference);
    moments.add(difference);
    result.gained += difference > 0 ? 1 : 0;
    result.lost += difference < 0 ? 1 : 0;
  }
  result.mean = moments.mean();
  result.interval = t_interval(differences);
  result.mcnemar_p = mcnemar_exact(result.gained, result.lost);
  return result;
}

}  // namespace assay
