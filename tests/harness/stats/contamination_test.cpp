// Contamination: known values, and how often the interval says what is so.
#include "harness/stats/contamination.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

MeasuredScore score_of(std::int64_t right, std::int64_t n) {
  const double p = static_cast<double>(right) / static_cast<double>(n);
  return {.value = p,
          .interval = wilson_interval(right, n).value(),
          .standard_error = std::sqrt(p * (1 - p) / static_cast<double>(n - 1)),
          .n = n};
}

// Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10, 10/10 - 0/20.
TEST(ScoreDifference, IsNewcombesWhereScoresAreShares) {
  struct Case {
    std::int64_t a, m, b, n;
    double low, high;
  };
  for (const Case& known : {Case{56, 70, 48, 80, 0.0524, 0.3339}, Case{9, 10, 3, 10, 0.1705, 0.8090},
                            Case{10, 10, 0, 10, 0.6075, 1.0}, Case{10, 10, 0, 20, 0.6791, 1.0}}) {
    const ScoreDifference found = score_difference(score_of(known.a, known.m), score_of(known.b, known.n));

    EXPECT_NEAR(found.interval.low, known.low, 5e-5);
    EXPECT_NEAR(found.interval.high, known.high, 5e-5);
    EXPECT_TRUE(is_shown(found));
  }
}

TEST(ScoreDifference, TurnsItsSignWithItsArguments) {
  const ScoreDifference one = score_difference(score_of(30, 50), score_of(10, 40));
  const ScoreDifference other = score_difference(score_of(10, 40), score_of(30, 50));

  EXPECT_DOUBLE_EQ(one.value, -other.value);
  EXPECT_DOUBLE_EQ(one.interval.low, -other.interval.high);
  EXPECT_DOUBLE_EQ(one.interval.high, -other.interval.low);
  EXPECT_DOUBLE_EQ(one.standard_error.value(), std::hypot(std::sqrt(0.24 / 49), std::sqrt(0.1875 / 39)));
}

TEST(ScoreDifference, HasNoStandardErrorIfAScoreHasNone) {
  MeasuredScore first = score_of(1, 2);
  first.standard_error.reset();

  EXPECT_FALSE(score_difference(first, score_of(1, 2)).standard_error);
}

// A scripted model: it knows a share of the static set by heart and solves the rest, and the fresh twin, with
// probability `ability`.
ScoreDifference simulate(double known_by_heart, double ability, std::int64_t n, Rng& rng) {
  std::int64_t right_static = 0;
  std::int64_t right_fresh = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    right_static += rng.uniform() < known_by_heart || rng.uniform() < ability ? 1 : 0;
    right_fresh += rng.uniform() < ability ? 1 : 0;
  }
  return score_difference(score_of(right_static, n), score_of(right_fresh, n));
}

struct Rates {
  int shown = 0, covered = 0;
};

constexpr int kSimulations = 500;

Rates rates(double known_by_heart, double ability, std::int64_t n, std::uint64_t seed) {
  Rng rng(seed);
  Rates count;
  const double truth = known_by_heart * (1 - ability);
  for (int i = 0; i < kSimulations; ++i) {
    const ScoreDifference found = simulate(known_by_heart, ability, n, rng);
    count.shown += is_shown(found) ? 1 : 0;
    count.covered += found.interval.low <= truth && truth <= found.interval.high ? 1 : 0;
  }
  return count;
}

// 95 % of 500 are 475, with a standard deviation of 4.9.
TEST(ContaminationSignal, IsSilentForAModelThatKnowsNothingByHeart) {
  for (const double ability : {0.2, 0.5, 0.8}) {
    const Rates count = rates(0, ability, 400, 7);
    EXPECT_LE(count.shown, 40) << ability;
    EXPECT_NEAR(count.covered, 475, 15) << ability;
  }
}

// At 400 documents each and an ability of one half the difference is 15 points, with a standard error of 3.4: the
// power is 99 %; at 0.8 it is 6 points of 2.6, and at 1,319 documents (GSM8K) of 1.4: 63 % and 98 %.
TEST(ContaminationSignal, ShowsAModelThatKnowsThirtyPercentByHeart) {
  EXPECT_GE(rates(0.3, 0.5, 400, 11).shown, 485);
  EXPECT_NEAR(rates(0.3, 0.8, 400, 11).shown, 0.63 * kSimulations, 45);
  EXPECT_GE(rates(0.3, 0.8, 1319, 11).shown, 475);
  EXPECT_NEAR(rates(0.3, 0.5, 400, 13).covered, 475, 15);
}

}  // namespace
}  // namespace assay
