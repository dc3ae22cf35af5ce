// Peaks: what the loops compute is right, and the bursts' arithmetic holds on a clock that the test moves.
#include "kernels/peak/machine_peaks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "kernels/parts/guarded_buffer.h"
#include "kernels/peak/loops.h"

namespace assay {
namespace {

using testing::HasSubstr;

TEST(FlopsLoops, EndAtTheFixedPointOfTheirArithmetic) {
  for (const FlopsLoop& loop : flops_loops()) {
    // acc = 0.99 acc + 0.01 tends to 1 in every lane; a round is one multiply-add of every lane.
    const double lanes = loop.flops_per_round / 2;
    EXPECT_NEAR(loop.run(5000), lanes, 1e-3 * lanes) << loop.name;
    EXPECT_LT(loop.run(1), 0.2 * lanes) << loop.name;
  }
}

TEST(CopyLoops, CopyEveryFloatAndNothingBeside) {
  auto from = GuardedBuffer::make(4 * 64);
  auto to = GuardedBuffer::make(4 * 64);
  ASSERT_TRUE(from && to);
  fill_random(from->values(), 1);
  for (const CopyLoop& loop : copy_loops()) {
    to->poison();

    loop.run(to->values().data(), from->values().data(), 4 * 64);

    EXPECT_TRUE(std::ranges::equal(from->values(), to->values())) << loop.name;
    EXPECT_TRUE(to->has_intact_guards()) << loop.name;
  }
}

// A millisecond passes at every reading.
class TickingClock final : public Clock {
 public:
  Nanos now() const override { return std::chrono::milliseconds(++readings_); }
  Nanos wall() const override { return now(); }
  void sleep_until(Nanos /*deadline*/) override {}

 private:
  mutable std::atomic<std::int64_t> readings_{0};
};

TEST(MachinePeaks, DividesWhatABurstDidByTheTimeItTook) {
  const TickingClock clock;
  const auto peaks = make_machine_peaks(clock);

  const auto flops = peaks->measure_flops(1);
  const auto bytes = peaks->measure_bytes(1, 8 * 1024);

  double flops_max = 0;
  for (const FlopsLoop& loop : flops_loops()) {
    flops_max = std::max(flops_max, loop.flops_per_round);
  }
  ASSERT_TRUE(flops && bytes);
  EXPECT_DOUBLE_EQ(flops->per_s, flops_max / 1e-3);  // one round in one tick
  EXPECT_DOUBLE_EQ(bytes->per_s, 8192 / 1e-3);
  EXPECT_THAT(flops->kind, HasSubstr("multiply-add"));
  EXPECT_THAT(bytes->kind, HasSubstr("through 8 KiB, 1 thread"));
}

TEST(MachinePeaks, CountsTheWorkOfAllThreadsFromTheFirstBeginToTheLastEnd) {
  const TickingClock clock;
  const auto peaks = make_machine_peaks(clock);

  const auto flops = peaks->measure_flops(2);

  // Four readings a burst, two of each thread: the first and the last are at least three ticks apart.
  double flops_max = 0;
  for (const FlopsLoop& loop : flops_loops()) {
    flops_max = std::max(flops_max, loop.flops_per_round);
  }
  ASSERT_TRUE(flops);
  EXPECT_DOUBLE_EQ(flops->per_s, 2 * flops_max / 3e-3);
}

}  // namespace
}  // namespace assay
