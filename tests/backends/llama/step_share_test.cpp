// Shares of a step add up to it.
#include "backends/llama/step_share.h"

#include <gtest/gtest.h>

#include <numeric>

#include "harness/base/rng.h"

namespace assay {
namespace {

TEST(StepShare, IsInProportionToTokens) {
  EXPECT_EQ(split_step(8, std::vector<StepPart>{{.own_tokens = 1}, {.own_tokens = 3}}, 0), (std::vector<double>{2, 6}));
}

// Six shared tokens are three for each of the two that use them: 5, 4 and 1 of 10.
TEST(StepShare, SplitsSharedTokensAmongThoseWhoUseThem) {
  const std::vector<StepPart> parts{
      {.own_tokens = 2, .uses_shared = true}, {.own_tokens = 1, .uses_shared = true}, {.own_tokens = 1}};

  EXPECT_EQ(split_step(10, parts, 6), (std::vector<double>{5, 4, 1}));
}

TEST(StepShare, IsEvenWithoutTokens) {
  EXPECT_EQ(split_step(3, std::vector<StepPart>{{}, {}, {}}, 0), (std::vector<double>{1, 1, 1}));
  EXPECT_TRUE(split_step(3, {}, 0).empty());
}

TEST(StepShare, AddsUpToTheStepWhateverTheParts) {
  Rng rng(2);
  for (int round = 0; round < 300; ++round) {
    std::vector<StepPart> parts(1 + rng.below(9));
    for (StepPart& part : parts) {
      part = {.own_tokens = static_cast<int>(rng.below(5)), .uses_shared = rng.below(2) == 1};
    }
    const auto shares = split_step(0.125, parts, static_cast<int>(rng.below(100)));

    EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 0.125, 1e-12);
    for (const double share : shares) {
      EXPECT_GE(share, 0);
    }
  }
}

}  // namespace
}  // namespace assay
