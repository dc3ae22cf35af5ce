// Parts of a pack: no token changes the kernel it would meet alone.
#include "backends/llama/score_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace assay {
namespace {

TEST(ContextPhase, FollowsTheUbatchThatTheTokenWouldLieInAlone) {
  // 600 tokens in ubatches of 512: 512, then 88: all many. 520: 512, then 8: the last eight are few.
  EXPECT_EQ(context_phase(0, 600, 512), Phase::kContextMany);
  EXPECT_EQ(context_phase(599, 600, 512), Phase::kContextMany);
  EXPECT_EQ(context_phase(511, 520, 512), Phase::kContextMany);
  EXPECT_EQ(context_phase(512, 520, 512), Phase::kContextFew);
  EXPECT_EQ(context_phase(0, 63, 512), Phase::kContextFew);
  EXPECT_EQ(context_phase(0, 64, 512), Phase::kContextMany);
  EXPECT_EQ(context_phase(0, 64, 32), Phase::kContextFew);
}

TEST(ContinuationPhase, FollowsItsLength) {
  EXPECT_EQ(continuation_phase(0), Phase::kContinuationFew);
  EXPECT_EQ(continuation_phase(63), Phase::kContinuationFew);
  EXPECT_EQ(continuation_phase(64), Phase::kContinuationMany);
}

void check_part_sizes(Phase phase, int tokens, int ubatch) {
  const auto sizes = part_sizes(phase, tokens, ubatch);
  const bool is_few = phase == Phase::kContextFew || phase == Phase::kContinuationFew;
  const int largest = is_few ? std::min(kSmallPart, ubatch) : ubatch;
  const bool has_least = !is_few && tokens >= kManyTokens && ubatch > 2 * kManyTokens;
  ASSERT_EQ(std::accumulate(sizes.begin(), sizes.end(), 0), tokens);
  for (const int size : sizes) {
    ASSERT_GE(size, has_least ? kManyTokens : 1) << tokens << " in " << ubatch;
    ASSERT_LE(size, largest);
  }
}

TEST(PartSizes, AddUpAndStayWithinTheirPhasesBounds) {
  for (const int ubatch : {16, 64, 128, 512}) {
    for (int tokens = 0; tokens <= 2100; tokens += tokens < 200 ? 1 : 37) {
      check_part_sizes(Phase::kContextMany, tokens, ubatch);
      check_part_sizes(Phase::kContextFew, tokens, ubatch);
      check_part_sizes(Phase::kContinuationFew, tokens, ubatch);
      check_part_sizes(Phase::kContinuationMany, tokens, ubatch);
    }
  }
}

TEST(PartSizes, AreNearlyEqual) {
  EXPECT_EQ(part_sizes(Phase::kContextMany, 600, 512), (std::vector<int>{300, 300}));
  EXPECT_EQ(part_sizes(Phase::kContinuationFew, 100, 512), (std::vector<int>{52, 48}));
  EXPECT_TRUE(part_sizes(Phase::kContextMany, 0, 512).empty());
}

}  // namespace
}  // namespace assay
