// Noise: shifts, flips and the first token at which two answers part.
#include "harness/run/noise.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Response choices(std::vector<double> sums) {
  Response response{.finish = Finish::kScored};
  for (const double sum : sums) {
    response.choices.push_back({.log_likelihood = sum, .tokens = 1});
  }
  return response;
}

Response tokens(std::vector<TokenId> ids, std::vector<float> gaps) {
  return {.finish = Finish::kEnd, .tokens = std::move(ids), .top_gaps = std::move(gaps)};
}

TEST(Noise, FindsWhereTwoAnswersPartAndHowNearTheTokensWere) {
  const auto parted = first_divergence(tokens({1, 2, 3}, {5, 0.25, 7}), tokens({1, 9, 3}, {5, 0.5, 7}));

  ASSERT_TRUE(parted);
  EXPECT_EQ(parted->token, 1u);
  EXPECT_DOUBLE_EQ(parted->gap, 0.25);
  EXPECT_FALSE(first_divergence(tokens({1, 2}, {}), tokens({1, 2}, {})));
}

TEST(Noise, AnAnswerThatEndsEarlierPartsWhereItEnds) {
  const auto parted = first_divergence(tokens({1}, {5}), tokens({1, 2}, {5, 0.125}));

  ASSERT_TRUE(parted);
  EXPECT_EQ(parted->token, 1u);
  EXPECT_DOUBLE_EQ(parted->gap, 0.125);
}

TEST(Noise, MeasuresShiftsOfSumsAndCountsFlips) {
  const std::vector<Response> exact{choices({-1, -2}), choices({-3, -3.25})};
  const std::vector<Response> fast{choices({-1.5, -2}), choices({-3.5, -3.25})};

  const NoiseRecord noise = compare_answers(exact, fast);

  EXPECT_EQ(noise.items, 2);
  EXPECT_EQ(noise.sums, 4);
  EXPECT_DOUBLE_EQ(noise.shift_mean, 0.25);
  EXPECT_DOUBLE_EQ(noise.shift_max, 0.5);
  EXPECT_EQ(noise.flips, 1);
  EXPECT_DOUBLE_EQ(noise.gap_flip_max, 0.25);
}

TEST(Noise, ComparesGapsOnlyWhileAnswersAreEqual) {
  const std::vector<Response> exact{tokens({1, 2, 3}, {1, 2, 3})};
  const std::vector<Response> fast{tokens({1, 9, 3}, {1.5, 9, 9})};

  const NoiseRecord noise = compare_answers(exact, fast);

  EXPECT_EQ(noise.sums, 1);
  EXPECT_DOUBLE_EQ(noise.shift_max, 0.5);
  EXPECT_EQ(noise.flips, 1);
  EXPECT_DOUBLE_EQ(noise.gap_flip_max, 2);
}

TEST(Noise, OfNothingIsNothing) {
  const NoiseRecord noise = compare_answers({}, {});

  EXPECT_EQ(noise.items, 0);
  EXPECT_EQ(noise.shift_max, 0);
}

}  // namespace
}  // namespace assay
