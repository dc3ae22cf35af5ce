// Mean and variance in one pass.
#pragma once

#include <cstdint>
#include <optional>

namespace assay {

// Welford's algorithm (Technometrics 4(3), 1962): no cancellation on shifted data.
class Moments {
 public:
  void add(double value);
  std::int64_t count() const { return count_; }
  double mean() const { return mean_; }  // 0 if nothing was added
  // Sample variance (n - 1). Absent for fewer than two values.
  std::optional<double> variance() const;

 private:
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

}  // namespace assay
