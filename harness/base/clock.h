// Clock: the only way to read or wait for time; tests pass a manual one.
#pragma once

#include <chrono>
#include <memory>

namespace assay {

using Nanos = std::chrono::nanoseconds;

class Clock {
 public:
  virtual ~Clock() = default;

  // Time since some fixed point, never going back. Any thread.
  virtual Nanos now() const = 0;

  // Time since 1970-01-01 UTC. For records, never for durations.
  virtual Nanos wall() const = 0;

  // Returns when now() >= `deadline`. Any thread.
  virtual void sleep_until(Nanos deadline) = 0;
};

// CLOCK_MONOTONIC and CLOCK_REALTIME.
std::unique_ptr<Clock> make_system_clock();

inline double seconds(Nanos time) { return std::chrono::duration<double>(time).count(); }

}  // namespace assay
