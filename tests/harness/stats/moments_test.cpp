// Moments: mean and sample variance, n and n - 1 told apart, and no cancellation on shifted data.
#include "harness/stats/moments.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Moments, DividesTheSumOfSquaresByOneLessThanTheCount) {
  Moments moments;

  for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) {
    moments.add(value);
  }

  EXPECT_EQ(moments.count(), 8);
  EXPECT_DOUBLE_EQ(moments.mean(), 5);
  ASSERT_TRUE(moments.variance());
  EXPECT_DOUBLE_EQ(*moments.variance(), 32.0 / 7);  // 4 if it were divided by n
}

TEST(Moments, OfOneValueHaveNoVariance) {
  Moments moments;
  EXPECT_EQ(moments.mean(), 0);
  EXPECT_FALSE(moments.variance());

  moments.add(3);

  EXPECT_EQ(moments.mean(), 3);
  EXPECT_FALSE(moments.variance());
}

TEST(Moments, LoseNothingOnDataFarFromZero) {
  Moments moments;

  for (const double value : {4.0, 7.0, 13.0, 16.0}) {
    moments.add(1e9 + value);
  }

  EXPECT_DOUBLE_EQ(*moments.variance(), 30);  // the textbook formula gives noise here (Welford, 1962)
}

}  // namespace
}  // namespace assay
