// The stopping rule, fed plain numbers: steady, noisy, slow, and never content.
#include "harness/run/stopping.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

constexpr StoppingRule kRule{
    .samples_min = 10, .samples_max = 100, .time_min_s = 1, .relative_error_max = 0.01, .wall_max_s = 20};

// How many samples `next(i)` the criterion takes, each `spent_s` long; what it says then is in `cause`.
template <typename Next>
int feed(StoppingCriterion& criterion, double spent_s, Next next, StopCause& cause) {
  double wall_s = 0;
  int count = 0;
  do {
    wall_s += spent_s;
    cause = criterion.add(next(count++), spent_s, wall_s);
  } while (cause == StopCause::kGoOn);
  return count;
}

TEST(StoppingCriterion, TakesTheLeastSamplesOfASteadyAndSlowRun) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  const int count = feed(
      criterion, 0.5, [](int) { return 0.5; }, cause);

  EXPECT_EQ(cause, StopCause::kStable);
  EXPECT_EQ(count, 10);
  EXPECT_EQ(criterion.relative_error(), 0);
}

TEST(StoppingCriterion, GoesOnUntilTheLeastTimeIsSpent) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  const int count = feed(
      criterion, 0.03125, [](int) { return 0.03125; }, cause);

  EXPECT_EQ(cause, StopCause::kStable);
  EXPECT_EQ(count, 32);
}

TEST(StoppingCriterion, GoesOnUntilTheMedianIsKnownWellEnough) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  // Quartiles about 2 % apart: 0.929 * 0.02 / sqrt(n) <= 0.003 needs n >= 39.
  StoppingRule rule = kRule;
  rule.relative_error_max = 0.003;
  StoppingCriterion strict(rule);
  const int count = feed(
      strict, 0.2, [](int i) { return 1 + 0.01 * (i % 3 - 1); }, cause);

  EXPECT_EQ(cause, StopCause::kStable);
  EXPECT_GE(count, 38);
  EXPECT_LE(count, 45);
  EXPECT_LE(strict.relative_error(), 0.003);
}

TEST(StoppingCriterion, SaysUnstableWhenTheWallTimeIsOver) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  const int count = feed(
      criterion, 1, [](int i) { return i % 2 == 0 ? 1.0 : 2.0; }, cause);

  EXPECT_EQ(cause, StopCause::kUnstable);
  EXPECT_EQ(count, 20);
  EXPECT_GT(criterion.relative_error(), 0.01);
  EXPECT_EQ(criterion.samples_s().size(), 20u);
}

TEST(StoppingCriterion, SaysUnstableWhenTheSamplesAreUsedUp) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  EXPECT_EQ(feed(
                criterion, 0.125, [](int i) { return i % 2 == 0 ? 1.0 : 2.0; }, cause),
            100);
  EXPECT_EQ(cause, StopCause::kUnstable);
}

TEST(StoppingCriterion, CallsNothingStableThatHasTooFewSamplesHoweverAlikeTheyAre) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  EXPECT_EQ(feed(
                criterion, 30, [](int) { return 30.0; }, cause),
            1);
  EXPECT_EQ(cause, StopCause::kUnstable);
}

TEST(StoppingCriterion, KeepsEverySampleInOrderOutliersToo) {
  StoppingCriterion criterion(kRule);
  StopCause cause{};

  feed(
      criterion, 0.5, [](int i) { return i == 3 ? 99.0 : 0.5; }, cause);

  EXPECT_EQ(cause, StopCause::kStable);
  EXPECT_EQ(criterion.samples_s().at(3), 99.0);
}

}  // namespace
}  // namespace assay
