// Bins of equal width.
#include "harness/stats/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/base/check.h"

namespace assay {

std::optional<double> expected_calibration_error(std::span<const double> confidences, std::span<const double> rights,
                                                 std::span<const double> weights) {
  ASSAY_CHECK(confidences.size() == rights.size(), "every answer is right or wrong");
  std::array<double, kCalibrationBins> gaps{};  // sums of confidence - right
  double total = 0;
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    const double weight = weights.empty() ? 1 : weights[i];
    const auto bin = static_cast<int>(std::ceil(confidences[i] * kCalibrationBins)) - 1;
    gaps[static_cast<std::size_t>(std::clamp(bin, 0, kCalibrationBins - 1))] += weight * (confidences[i] - rights[i]);
    total += weight;
  }
  if (total == 0) {
    return std::nullopt;
  }
  double sum = 0;
  for (const double gap : gaps) {
    sum += std::abs(gap);
  }
  return sum / total;
}

}  // namespace assay
