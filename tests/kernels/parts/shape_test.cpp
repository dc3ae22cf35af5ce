// Shapes: exactly the axes there are, of sizes there can be.
#include "kernels/parts/shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::HasSubstr;

TEST(CheckAxes, AcceptsExactlyTheAxesOfTheKernel) {
  EXPECT_TRUE(check_axes({{"m", 1}, {"n", 2147483647}}, {"m", "n"}));
}

TEST(CheckAxes, RefusesMissingUnknownAndImpossibleOnes) {
  EXPECT_THAT(check_axes({{"m", 1}}, {"m", "n"}).error().message, HasSubstr("needs each of the axes m, n"));
  EXPECT_THAT(check_axes({{"m", 1}, {"x", 2}}, {"m", "n"}).error().message, HasSubstr("unknown axis 'x'"));
  EXPECT_THAT(check_axes({{"m", 0}, {"n", 2}}, {"m", "n"}).error().message, HasSubstr("m = 0"));
  EXPECT_THAT(check_axes({{"m", std::int64_t{1} << 31}, {"n", 2}}, {"m", "n"}).error().message, HasSubstr("from 1 to"));
  EXPECT_EQ(check_axes({{"m", 0}}, {"m"}).error().kind, ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace assay
