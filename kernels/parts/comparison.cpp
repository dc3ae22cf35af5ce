// Errors in units of the tolerance.
#include "kernels/parts/comparison.h"

#include <algorithm>
#include <cmath>

#include "harness/base/check.h"
#include "harness/base/text.h"

namespace assay {

void Comparison::add(std::int64_t index, double value, double expected, double tolerance) {
  ASSAY_CHECK(tolerance >= 0, "a negative tolerance");
  double error = 0;
  if (!std::isfinite(value)) {
    error = kWrongAltogether;
  } else if (value != expected) {
    error = tolerance > 0 ? std::min(kWrongAltogether, std::abs(value - expected) / tolerance) : kWrongAltogether;
  }
  if (error > error_max_) {
    error_max_ = error;
    worst_index_ = index;
    value_ = value;
    expected_ = expected;
  }
}

KernelError Comparison::result(const std::string& place) const {
  if (error_max_ == 0) {
    return {};
  }
  const std::string value = std::isfinite(value_) ? exact_number(value_) : "not a finite number";
  return {.error_max = error_max_, .worst = place + " = " + value + ", reference " + exact_number(expected_)};
}

}  // namespace assay
