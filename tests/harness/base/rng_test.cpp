// Rng: the same numbers everywhere, without bias.
#include "harness/base/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

TEST(Rng, GivesTheSameNumbersForTheSameSeed) {
  Rng a(7);
  Rng b(7);
  Rng c(8);

  const std::uint64_t first = a.next();

  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
}

// The published algorithm's own numbers: SplitMix64 of seed 0 fills the state, xoshiro256** draws.
TEST(Rng, IsTheAlgorithmItClaimsToBe) {
  Rng rng(0);

  EXPECT_EQ(rng.next(), 0x99ec5f36cb75f2b4ULL);
  EXPECT_EQ(rng.next(), 0xbf6e1f784956452aULL);
}

TEST(Rng, DrawsEveryValueOfASmallRangeEquallyOften) {
  Rng rng(1);
  std::array<int, 6> counts{};

  for (int i = 0; i < 60'000; ++i) {
    ++counts[rng.below(6)];
  }

  for (const int count : counts) {
    EXPECT_NEAR(count, 10'000, 450);  // five standard deviations
  }
}

TEST(Rng, StaysWithinBothEndsOfARange) {
  Rng rng(2);
  bool saw_low = false;
  bool saw_high = false;

  for (int i = 0; i < 1000; ++i) {
    const std::int64_t drawn = rng.between(-2, 3);
    ASSERT_GE(drawn, -2);
    ASSERT_LE(drawn, 3);
    saw_low = saw_low || drawn == -2;
    saw_high = saw_high || drawn == 3;
  }

  EXPECT_TRUE(saw_low && saw_high);
  EXPECT_NO_FATAL_FAILURE(rng.between(INT64_MIN, INT64_MAX));
}

TEST(Rng, ShufflesIntoAPermutation) {
  Rng rng(3);
  std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  const std::vector<int> before = items;

  rng.shuffle(items);

  EXPECT_NE(items, before);
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, before);
}

TEST(Rng, UniformLiesInTheHalfOpenUnitIntervalAroundOneHalf) {
  Rng rng(4);
  double sum = 0;

  for (int i = 0; i < 10'000; ++i) {
    const double drawn = rng.uniform();
    ASSERT_GE(drawn, 0);
    ASSERT_LT(drawn, 1);
    sum += drawn;
  }

  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

}  // namespace
}  // namespace assay
