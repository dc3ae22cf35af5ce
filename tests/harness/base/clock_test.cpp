// The system clock: monotonic, and waits until its own time.
#include "harness/base/clock.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(SystemClock, NeverGoesBackAndReturnsAtTheDeadline) {
  const auto clock = make_system_clock();
  const Nanos before = clock->now();

  clock->sleep_until(before + std::chrono::microseconds(200));

  EXPECT_GE(clock->now(), before + std::chrono::microseconds(200));
}

TEST(SystemClock, CountsFrom1970) { EXPECT_GT(seconds(make_system_clock()->wall()) / (365.25 * 86400), 55); }

TEST(Seconds, AreNanosecondsByABillion) { EXPECT_DOUBLE_EQ(seconds(Nanos(1'500'000'000)), 1.5); }

}  // namespace
}  // namespace assay
