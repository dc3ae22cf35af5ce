// Calibration: whether answers given with probability p are right as often as p says.
#pragma once

#include <optional>
#include <span>

namespace assay {

inline constexpr int kCalibrationBins = 15;

// Expected calibration error (Naeini et al., AAAI 2015; Guo et al., ICML 2017) over 15 bins of equal width, bin b for
// (b/15, (b+1)/15] and 0 in the first: the mean gap between confidence and share right in each bin, weighted by the
// bin's size. `confidences` are the probabilities of the chosen answers, `rights` 1 or 0; `weights` count each (empty:
// once). Absent for none. REQUIRES: equal lengths, confidences in [0, 1].
std::optional<double> expected_calibration_error(std::span<const double> confidences, std::span<const double> rights,
                                                 std::span<const double> weights = {});

}  // namespace assay
