// Comparison of a kernel's output with its reference, element by element, keeping the worst.
#pragma once

#include <cstdint>
#include <string>

#include "harness/api/kernel.h"

namespace assay {

// The error, in tolerances, of what is no number, or must be exact and is not, or lies outside its buffer.
inline constexpr double kWrongAltogether = 1e9;

class Comparison {
 public:
  // REQUIRES: tolerance >= 0.
  void add(std::int64_t index, double value, double expected, double tolerance);

  double error_max() const { return error_max_; }
  std::int64_t worst_index() const { return worst_index_; }

  // `place` names the worst element: "c[12][7]".
  KernelError result(const std::string& place) const;

 private:
  double error_max_ = 0;
  std::int64_t worst_index_ = 0;
  double value_ = 0;
  double expected_ = 0;
};

}  // namespace assay
