// Kernel session: verifies each kernel, times it cold and hot, holds it against the machine's measured peak, stores it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/api/kernel.h"
#include "harness/api/record.h"
#include "harness/api/store.h"
#include "harness/base/clock.h"
#include "harness/base/result.h"
#include "harness/run/measure.h"
#include "harness/run/session.h"

namespace assay {

// A share up to this much over 1 is no contradiction: between the measurement of a peak and that of a row the clock may
// rise by a step of its governor (25 to 100 MHz in 3 to 4 GHz), and both figures rest on clock readings.
inline constexpr double kPeakTolerance = 0.03;

// Cold runs go through buffers of this many times the last-level cache before they meet the first again.
inline constexpr int kColdCaches = 2;

struct KernelCase {
  KernelEntry entry;
  KernelShape shape;
};

struct KernelPlan {
  RunId run;
  std::vector<KernelCase> cases;
  std::uint64_t seed = 1;
  int threads = 1;
  std::int64_t cache_bytes = 0;  // the last level's
  MeasureOptions measure;
};

struct KernelParts {
  Clock& clock;
  Store& store;
  BlockMeter& meter;
  KernelPeaks& peaks;
  const std::atomic<int>& interrupts;               // > 0: stop after the sample in flight
  std::function<void(const KernelRecord&)> on_row;  // after it was stored
  std::function<void(const std::string&)> on_peak;  // "measured ...: 101 GFLOP/s"
};

struct KernelResult {
  int rows = 0;
  int incorrect = 0;
  int failed = 0;       // ended with an error, on a machine that has what the implementation needs
  int unavailable = 0;  // of implementations that this machine lacks
  bool is_interrupted = false;
};

// Rows are stored case by case; an interrupted case leaves none. Sets the run's state at its end. Errors: of the store,
// and of a peak that cannot be measured. REQUIRES: begin_run was called for plan.run.
Result<KernelResult> run_kernels(const KernelPlan& plan, const KernelParts& parts);

// "m=512 n=1536 k=576": the axes in the entry's order.
std::string shape_text(const KernelEntry& entry, const KernelShape& shape);

}  // namespace assay
