// Kernel: one computation in one implementation, verified before it is timed. Plain: .cu files include this header.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// Ideal work of one run: each tensor moved once. Formulas: docs/METHOD.md "kernels".
struct KernelCost {
  double flops = 0;
  double bytes = 0;
  int formula_version = 1;
};

using KernelShape = std::map<std::string, std::int64_t>;  // "m", "n", "k"

struct KernelError {
  double error_max = 0;  // largest deviation from the reference, in units of the kernel's tolerance: <= 1 passes
  std::string worst;     // where, for the message: "c[12][7] = 3.5, reference 3.25"
};

// prepare, then verify, then run any number of times. One thread.
class Kernel {
 public:
  virtual ~Kernel() = default;

  // Allocates and fills the inputs from `seed` (random values, never zeros), for `copies` rotating sets of buffers, so
  // that consecutive runs can find cold caches. kUnsupported for a shape it cannot do, kEnvironment without memory.
  virtual Status prepare(const KernelShape& shape, std::uint64_t seed, int threads, int copies) = 0;

  // Computes once on the buffers of `copy` and waits for the end. REQUIRES: prepare succeeded, 0 <= copy < copies.
  virtual Status run(int copy) = 0;

  // Poisons the outputs, runs once, compares with the reference in float64. REQUIRES: prepare succeeded.
  virtual Result<KernelError> verify() = 0;

  virtual KernelCost cost() const = 0;
  virtual std::int64_t working_set_bytes() const = 0;  // of one copy

  // Name and version of the foreign library that computes; "" if none does. Valid before prepare.
  virtual std::string library() const { return ""; }
};

struct KernelEntry {
  std::string_view kernel;          // "gemm_f32"
  std::string_view implementation;  // "reference"
  std::string_view summary;
  std::string_view axes;          // of its shape, in the order they are printed: "m n k"
  bool is_compute_bound = false;  // which peak its share is taken of
  // kEnvironment if this machine lacks what it needs, with the remedy.
  Result<std::unique_ptr<Kernel>> (*make)();
};

// What the machine can do at most, found by running loops that do nothing else.
struct PeakRate {
  double per_s = 0;
  std::string kind;  // how it was found: "measured FMA throughput (avx2), 2 threads"
};

// Each call measures anew and takes the fastest of many short bursts. One thread calls.
class KernelPeaks {
 public:
  virtual ~KernelPeaks() = default;
  // Single-precision operations a second.
  virtual Result<PeakRate> measure_flops(int threads) = 0;
  // Bytes read and written a second by a copy that goes through `footprint_bytes` in all, again and again.
  virtual Result<PeakRate> measure_bytes(int threads, std::int64_t footprint_bytes) = 0;
};

}  // namespace assay
