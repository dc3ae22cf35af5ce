// The error of a median: by hand, with more values, and in spite of outliers.
#include "harness/stats/robust.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay {
namespace {

TEST(RelativeErrorOfMedian, IsTheFormulaOnNumbersDoneByHand) {
  // Quartiles 2 and 4, median 3: 1.2533 * (2 / 1.349) / (sqrt(5) * 3).
  const std::vector<double> values{5, 1, 4, 2, 3};

  EXPECT_NEAR(relative_error_of_median(values).value(), 0.276992, 1e-5);
}

TEST(RelativeErrorOfMedian, IsHalvedByFourTimesTheValues) {
  std::vector<double> few;
  for (int i = 0; i < 25; ++i) {
    few.push_back(static_cast<double>(i % 5) + 8);
  }
  std::vector<double> many;
  for (int i = 0; i < 4; ++i) {
    many.insert(many.end(), few.begin(), few.end());
  }

  EXPECT_NEAR(relative_error_of_median(few).value(), 2 * relative_error_of_median(many).value(), 1e-12);
}

TEST(RelativeErrorOfMedian, IsNotMovedByAFewPreemptedSamples) {
  std::vector<double> values(95, 1.0);
  values.insert(values.end(), 5, 1000.0);

  EXPECT_EQ(relative_error_of_median(values), 0.0);
}

TEST(RelativeErrorOfMedian, IsAbsentWhereThereIsNoSpreadOrNoTime) {
  EXPECT_FALSE(relative_error_of_median(std::vector<double>{}));
  EXPECT_FALSE(relative_error_of_median(std::vector<double>{1.0}));
  EXPECT_FALSE(relative_error_of_median(std::vector<double>{0.0, 0.0, 0.0}));
}

TEST(Median, TakesValuesInAnyOrder) {
  EXPECT_EQ(median(std::vector<double>{3, 1, 2}), 2.0);
  EXPECT_EQ(median(std::vector<double>{4, 1, 3, 2}), 2.5);
  EXPECT_FALSE(median(std::vector<double>{}));
}

}  // namespace
}  // namespace assay
