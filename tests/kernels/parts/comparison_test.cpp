// Errors in units of the tolerance.
#include "kernels/parts/comparison.h"

#include <gtest/gtest.h>

#include <limits>

namespace assay {
namespace {

TEST(Comparison, KeepsTheWorstElementAndSaysWhatItShouldBe) {
  Comparison comparison;
  comparison.add(0, 1.0, 1.0, 0.5);
  comparison.add(1, 3.5, 3.25, 0.5);
  comparison.add(2, 1.125, 1.0, 0.5);

  EXPECT_EQ(comparison.error_max(), 0.5);
  EXPECT_EQ(comparison.worst_index(), 1);
  EXPECT_EQ(comparison.result("c[0][1]").worst, "c[0][1] = 3.5, reference 3.25");
}

TEST(Comparison, ForgivesNothingWhereTheToleranceIsZero) {
  Comparison comparison;
  comparison.add(0, 1.0, 1.0, 0);
  EXPECT_EQ(comparison.error_max(), 0);

  comparison.add(1, 1.0000001, 1.0, 0);

  EXPECT_EQ(comparison.error_max(), kWrongAltogether);
}

TEST(Comparison, CountsNanAndInfinityAsWrongWhateverTheTolerance) {
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Comparison comparison;
    comparison.add(5, value, 1.0, 1e300);
    EXPECT_EQ(comparison.error_max(), kWrongAltogether);
    EXPECT_EQ(comparison.result("x").worst, "x = not a finite number, reference 1");
  }
}

}  // namespace
}  // namespace assay
