// Guarded buffers: poison, guards, random numbers.
#include "kernels/parts/guarded_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace assay {
namespace {

TEST(GuardedBuffer, IsAlignedAndPoisonedFromTheBeginning) {
  auto buffer = GuardedBuffer::make(100);

  ASSERT_TRUE(buffer);
  ASSERT_EQ(buffer->values().size(), 100u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer->values().data()) % 64, 0u);
  EXPECT_TRUE(std::ranges::all_of(buffer->values(), [](float value) { return std::isnan(value); }));
}

TEST(GuardedBuffer, SeesAWordWrittenOnEitherSideAndNoneInside) {
  for (const std::ptrdiff_t beside : {-16, -1, 100, 115}) {
    auto buffer = GuardedBuffer::make(100);
    ASSERT_TRUE(buffer);
    std::ranges::fill(buffer->values(), 1.0F);
    EXPECT_TRUE(buffer->has_intact_guards());

    buffer->values().data()[beside] = 1;

    EXPECT_FALSE(buffer->has_intact_guards()) << beside;
  }
}

TEST(GuardedBuffer, SaysSoIfThereIsNoMemory) {
  const auto buffer = GuardedBuffer::make(std::int64_t{1} << 58);

  ASSERT_FALSE(buffer);
  EXPECT_EQ(buffer.error().kind, ErrorKind::kEnvironment);
}

TEST(FillRandom, GivesTheSameNumbersForASeedSpreadOverMinusOneToOne) {
  std::vector<float> first(10'000);
  std::vector<float> second(10'000);
  std::vector<float> other(10'000);

  fill_random(first, 7);
  fill_random(second, 7);
  fill_random(other, 8);

  EXPECT_EQ(first, second);
  EXPECT_NE(first, other);
  EXPECT_LT(*std::ranges::min_element(first), -0.99F);
  EXPECT_GT(*std::ranges::max_element(first), 0.99F);
  EXPECT_GE(*std::ranges::min_element(first), -1.0F);
  EXPECT_LE(*std::ranges::max_element(first), 1.0F);
  double sum = 0;
  for (const float value : first) {
    sum += value;
  }
  EXPECT_NEAR(sum / 10'000, 0, 0.03);  // five standard errors
}

}  // namespace
}  // namespace assay
