// Welford's update.
#include "harness/stats/moments.h"

namespace assay {

void Moments::add(double value) {
  ++count_;
  const double before = value - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (value - mean_);
}

std::optional<double> Moments::variance() const {
  return count_ < 2 ? std::nullopt : std::optional<double>(squares_ / static_cast<double>(count_ - 1));
}

}  // namespace assay
