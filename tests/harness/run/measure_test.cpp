// The measuring engine on a clock that only the measured work moves.
#include "harness/run/measure.h"

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

class MeasureTest : public testing::Test {
 protected:
  Result<Measurement> measure_run(Nanos run_time) {
    return measure(
        clock_,
        [&](std::int64_t run) {
          indices_.push_back(run);
          clock_.advance(run_time);
          return Status();
        },
        options_, [&] { return is_cancelled_; });
  }

  ManualClock clock_;
  MeasureOptions options_{.rule = {.samples_min = 10, .samples_max = 50, .time_min_s = 0.01, .wall_max_s = 10},
                          .warm_up_s = 0.004,
                          .sample_min_s = 1e-4};
  std::vector<std::int64_t> indices_;
  bool is_cancelled_ = false;
};

TEST_F(MeasureTest, TimesEachRunOfItsOwnIfItIsLongEnough) {
  const auto measured = measure_run(milliseconds(1));

  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->batch, 1);
  EXPECT_EQ(measured->cause, StopCause::kStable);
  EXPECT_EQ(measured->samples_s, std::vector<double>(10, 0.001));
}

TEST_F(MeasureTest, WarmsUpForTheTimeWantedAndLeavesItOutOfTheSamples) {
  const auto measured = measure_run(milliseconds(1));

  ASSERT_TRUE(measured);
  EXPECT_EQ(indices_.size(), 4u + 10u);
}

TEST_F(MeasureTest, WarmsUpTwiceEvenIfThatTakesLongerThanWanted) {
  const auto measured = measure_run(std::chrono::seconds(1));

  ASSERT_TRUE(measured);
  EXPECT_EQ(indices_.size(), 2u + 10u);
}

TEST_F(MeasureTest, BatchesRunsThatAreShorterThanASampleMustBe) {
  const auto measured = measure_run(nanoseconds(250));

  ASSERT_TRUE(measured);
  EXPECT_GE(measured->batch, 400);
  EXPECT_LE(measured->batch, 8 * 400);
  EXPECT_NEAR(measured->samples_s.front(), 250e-9, 1e-15);
  EXPECT_GE(measured->samples_s.size(), 10u);
}

TEST_F(MeasureTest, SizesTheBatchByUndisturbedRuns) {
  // Warming up takes 16 000 runs; the second after that, in the first batch tried, is preempted.
  int runs = 0;
  const auto measured = measure(
      clock_,
      [&](std::int64_t) {
        clock_.advance(++runs == 16'002 ? milliseconds(5) : nanoseconds(250));
        return Status();
      },
      options_, [] { return false; });

  ASSERT_TRUE(measured);
  EXPECT_GE(measured->batch, 400);
}

TEST_F(MeasureTest, CountsRunsOnSoThatBuffersCanRotate) {
  const auto measured = measure_run(microseconds(30));

  ASSERT_TRUE(measured);
  for (std::size_t i = 0; i < indices_.size(); ++i) {
    ASSERT_EQ(indices_[i], static_cast<std::int64_t>(i));
  }
}

TEST_F(MeasureTest, EndsAlthoughRunsTakeNoTimeAtAll) {
  const auto measured = measure_run(nanoseconds(0));

  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->cause, StopCause::kUnstable);
  EXPECT_EQ(measured->samples_s, std::vector<double>(50, 0.0));
}

TEST_F(MeasureTest, EndsWithTheFirstErrorOfARun) {
  int runs = 0;
  const auto measured = measure(
      clock_,
      [&](std::int64_t) {
        clock_.advance(milliseconds(1));
        return ++runs == 7 ? Status(Error{ErrorKind::kEnvironment, "no more"}) : Status();
      },
      options_, [] { return false; });

  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().message, "no more");
  EXPECT_EQ(runs, 7);
}

TEST_F(MeasureTest, StopsAtOnceWhenItIsCancelled) {
  is_cancelled_ = true;

  const auto measured = measure_run(milliseconds(1));

  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->cause, StopCause::kCancelled);
  EXPECT_TRUE(measured->samples_s.empty());
}

class SteppingClock final : public Clock {
 public:
  Nanos now() const override { return Nanos(++readings_ / 4 * 40); }  // four readings a step
  Nanos wall() const override { return now(); }
  void sleep_until(Nanos /*deadline*/) override {}

 private:
  mutable std::int64_t readings_ = 0;
};

TEST(ClockStep, IsTheSmallestThatWasSeen) {
  EXPECT_EQ(clock_step(SteppingClock()), Nanos(40));
  EXPECT_EQ(clock_step(ManualClock()), Nanos(1));
}

}  // namespace
}  // namespace assay
