// Paired differences: exact tests by hand, published intervals, and coverage by simulation and by enumeration.
#include "harness/stats/paired.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

// Twice the binomial tail at 1/2: 2 (1 + 8) / 2^8, 2 (1 + 10 + 45) / 2^10, ...
TEST(McNemar, IsTwiceTheSmallerTail) {
  EXPECT_NEAR(mcnemar_exact(7, 1), 2 * 9.0 / 256, 1e-12);
  EXPECT_NEAR(mcnemar_exact(1, 7), 2 * 9.0 / 256, 1e-12);
  EXPECT_NEAR(mcnemar_exact(2, 8), 2 * 56.0 / 1024, 1e-12);
  EXPECT_NEAR(mcnemar_exact(0, 5), 2 * 1.0 / 32, 1e-12);
  EXPECT_NEAR(mcnemar_exact(0, 6), 2 * 1.0 / 64, 1e-12);
}

TEST(McNemar, IsNeverMoreThanOne) {
  EXPECT_EQ(mcnemar_exact(0, 0), 1);
  EXPECT_EQ(mcnemar_exact(4, 4), 1);
  EXPECT_EQ(mcnemar_exact(1, 0), 1);
}

// Agresti, Categorical Data Analysis, table 10.1: 150 and 86 of 1,600, z^2 = 17.36, p about 3e-5.
TEST(McNemar, AgreesWithTheChiSquareOnLargeCounts) {
  const double p = mcnemar_exact(86, 150);

  EXPECT_GT(p, 2e-5);
  EXPECT_LT(p, 5e-5);
}

TEST(McNemarDeathTest, NeedsCounts) { EXPECT_DEATH(mcnemar_exact(-1, 2), "not negative"); }

struct Table {
  const char* name;
  std::int64_t gained;
  std::int64_t lost;
  std::int64_t n;
  double low;
  double high;
  double tolerance;
};

class Tango : public testing::TestWithParam<Table> {};

TEST_P(Tango, GivesThePublishedInterval) {
  const auto interval = tango_interval(GetParam().gained, GetParam().lost, GetParam().n);
  const auto turned = tango_interval(GetParam().lost, GetParam().gained, GetParam().n);

  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, GetParam().low, GetParam().tolerance);
  EXPECT_NEAR(interval->high, GetParam().high, GetParam().tolerance);
  EXPECT_NEAR(turned->low, -interval->high, 1e-9);
  EXPECT_NEAR(turned->high, -interval->low, 1e-9);
}

// Airways: Fagerland, Lydersen and Laake, Statistics in Medicine 33 (2014), 2850-2875, table VI (Bentur et al., 2009).
// Ratings: Agresti's Wald interval -0.04 ± 0.0187, which a score interval meets at 1,600 pairs. No pair differs: by
// hand, the ends are ± z^2 / (n + z^2).
INSTANTIATE_TEST_SUITE_P(Published, Tango,
                         testing::Values(Table{"airways", 1, 7, 21, -0.517, -0.026, 5e-4},
                                         Table{"ratings", 86, 150, 1600, -0.059, -0.021, 5e-4},
                                         Table{"no_pair_differs", 0, 0, 100, -3.841459 / 103.841459,
                                               3.841459 / 103.841459, 1e-6}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(TangoInterval, ReachesTheEndsAndNoFurther) {
  EXPECT_NEAR(tango_interval(30, 0, 30)->high, 1, 1e-9);
  EXPECT_NEAR(tango_interval(0, 30, 30)->low, -1, 1e-9);
  EXPECT_FALSE(tango_interval(0, 0, 0));
}

TEST(TangoIntervalDeathTest, NeedsCountsThatFit) { EXPECT_DEATH((void)tango_interval(3, 3, 5), "among n"); }

struct Truth {
  const char* name;
  std::int64_t n;
  double gain;
  double loss;
};

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

// The share of all outcomes, by their probability, whose interval holds the truth.
double exact_coverage(const Truth& truth) {
  double covered = 0;
  for (std::int64_t gained = 0; gained <= truth.n; ++gained) {
    for (std::int64_t lost = 0; gained + lost <= truth.n; ++lost) {
      const auto b = static_cast<double>(gained);
      const auto c = static_cast<double>(lost);
      const auto n = static_cast<double>(truth.n);
      const double log_p = log_choose(n, b) + log_choose(n - b, c) + b * std::log(truth.gain) +
                           c * std::log(truth.loss) + (n - b - c) * std::log1p(-truth.gain - truth.loss);
      if (log_p < -25) {
        continue;
      }
      const auto interval = tango_interval(gained, lost, truth.n);
      const double difference = truth.gain - truth.loss;
      covered += interval->low <= difference && difference <= interval->high ? std::exp(log_p) : 0;
    }
  }
  return covered;
}

class Coverage : public testing::TestWithParam<Truth> {};

TEST_P(Coverage, OfTheIntervalIsWhatItSays) {
  const double covered = exact_coverage(GetParam());

  EXPECT_GE(covered, 0.935);
  // With two or three expected pairs that differ, the jumps between outcomes make every interval wide.
  const bool is_coarse = static_cast<double>(GetParam().n) * (GetParam().gain + GetParam().loss) < 3;
  EXPECT_LE(covered, is_coarse ? 0.995 : 0.965);
}

INSTANTIATE_TEST_SUITE_P(Truths, Coverage,
                         testing::Values(Truth{"few_pairs_differ", 30, 0.05, 0.02},
                                         Truth{"hardly_any_differs", 50, 0.02, 0.02}, Truth{"small", 30, 0.1, 0.1},
                                         Truth{"unequal", 30, 0.3, 0.1}, Truth{"middle", 50, 0.1, 0.05},
                                         Truth{"rare", 100, 0.03, 0.01}, Truth{"usual", 100, 0.1, 0.02},
                                         Truth{"frequent", 100, 0.2, 0.15}),
                         [](const auto& tested) { return std::string(tested.param.name); });

// The same through paired_difference, from single samples, with a fixed seed.
TEST(PairedDifferenceCoverage, IsNinetyThreeToNinetySevenPercentInSimulation) {
  constexpr int kRepeats = 4000;
  Rng rng(20260101);
  int covered = 0;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<double> first;
    std::vector<double> second;
    for (int i = 0; i < 80; ++i) {  // 0.4 both, 0.15 only the second, 0.08 only the first
      const double u = rng.uniform();
      first.push_back(u < 0.48 ? 1 : 0);
      second.push_back(u < 0.4 || (u >= 0.48 && u < 0.63) ? 1 : 0);
    }

    const PairedDifference difference = paired_difference(first, second);

    covered += difference.interval->low <= 0.07 && 0.07 <= difference.interval->high ? 1 : 0;
  }
  EXPECT_GE(covered, 0.93 * kRepeats);
  EXPECT_LE(covered, 0.97 * kRepeats);
}

TEST(PairedDifference, CountsWhoWasRightAlone) {
  const std::vector<double> first{1, 1, 0, 0, 1, 0};
  const std::vector<double> second{1, 0, 1, 1, 1, 1};

  const PairedDifference difference = paired_difference(first, second);

  EXPECT_EQ(difference.n, 6);
  EXPECT_TRUE(difference.is_binary);
  EXPECT_EQ(difference.gained, 3);
  EXPECT_EQ(difference.lost, 1);
  EXPECT_NEAR(difference.mean, 2.0 / 6, 1e-12);
  EXPECT_NEAR(difference.mcnemar_p, 2 * 5.0 / 16, 1e-12);
  EXPECT_FALSE(is_shown(difference));
}

TEST(PairedDifference, OfEqualAnswersStillHasAnInterval) {
  const std::vector<double> same{1, 0, 1, 1};

  const PairedDifference difference = paired_difference(same, same);

  EXPECT_EQ(difference.mean, 0);
  ASSERT_TRUE(difference.interval);
  EXPECT_LT(difference.interval->low, -0.4);
  EXPECT_GT(difference.interval->high, 0.4);
}

// By hand: differences 0.5, 0, 0.25, 0.25: mean 0.25, s^2 = 0.125 / 3, t(3) = 3.182446: ± 0.324806.
TEST(PairedDifference, OfGradedValuesUsesTheTInterval) {
  const std::vector<double> first{0.5, 0.25, 0.5, 0};
  const std::vector<double> second{1, 0.25, 0.75, 0.25};

  const PairedDifference difference = paired_difference(first, second);

  EXPECT_FALSE(difference.is_binary);
  EXPECT_NEAR(difference.interval->low, 0.25 - 0.324806, 1e-5);
  EXPECT_NEAR(difference.interval->high, 0.25 + 0.324806, 1e-5);
}

TEST(PairedDifference, IsShownOnlyIfIntervalAndTestAgree) {
  // 5 and 0 of 30: the interval leaves zero out, the exact test says 0.0625.
  std::vector<double> first(30, 0.0);
  std::vector<double> second(30, 0.0);
  std::fill_n(second.begin(), 5, 1.0);
  const PairedDifference five = paired_difference(first, second);
  std::fill_n(second.begin(), 6, 1.0);
  const PairedDifference six = paired_difference(first, second);

  EXPECT_GT(five.interval->low, 0);
  EXPECT_FALSE(is_shown(five));
  EXPECT_TRUE(is_shown(six));
}

TEST(PairedDifference, OfNothingIsNothing) {
  const PairedDifference difference = paired_difference({}, {});

  EXPECT_EQ(difference.n, 0);
  EXPECT_FALSE(difference.interval);
  EXPECT_EQ(difference.mcnemar_p, 1);
}

TEST(PairedDifferenceDeathTest, NeedsTwoValuesEach) {
  EXPECT_DEATH(paired_difference(std::vector<double>{1}, {}), "two values each");
}

}  // namespace
}  // namespace assay
