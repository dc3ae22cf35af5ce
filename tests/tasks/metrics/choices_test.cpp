// Rules of choice on log-likelihoods whose winners differ.
#include "tasks/metrics/choices.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace assay {
namespace {

ChoiceScore scored(double sum, int tokens, bool is_greedy = false) {
  return {.log_likelihood = sum, .tokens = tokens, .is_greedy = is_greedy};
}

TEST(Choices, EachRuleHasItsWinner) {
  const std::vector<ChoiceScore> scores{scored(-3, 1), scored(-4, 2), scored(-6, 6), scored(-4.5, 1)};
  const std::vector<std::string> texts{"a", "bb", "cccc", "東東東東"};
  const std::vector<ChoiceScore> unconditional{scored(-3, 1), scored(-5, 2), scored(-6, 6), scored(-9, 1)};
  const ScoredChoices choices{.scores = scores, .texts = texts, .unconditional = unconditional};

  EXPECT_EQ(chosen(choice_figures(choices, ChoiceRule::kSum)), 0u);
  EXPECT_EQ(chosen(choice_figures(choices, ChoiceRule::kPerCharacter)), 3u);  // -4.5 / 4
  EXPECT_EQ(chosen(choice_figures(choices, ChoiceRule::kPerByte)), 3u);       // -4.5 / 12
  EXPECT_EQ(chosen(choice_figures(choices, ChoiceRule::kPerToken)), 2u);
  EXPECT_EQ(chosen(choice_figures(choices, ChoiceRule::kMutualInfo)), 3u);
}

TEST(Choices, TiesGoToTheFirst) {
  EXPECT_EQ(chosen(std::vector<double>{-2, -1, -1}), 1u);
  EXPECT_EQ(chosen({}), std::nullopt);
}

TEST(Choices, AnEmptyTextNeverWinsByDivision) {
  const std::vector<ChoiceScore> scores{scored(0, 0), scored(-1000, 1)};
  const std::vector<std::string> texts{"", "b"};

  EXPECT_EQ(chosen(choice_figures({.scores = scores, .texts = texts}, ChoiceRule::kPerCharacter)), 1u);
  EXPECT_EQ(chosen(choice_figures({.scores = scores, .texts = texts}, ChoiceRule::kPerToken)), 1u);
}

TEST(Choices, ProbabilitiesAreASoftmax) {
  const auto even = choice_probabilities(std::vector<ChoiceScore>{scored(-1000, 1), scored(-1000, 1)});
  const auto uneven =
      choice_probabilities(std::vector<ChoiceScore>{scored(std::log(0.3), 1), scored(std::log(0.1), 1)});
  const double never = -std::numeric_limits<double>::infinity();
  const auto hopeless = choice_probabilities(std::vector<ChoiceScore>{scored(never, 1), scored(never, 1)});

  EXPECT_EQ(even, (std::vector<double>{0.5, 0.5}));
  EXPECT_NEAR(uneven[0], 0.75, 1e-12);
  EXPECT_EQ(hopeless, (std::vector<double>{0.5, 0.5}));
  EXPECT_TRUE(choice_probabilities({}).empty());
}

TEST(Choices, BrierIsTheSquaredGapToTheGold) {
  const std::vector<double> probabilities{0.5, 0.25, 0.25};

  EXPECT_DOUBLE_EQ(brier_part(probabilities, 0), 0.25 + 0.0625 + 0.0625);
  EXPECT_DOUBLE_EQ(brier_part(probabilities, 2), 0.25 + 0.0625 + 0.5625);
  EXPECT_DEATH(brier_part(probabilities, 3), "one of the choices");
}

TEST(Choices, ExactMatchAsksForAGreedyGold) {
  const std::vector<ChoiceScore> scores{scored(-1, 1), scored(-2, 1, true)};

  EXPECT_TRUE(is_gold_greedy(scores, std::vector<std::size_t>{0, 1}));
  EXPECT_FALSE(is_gold_greedy(scores, std::vector<std::size_t>{0}));
  EXPECT_FALSE(is_gold_greedy(scores, std::vector<std::size_t>{7}));
}

TEST(WordCount, CountsPiecesBetweenWhiteSpace) {
  EXPECT_EQ(word_count("one two\n three"), 3u);
  EXPECT_EQ(word_count(" one "), 3u);
  EXPECT_EQ(word_count(""), 1u);
}

}  // namespace
}  // namespace assay
