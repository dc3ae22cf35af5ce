// Intervals against published tables and worked examples.
#include "harness/stats/intervals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace assay {
namespace {

struct Share {
  const char* name;
  std::int64_t successes;
  std::int64_t n;
  double low;
  double high;
};

class Wilson : public testing::TestWithParam<Share> {};

// Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, the score method.
TEST_P(Wilson, GivesThePublishedInterval) {
  const auto interval = wilson_interval(GetParam().successes, GetParam().n);

  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, GetParam().low, 5e-5);
  EXPECT_NEAR(interval->high, GetParam().high, 5e-5);
}

INSTANTIATE_TEST_SUITE_P(Published, Wilson,
                         testing::Values(Share{"of_many", 81, 263, 0.2553, 0.3662},
                                         Share{"of_some", 15, 148, 0.0624, 0.1605},
                                         Share{"none", 0, 20, 0.0000, 0.1611}, Share{"one", 1, 29, 0.0061, 0.1718}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(WilsonInterval, StaysWithinZeroAndOneAndHasWidthAtTheEnds) {
  const auto none = wilson_interval(0, 10);
  const auto all = wilson_interval(10, 10);

  EXPECT_EQ(none->low, 0);
  EXPECT_GT(none->high, 0.2);
  EXPECT_EQ(all->high, 1);
  EXPECT_NEAR(all->low, 1 - none->high, 1e-12);
}

TEST(WilsonInterval, OfNothingIsAbsent) { EXPECT_FALSE(wilson_interval(0, 0)); }

TEST(WilsonIntervalDeathTest, NeedsSuccessesAmongTheTrials) {
  EXPECT_DEATH(wilson_interval(3, 2), "successes of n");
  EXPECT_DEATH(wilson_interval(-1, 2), "successes of n");
}

struct Quantile {
  double p;
  double degrees;
  double t;
};

class StudentT : public testing::TestWithParam<Quantile> {};

// Fisher and Yates, Statistical Tables, table III, as reprinted with more digits in NIST's handbook (1.3.6.7.2).
TEST_P(StudentT, HasThePublishedQuantile) {
  EXPECT_NEAR(student_t_quantile(GetParam().p, GetParam().degrees), GetParam().t, 6e-4);
  EXPECT_NEAR(student_t_quantile(1 - GetParam().p, GetParam().degrees), -GetParam().t, 6e-4);
  EXPECT_NEAR(student_t_cdf(student_t_quantile(GetParam().p, GetParam().degrees), GetParam().degrees), GetParam().p,
              1e-10);
}

INSTANTIATE_TEST_SUITE_P(Published, StudentT,
                         testing::Values(Quantile{0.975, 1, 12.706}, Quantile{0.975, 2, 4.303},
                                         Quantile{0.975, 4, 2.776}, Quantile{0.975, 9, 2.262},
                                         Quantile{0.975, 30, 2.042}, Quantile{0.975, 100, 1.984},
                                         Quantile{0.95, 5, 2.015}, Quantile{0.995, 10, 3.169},
                                         Quantile{0.999, 3, 10.215}));

TEST(StudentTCdf, IsExactWhereItHasAClosedForm) {
  EXPECT_NEAR(student_t_cdf(1, 1), 0.75, 1e-12);                            // Cauchy: 1/2 + atan(1) / pi
  EXPECT_NEAR(student_t_cdf(1, 2), 0.5 + 1 / (2 * std::sqrt(3.0)), 1e-12);  // 1/2 + t / (2 sqrt(2 + t^2))
  EXPECT_NEAR(student_t_cdf(-1, 1), 0.25, 1e-12);
  EXPECT_NEAR(student_t_cdf(0, 7), 0.5, 1e-12);
  EXPECT_NEAR(student_t_quantile(0.5, 7), 0, 1e-9);
}

TEST(StudentTDeathTest, IsUndefinedOutsideItsRange) {
  EXPECT_DEATH(student_t_quantile(0, 3), "0 < p < 1");
  EXPECT_DEATH(student_t_quantile(1, 3), "0 < p < 1");
  EXPECT_DEATH(student_t_quantile(0.5, 0), "0 < p < 1");
}

// By hand: mean 3, squares 10, s^2 = 10 / 4 = 2.5 (not 2), t(4) = 2.776445: 3 ± 2.776445 × sqrt(2.5 / 5) = ± 1.963243.
TEST(TInterval, UsesTheSampleVarianceAndOneDegreeLess) {
  const auto interval = t_interval(std::vector<double>{1, 2, 3, 4, 5});

  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 3 - 1.963243, 1e-6);
  EXPECT_NEAR(interval->high, 3 + 1.963243, 1e-6);
}

TEST(TInterval, IsAbsentWhereTheDataCannotSay) {
  EXPECT_FALSE(t_interval({}));
  EXPECT_FALSE(t_interval(std::vector<double>{0.5}));
  EXPECT_FALSE(t_interval(std::vector<double>{0.5, 0.5, 0.5}));
}

// Hyndman and Fan (1996), type 7: position (n - 1) p from zero.
TEST(QuantileOfValues, InterpolatesBetweenNeighbours) {
  const std::vector<double> values{10, 20, 30, 40};

  EXPECT_DOUBLE_EQ(*quantile(values, 0), 10);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.25), 17.5);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.5), 25);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.9), 37);
  EXPECT_DOUBLE_EQ(*quantile(values, 1), 40);
  EXPECT_DOUBLE_EQ(*quantile(std::vector<double>{7}, 0.3), 7);
  EXPECT_FALSE(quantile({}, 0.5));
}

TEST(QuantileOfValuesDeathTest, IsRefusedOutsideZeroAndOne) {
  EXPECT_DEATH((void)quantile(std::vector<double>{1, 2}, 1.5), "between 0 and 1");
  EXPECT_DEATH((void)quantile(std::vector<double>{1, 2}, -0.5), "between 0 and 1");
}

struct Support {
  double p;
  std::int64_t needed;
};

class SupportsQuantile : public testing::TestWithParam<Support> {};

// The order-statistics bound: n >= ln 0.05 / ln p (Wilks, 1941: 59 for 95/95, 299 for 99/95).
TEST_P(SupportsQuantile, FromJustTheNumberOfValuesThatBoundsIt) {
  EXPECT_TRUE(supports_quantile(GetParam().needed, GetParam().p));
  EXPECT_FALSE(supports_quantile(GetParam().needed - 1, GetParam().p));
  EXPECT_FALSE(supports_quantile(0, GetParam().p));
}

INSTANTIATE_TEST_SUITE_P(Wilks, SupportsQuantile,
                         testing::Values(Support{0.5, 6}, Support{0.9, 29}, Support{0.95, 59}, Support{0.99, 299},
                                         Support{0.05, 59}));

}  // namespace
}  // namespace assay
