// A clock that stands still until it is told otherwise; sleeping on it advances it.
#pragma once

#include <atomic>

#include "harness/base/clock.h"

namespace assay {

// Any thread: the one member is atomic.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Nanos start = Nanos(0)) : now_ns_(start.count()) {}

  Nanos now() const override { return Nanos(now_ns_.load()); }
  Nanos wall() const override { return kWallBegin + now(); }
  void sleep_until(Nanos deadline) override {
    std::int64_t seen = now_ns_.load();
    while (seen < deadline.count() && !now_ns_.compare_exchange_weak(seen, deadline.count())) {
    }
  }

  void advance(Nanos by) { now_ns_ += by.count(); }

 private:
  static constexpr Nanos kWallBegin = std::chrono::hours(24 * 365 * 50);

  std::atomic<std::int64_t> now_ns_;
};

}  // namespace assay
