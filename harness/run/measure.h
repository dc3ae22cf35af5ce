// The measuring engine: times a callable by a clock until a stopping rule is content; knows nothing of kernels.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "harness/base/clock.h"
#include "harness/base/result.h"
#include "harness/run/stopping.h"

namespace assay {

struct MeasureOptions {
  StoppingRule rule;
  double warm_up_s = 0.03;  // untimed, and at least two runs: first calls load code, wake threads, raise clocks
  // A sample lasts at least this long, by running several times in a row if need be; never less than a thousand steps
  // of the clock, so that reading it adds at most 0.1 %.
  double sample_min_s = 1e-4;
};

struct Measurement {
  std::vector<double> samples_s;  // every sample: seconds of one run, the mean over its batch; in order, none dropped
  std::int64_t batch = 1;         // runs in one sample
  StopCause cause = StopCause::kGoOn;
  double relative_error = 0;
};

// `run(i)` does the i-th run, counting from 0 over warm-up and samples, so that a caller can rotate its buffers.
// `is_cancelled` is asked between samples. The first error of `run` ends it.
Result<Measurement> measure(const Clock& clock, const std::function<Status(std::int64_t)>& run,
                            const MeasureOptions& options, const std::function<bool()>& is_cancelled);

// The smallest step the clock was seen to make; 1 ns for one that stands still.
Nanos clock_step(const Clock& clock);

}  // namespace assay
