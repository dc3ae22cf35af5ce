// The difference of two independent scores.
#include "harness/stats/contamination.h"

#include <cmath>

namespace assay {

ScoreDifference score_difference(const MeasuredScore& first, const MeasuredScore& second) {
  ScoreDifference difference{.value = first.value - second.value};
  difference.interval.low =
      difference.value - std::hypot(first.value - first.interval.low, second.interval.high - second.value);
  difference.interval.high =
      difference.value + std::hypot(first.interval.high - first.value, second.value - second.interval.low);
  if (first.standard_error && second.standard_error) {
    difference.standard_error = std::hypot(*first.standard_error, *second.standard_error);
  }
  return difference;
}

bool is_shown(const ScoreDifference& difference) { return difference.interval.low > 0 || difference.interval.high < 0; }

}  // namespace assay
