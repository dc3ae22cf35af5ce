// Hypergeometric chances as products and sums of ratios: nothing overflows, whatever the number of answers.
#include "harness/stats/repeats.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "harness/base/check.h"
#include "harness/stats/aggregate.h"

namespace assay {
namespace {

constexpr double kOffEndMin = 3;  // documents' worth of distance from 0 and 1

void check(Tally tally, std::int64_t k) {
  ASSAY_CHECK(tally.right >= 0 && tally.right <= tally.answers, "no more answers are right than there are");
  ASSAY_CHECK(k >= 1 && k <= tally.answers, "k answers are drawn from those there are");
}

double log_choose(std::int64_t n, std::int64_t r) {
  const auto log_factorial = [](std::int64_t number) { return std::lgamma(static_cast<double>(number) + 1); };
  return log_factorial(n) - log_factorial(r) - log_factorial(n - r);
}

// P(exactly `hits` right ones among k), for hits from 0 to k.
std::vector<double> hit_chances(Tally tally, std::int64_t k) {
  std::vector<double> chances(static_cast<std::size_t>(k) + 1, 0.0);
  const std::int64_t wrong = tally.answers - tally.right;
  const double all = log_choose(tally.answers, k);
  for (std::int64_t hits = std::max<std::int64_t>(0, k - wrong); hits <= std::min(k, tally.right); ++hits) {
    chances[static_cast<std::size_t>(hits)] =
        std::exp(log_choose(tally.right, hits) + log_choose(wrong, k - hits) - all);
  }
  return chances;
}

double tail(const std::vector<double>& chances, std::int64_t from) {
  double sum = 0;
  for (auto hits = static_cast<std::size_t>(from); hits < chances.size(); ++hits) {
    sum += chances[hits];
  }
  return std::min(1.0, sum);
}

// Wilson's interval for a mean whose variance is that of `count` answers of yes and no.
Interval wilson_like(double mean, double count, double quantile) {
  const double q2 = quantile * quantile;
  const double centre = (mean + q2 / (2 * count)) / (1 + q2 / count);
  const double half = quantile * std::sqrt(mean * (1 - mean) / count + q2 / (4 * count * count)) / (1 + q2 / count);
  return {.low = std::max(0.0, centre - half), .high = std::min(1.0, centre + half)};
}

bool is_yes_or_no(double value) { return value == 0 || value == 1; }

}  // namespace

double pass_at_k(Tally tally, std::int64_t k) {
  check(tally, k);
  const std::int64_t wrong = tally.answers - tally.right;
  if (wrong < k) {
    return 1;
  }
  double none = 1;  // the chance that all k are wrong
  for (std::int64_t i = 0; i < k; ++i) {
    none *= static_cast<double>(wrong - i) / static_cast<double>(tally.answers - i);
  }
  return 1 - none;
}

double g_pass_at_k(Tally tally, std::int64_t k, double tau) {
  check(tally, k);
  ASSAY_CHECK(tau >= 0 && tau <= 1, "tau is a share");
  // i / k times k may come out a little above i.
  const auto wanted = static_cast<std::int64_t>(std::ceil(tau * static_cast<double>(k) - 1e-9));
  if (tally.right == tally.answers) {
    return 1;
  }
  return tail(hit_chances(tally, k), std::max<std::int64_t>(1, wanted));
}

double mg_pass_at_k(Tally tally, std::int64_t k) {
  check(tally, k);
  ASSAY_CHECK(k >= 2, "mG-Pass@k needs two answers");
  const std::vector<double> chances = hit_chances(tally, k);
  // The sum of tails from i on, over i, takes the chance of each number of hits as often as it is in one.
  double sum = 0;
  const std::int64_t first = (k + 1) / 2 + 1;
  for (std::int64_t hits = first; hits <= k; ++hits) {
    sum += static_cast<double>(hits - first + 1) * chances[static_cast<std::size_t>(hits)];
  }
  return 2 * sum / static_cast<double>(k);
}

std::optional<ShareEstimate> estimate_share(std::span<const double> values, std::span<const std::int64_t> clusters) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::vector<std::vector<double>> parts;
  parts.reserve(values.size());
  for (const double value : values) {
    ASSAY_CHECK(value >= 0 && value <= 1, "a share is between 0 and 1");
    parts.push_back({value});
  }
  ShareEstimate estimate{.mean = aggregate(Aggregation::kMean, parts).value_or(0),
                         .n = static_cast<std::int64_t>(values.size())};
  estimate.standard_error = aggregate_error(Aggregation::kMean, parts, {.clusters = clusters}).standard_error;
  const auto groups = clusters.empty()
                          ? estimate.n
                          : static_cast<std::int64_t>(std::set<std::int64_t>(clusters.begin(), clusters.end()).size());
  if (groups < 2) {
    return estimate;
  }
  const bool is_binary = std::all_of(values.begin(), values.end(), is_yes_or_no);
  const bool is_extreme = is_yes_or_no(estimate.mean);
  if (is_binary && (clusters.empty() || is_extreme)) {  // all alike: clusters count as one answer each
    const auto right = std::llround(estimate.mean * static_cast<double>(groups));
    estimate.interval = clopper_pearson_interval(right, groups);
  } else if (const double error = estimate.standard_error.value_or(0); error > 0) {
    const auto count = static_cast<double>(groups);
    const double effective = estimate.mean * (1 - estimate.mean) / (error * error);
    // So near an end, the variance seen leaves out rare documents: no narrower than for answers of yes and no.
    const bool is_near_end = count * std::min(estimate.mean, 1 - estimate.mean) < kOffEndMin;
    estimate.interval = wilson_like(estimate.mean, is_near_end ? std::min(effective, count) : effective,
                                    student_t_quantile(0.975, count - 1));
  }
  return estimate;
}

}  // namespace assay
