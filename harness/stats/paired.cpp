// Paired differences: the exact McNemar test and the interval that the score test gives when it is turned round.
#include "harness/stats/paired.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/base/check.h"
#include "harness/stats/moments.h"

namespace assay {
namespace {

constexpr double kZ95 = 1.959963984540054;  // the 97.5 % quantile of the normal distribution

bool is_zero_or_one(double value) { return value == 0 || value == 1; }

// Tango's score statistic for the hypothesis that the difference is `delta`. Falls as delta rises.
double score_statistic(double gained, double lost, double n, double delta) {
  // The lost share's maximum-likelihood estimate under the hypothesis: the larger root of a quadratic.
  const double a = 2 * n;
  const double b = -gained - lost + (2 * n - gained + lost) * delta;
  const double c = -lost * delta * (1 - delta);
  const double share = (std::sqrt(std::max(0.0, b * b - 4 * a * c)) - b) / (2 * a);
  const double variance = n * (2 * share + delta * (1 - delta));
  const double distance = gained - lost - n * delta;
  if (variance <= 0) {
    return distance == 0 ? 0 : std::copysign(HUGE_VAL, distance);
  }
  return distance / std::sqrt(variance);
}

// Where the statistic reaches `target` between two differences, by bisection.
double solve_score(double gained, double lost, double n, double target, double low, double high) {
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (score_statistic(gained, lost, n, middle) > target ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

std::optional<Interval> tango_interval(std::int64_t gained, std::int64_t lost, std::int64_t n) {
  ASSAY_CHECK(gained >= 0 && lost >= 0 && gained + lost <= n, "pairs that differ are among n");
  if (n == 0) {
    return std::nullopt;
  }
  const auto plus = static_cast<double>(gained);
  const auto minus = static_cast<double>(lost);
  const auto count = static_cast<double>(n);
  const double estimate = (plus - minus) / count;
  return Interval{.low = solve_score(plus, minus, count, kZ95, -1, estimate),
                  .high = solve_score(plus, minus, count, -kZ95, estimate, 1)};
}

bool is_shown(const PairedDifference& difference) {
  const bool leaves_zero_out = difference.interval && (difference.interval->low > 0 || difference.interval->high < 0);
  return leaves_zero_out && (!difference.is_binary || difference.mcnemar_p < 0.05);
}

double mcnemar_exact(std::int64_t gained, std::int64_t lost) {
  ASSAY_CHECK(gained >= 0 && lost >= 0, "counts are not negative");
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
  PairedDifference result{.n = static_cast<std::int64_t>(first.size()), .is_binary = true};
  std::vector<double> differences;
  Moments moments;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double difference = second[i] - first[i];
    differences.push_back(difference);
    moments.add(difference);
    result.gained += difference > 0 ? 1 : 0;
    result.lost += difference < 0 ? 1 : 0;
    result.is_binary = result.is_binary && is_zero_or_one(first[i]) && is_zero_or_one(second[i]);
  }
  result.mean = moments.mean();
  result.interval = result.is_binary ? tango_interval(result.gained, result.lost, result.n) : t_interval(differences);
  result.mcnemar_p = mcnemar_exact(result.gained, result.lost);
  return result;
}

}  // namespace assay
