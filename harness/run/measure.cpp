// Warm-up, batch size, samples.
#include "harness/run/measure.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr int kClockReadings = 200;
constexpr double kClockStepsMin = 1000;      // of one sample
constexpr std::int64_t kBatchMax = 1 << 20;  // a run that takes no time at all ends somewhere
constexpr int kBatchTrials = 3;
constexpr int kWarmUpRunsMin = 2;

// Runs in a row, timed as one; the count goes on over all of them.
class Runner {
 public:
  Runner(const Clock& clock, const std::function<Status(std::int64_t)>& run) : clock_(clock), run_(run) {}

  Result<double> time(std::int64_t runs) {
    const Nanos begun = clock_.now();
    for (std::int64_t i = 0; i < runs; ++i) {
      if (auto done = run_(next_++); !done) {
        return done.error();
      }
    }
    return seconds(clock_.now() - begun);
  }

 private:
  const Clock& clock_;
  const std::function<Status(std::int64_t)>& run_;
  std::int64_t next_ = 0;
};

// Warms up and returns the fastest run's time: what the batch is sized by, as a disturbed one would make it too small.
Result<double> warm_up(Runner& runner, const Clock& clock, double warm_up_s,
                       const std::function<bool()>& is_cancelled) {
  const Nanos begun = clock.now();
  double fastest_s = 0;
  for (int runs = 0; runs < kWarmUpRunsMin || (seconds(clock.now() - begun) < warm_up_s && !is_cancelled()); ++runs) {
    const auto run_s = runner.time(1);
    if (!run_s) {
      return run_s.error();
    }
    fastest_s = runs == 0 ? *run_s : std::min(fastest_s, *run_s);
    if (*run_s == 0 && runs >= kClockReadings) {
      break;  // too short for this clock: no time passes however often it runs
    }
  }
  return fastest_s;
}

// One disturbed batch must not pass for a long one.
Result<double> shortest(Runner& runner, std::int64_t batch) {
  double shortest_s = 0;
  for (int i = 0; i < kBatchTrials; ++i) {
    const auto batch_s = runner.time(batch);
    if (!batch_s) {
      return batch_s.error();
    }
    shortest_s = i == 0 ? *batch_s : std::min(shortest_s, *batch_s);
  }
  return shortest_s;
}

// A batch that lasts `sample_min_s`, found by growing it; a guess from single runs would count the clock's readings.
Result<std::int64_t> choose_batch(Runner& runner, double fastest_s, double sample_min_s) {
  if (fastest_s >= sample_min_s) {
    return std::int64_t{1};
  }
  std::int64_t batch = 2;
  for (;;) {
    const auto batch_s = shortest(runner, batch);
    if (!batch_s) {
      return batch_s.error();
    }
    if (*batch_s >= sample_min_s || batch >= kBatchMax) {
      return batch;
    }
    const double missing = *batch_s > 0 ? std::ceil(sample_min_s / *batch_s * 1.1) : 8;
    batch = std::min(kBatchMax, batch * static_cast<std::int64_t>(std::clamp(missing, 2.0, 8.0)));
  }
}

}  // namespace

Result<Measurement> measure(const Clock& clock, const std::function<Status(std::int64_t)>& run,
                            const MeasureOptions& options, const std::function<bool()>& is_cancelled) {
  Runner runner(clock, run);
  const auto fastest_s = warm_up(runner, clock, options.warm_up_s, is_cancelled);
  if (!fastest_s) {
    return fastest_s.error();
  }
  const double sample_min_s = std::max(options.sample_min_s, kClockStepsMin * seconds(clock_step(clock)));
  const auto batch = choose_batch(runner, *fastest_s, sample_min_s);
  if (!batch) {
    return batch.error();
  }
  StoppingCriterion criterion(options.rule);
  StopCause cause = StopCause::kGoOn;
  const Nanos begun = clock.now();
  while (cause == StopCause::kGoOn) {
    if (is_cancelled()) {
      cause = StopCause::kCancelled;
      break;
    }
    const auto batch_s = runner.time(*batch);
    if (!batch_s) {
      return batch_s.error();
    }
    cause = criterion.add(*batch_s / static_cast<double>(*batch), *batch_s, seconds(clock.now() - begun));
  }
  return Measurement{.samples_s = criterion.samples_s(),
                     .batch = *batch,
                     .cause = cause,
                     .relative_error = criterion.relative_error()};
}

Nanos clock_step(const Clock& clock) {
  Nanos step = Nanos::max();
  Nanos last = clock.now();
  for (int i = 0; i < kClockReadings; ++i) {
    const Nanos now = clock.now();
    if (now > last) {
      step = std::min(step, now - last);
    }
    last = now;
  }
  return step == Nanos::max() ? Nanos(1) : step;
}

}  // namespace assay
