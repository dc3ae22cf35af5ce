// Order statistics of a copy.
#include "harness/stats/robust.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/intervals.h"

namespace assay {
namespace {

constexpr double kMedianOverMean = 1.2533;   // sqrt(pi / 2): error of a median over that of a mean, normal values
constexpr double kIqrOverDeviation = 1.349;  // of normal values

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  std::sort(copy.begin(), copy.end());
  return copy;
}

}  // namespace

std::optional<double> relative_error_of_median(std::span<const double> values) {
  const std::vector<double> ordered = sorted(values);
  const auto middle = quantile(ordered, 0.5);
  if (ordered.size() < 2 || !middle || *middle <= 0) {
    return std::nullopt;
  }
  const double range = *quantile(ordered, 0.75) - *quantile(ordered, 0.25);
  return kMedianOverMean * (range / kIqrOverDeviation) / (std::sqrt(static_cast<double>(ordered.size())) * *middle);
}

std::optional<double> median(std::span<const double> values) { return quantile(sorted(values), 0.5); }

}  // namespace assay
