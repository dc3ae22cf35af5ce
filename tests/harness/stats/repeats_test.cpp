// Figures over repeats against direct enumeration of all draws; coverage of their intervals by simulation.
#include "harness/stats/repeats.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

// The share of all ways to draw k of the tally's answers for which `is_met` says yes to the number of right ones.
double share_of_draws(Tally tally, std::int64_t k, const std::function<bool(int)>& is_met) {
  const auto right_mask = (std::uint32_t{1} << tally.right) - 1;  // the first answers are the right ones
  double all = 0;
  double met = 0;
  for (std::uint32_t draw = 0; draw < std::uint32_t{1} << tally.answers; ++draw) {
    if (std::popcount(draw) == k) {
      all += 1;
      met += is_met(std::popcount(draw & right_mask)) ? 1 : 0;
    }
  }
  return met / all;
}

template <typename Check>
void for_every_tally(std::int64_t answers_max, const Check& check) {
  for (std::int64_t answers = 1; answers <= answers_max; ++answers) {
    for (std::int64_t right = 0; right <= answers; ++right) {
      for (std::int64_t k = 1; k <= answers; ++k) {
        check(Tally{answers, right}, k);
      }
    }
  }
}

TEST(PassAtK, IsTheShareOfDrawsWithARightAnswer) {
  for_every_tally(9, [](Tally tally, std::int64_t k) {
    EXPECT_NEAR(pass_at_k(tally, k), share_of_draws(tally, k, [](int hits) { return hits > 0; }), 1e-12)
        << tally.right << " of " << tally.answers << ", k " << k;
  });
}

TEST(PassAtK, OfOneIsTheShareOfRightAnswers) { EXPECT_DOUBLE_EQ(pass_at_k({.answers = 200, .right = 13}, 1), 0.065); }

// Values of the formula in exact rationals (Python's fractions and math.comb).
TEST(PassAtK, HoldsForManyAnswers) {
  EXPECT_NEAR(pass_at_k({.answers = 200, .right = 13}, 100), 0.9999194972, 1e-9);
  EXPECT_NEAR(pass_at_k({.answers = 100'000, .right = 1}, 50'000), 0.5, 1e-9);
}

TEST(GPassAtK, IsTheShareOfDrawsWithAtLeastThatShareOfRightAnswers) {
  for_every_tally(8, [](Tally tally, std::int64_t k) {
    for (std::int64_t i = 0; i <= k; ++i) {
      const double tau = static_cast<double>(i) / static_cast<double>(k);
      EXPECT_NEAR(g_pass_at_k(tally, k, tau),
                  share_of_draws(tally, k, [&](int hits) { return hits >= std::max<std::int64_t>(1, i); }), 1e-10)
          << tally.right << " of " << tally.answers << ", k " << k << ", tau " << tau;
    }
  });
}

TEST(GPassAtK, RoundsTheNumberOfRightAnswersUp) {
  const Tally tally{.answers = 8, .right = 5};

  EXPECT_DOUBLE_EQ(g_pass_at_k(tally, 4, 0.51), g_pass_at_k(tally, 4, 0.75));
  EXPECT_LT(g_pass_at_k(tally, 4, 0.51), g_pass_at_k(tally, 4, 0.5));
}

TEST(MgPassAtK, IsTwiceTheMeanOfTheUpperHalf) {
  for_every_tally(8, [](Tally tally, std::int64_t k) {
    if (k < 2) {
      return;
    }
    double sum = 0;
    for (std::int64_t i = (k + 1) / 2 + 1; i <= k; ++i) {
      sum += share_of_draws(tally, k, [&](int hits) { return hits >= i; });
    }
    EXPECT_NEAR(mg_pass_at_k(tally, k), 2 * sum / static_cast<double>(k), 1e-10)
        << tally.right << " of " << tally.answers << ", k " << k;
  });
}

TEST(EstimateShare, IsExactForYesAndNo) {
  const std::vector<double> values{1, 0, 1, 1, 0, 1, 1, 1, 0, 1};

  const auto estimate = estimate_share(values);

  ASSERT_TRUE(estimate && estimate->interval);
  EXPECT_DOUBLE_EQ(estimate->mean, 0.7);
  EXPECT_NEAR(estimate->interval->low, 0.3475471, 1e-6);  // SciPy's binomtest(7, 10).proportion_ci("exact")
  EXPECT_NEAR(estimate->interval->high, 0.9332605, 1e-6);
  EXPECT_NEAR(*estimate->standard_error, std::sqrt(0.7 * 0.3 / 9), 1e-12);
}

TEST(EstimateShare, NarrowsWithTheVarianceOfTheDocuments) {
  const std::vector<double> alike{0.5, 0.6, 0.4, 0.5, 0.6, 0.4, 0.5, 0.5};
  const std::vector<double> apart{1, 1, 0, 0.5, 1, 0, 0.5, 0};

  const auto narrow = estimate_share(alike);
  const auto wide = estimate_share(apart);

  ASSERT_TRUE(narrow->interval && wide->interval);
  EXPECT_LT(narrow->interval->high - narrow->interval->low, (wide->interval->high - wide->interval->low) / 2);
}

TEST(EstimateShare, GivesNoIntervalWhereNothingShowsHowFarOffItIs) {
  EXPECT_FALSE(estimate_share({}));
  EXPECT_FALSE(estimate_share(std::vector<double>{0.5})->interval);
  EXPECT_FALSE(estimate_share(std::vector<double>{0.5, 0.5, 0.5})->interval);
}

TEST(EstimateShare, CountsAClusterThatAgreesAsOneAnswer) {
  const std::vector<double> values(20, 1.0);
  const std::vector<std::int64_t> clusters{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3};

  EXPECT_NEAR(estimate_share(values, clusters)->interval->low, std::pow(0.025, 1.0 / 4), 1e-9);
  EXPECT_NEAR(estimate_share(values)->interval->low, std::pow(0.025, 1.0 / 20), 1e-9);
}

TEST(EstimateShare, WidensWhereClustersDiffer) {
  std::vector<double> values;
  std::vector<std::int64_t> clusters;
  for (int i = 0; i < 60; ++i) {
    values.push_back(i / 6 % 2 == 0 ? 0.75 : 0.25);  // alike within the cluster
    clusters.push_back(i / 6);
  }

  EXPECT_GT(*estimate_share(values, clusters)->standard_error, 2 * *estimate_share(values)->standard_error);
}

struct Simulated {
  const char* name;
  int documents;
  int answers;
  double least;  // of the covering share, in percent
  double most;
  std::function<double(Tally)> figure;
};

class RepeatCoverage : public testing::TestWithParam<Simulated> {};

// Documents whose chance of a right answer is uniform on [0, 1], as a beta-binomial of a = b = 1: every number of right
// answers is as likely. The true mean is then the mean of the figure over them.
TEST_P(RepeatCoverage, IsAsStated) {
  const auto& [name, documents, answers, least, most, figure] = GetParam();
  constexpr int kRounds = 1500;
  double truth = 0;
  for (int right = 0; right <= answers; ++right) {
    truth += figure({answers, right}) / (answers + 1);
  }
  Rng rng(20261125);
  int covered = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> values;
    for (int i = 0; i < documents; ++i) {
      values.push_back(figure({answers, rng.between(0, answers)}));
    }
    const auto estimate = estimate_share(values);
    covered += estimate->interval && estimate->interval->low <= truth && truth <= estimate->interval->high ? 1 : 0;
  }
  EXPECT_GE(100.0 * covered / kRounds, least);
  EXPECT_LE(100.0 * covered / kRounds, most);
}

INSTANTIATE_TEST_SUITE_P(
    Simulated, RepeatCoverage,
    testing::Values(Simulated{"pass_at_1", 30, 64, 93, 97, [](Tally tally) { return pass_at_k(tally, 1); }},
                    Simulated{"pass_at_4", 100, 16, 93, 97, [](Tally tally) { return pass_at_k(tally, 4); }},
                    Simulated{"g_pass", 100, 16, 93, 97, [](Tally tally) { return g_pass_at_k(tally, 4, 0.75); }},
                    Simulated{"exact", 30, 4, 95, 100, [](Tally tally) { return pass_at_k(tally, 4); }}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
