// How well a median is known, from figures that outliers cannot move.
#pragma once

#include <optional>
#include <span>

namespace assay {

// The standard error of the median of n values as a share of the median: 1.2533 (IQR / 1.349) / (sqrt(n) median), which
// is exact for normal values in the limit (Kendall and Stuart, "The Advanced Theory of Statistics" 1, 10.10-10.12) and,
// unlike s / sqrt(n), does not grow with a few preempted samples. Absent for fewer than two values or a median <= 0.
std::optional<double> relative_error_of_median(std::span<const double> values);

// Of unsorted values. Absent for none.
std::optional<double> median(std::span<const double> values);

}  // namespace assay
