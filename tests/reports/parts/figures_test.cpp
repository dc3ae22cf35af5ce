// Figures: digits, units, absence.
#include "reports/parts/figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace assay {
namespace {

struct Digits {
  double value;
  int digits;
  const char* text;
};

class Significant : public testing::TestWithParam<Digits> {};

TEST_P(Significant, ShowsTheDigitsTheFigureDeserves) {
  EXPECT_EQ(significant(GetParam().value, GetParam().digits), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Values, Significant,
                         testing::Values(Digits{0, 3, "0"}, Digits{1234.5, 3, "1234"}, Digits{123.4, 3, "123"},
                                         Digits{56.78, 3, "56.8"}, Digits{1, 3, "1.00"}, Digits{9.994, 3, "9.99"},
                                         Digits{9.996, 3, "10.0"}, Digits{99.96, 3, "100"},
                                         Digits{0.00123456, 3, "0.00123"}, Digits{0.0009999, 3, "0.00100"},
                                         Digits{-2.345, 2, "-2.3"}, Digits{3.9e-5, 3, "0.0000390"}, Digits{NAN, 3, "–"},
                                         Digits{INFINITY, 3, "–"}));

TEST(Figures, OfSharesHaveOneDecimal) {
  EXPECT_EQ(percent(0.405), "40.5");
  EXPECT_EQ(percent(1.0), "100.0");
  EXPECT_EQ(percent(std::nullopt), "–");
  EXPECT_EQ(percent(NAN), "–");
  EXPECT_EQ(percent_interval(Interval{.low = 0.319, .high = 0.508}), "31.9 – 50.8");
  EXPECT_EQ(percent_interval(std::nullopt), "–");
  EXPECT_EQ(percent_of(1, 80), "1.2");
  EXPECT_EQ(percent_of(0, 80), "0.0");
  EXPECT_EQ(percent_of(0, 0), "–");
}

TEST(Figures, OfDifferencesAlwaysHaveASignButAtZero) {
  EXPECT_EQ(points(0.12), "+12.0");
  EXPECT_EQ(points(-0.031), "-3.1");
  EXPECT_EQ(points(0), "0.0");
  EXPECT_EQ(points(-0.0004), "0.0");
  EXPECT_EQ(points_interval(Interval{.low = -0.031, .high = 0.209}), "-3.1 to +20.9");
  EXPECT_EQ(points_interval(std::nullopt), "–");
}

TEST(Figures, OfTimesRatesAndMoney) {
  EXPECT_EQ(milliseconds(0.0123), "12.3");
  EXPECT_EQ(milliseconds(std::nullopt), "–");
  EXPECT_EQ(rate(1234.0), "1234");
  EXPECT_EQ(rate(std::nullopt), "–");
  EXPECT_EQ(money(0.0), "0");
  EXPECT_EQ(money(0.1), "0.100");
  EXPECT_EQ(money(std::nullopt), "–");
}

TEST(Figures, InPairsAreAbsentOnlyIfBothAre) {
  EXPECT_EQ(both("12.3", "45.6"), "12.3 / 45.6");
  EXPECT_EQ(both("12.3", kAbsent), "12.3 / –");
  EXPECT_EQ(both(kAbsent, kAbsent), "–");
}

TEST(Figures, OfProbabilitiesStopAtAThousandth) {
  EXPECT_EQ(p_value(0.0312), "0.031");
  EXPECT_EQ(p_value(0.0009), "< 0.001");
  EXPECT_EQ(p_value(1), "1.000");
}

}  // namespace
}  // namespace assay
