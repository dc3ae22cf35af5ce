// The kernel "copy": n floats from one place to another, bit for bit.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "harness/api/kernel.h"

namespace assay {

// One way to do it.
class CopyImplementation {
 public:
  virtual ~CopyImplementation() = default;
  virtual void use_threads(int threads) = 0;
  // REQUIRES: equal lengths, no overlap.
  virtual Status copy(std::span<const float> from, std::span<float> to) = 0;
  virtual std::string library() const { return ""; }
};

// Shape: n. Formula 1: 0 FLOPs, 2 × 4n bytes. Tolerance: none.
std::unique_ptr<Kernel> make_copy_kernel(std::unique_ptr<CopyImplementation> implementation);

Result<std::unique_ptr<Kernel>> make_reference_copy();
Result<std::unique_ptr<Kernel>> make_openblas_copy();

}  // namespace assay
