// Choices ranked under every normalisation, and figures of their probabilities.
#include "tasks/parts/choice_scorers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace assay {
namespace {

// Two choices: three code points in four bytes, and one.
Sample sample_of(std::optional<int> gold) {
  Sample sample{.choices = {"üab", "c"}, .gold_choice = gold};
  sample.gold = gold ? sample.choices[static_cast<std::size_t>(*gold)] : "";
  return sample;
}

Response response_of(std::vector<ChoiceScore> choices) {
  return {.finish = Finish::kScored, .choices = std::move(choices)};
}

// Sums -4 and -1.2, in 4 and 1 tokens.
const Response kScored = response_of({{.log_likelihood = -4, .tokens = 4}, {.log_likelihood = -1.2, .tokens = 1}});

struct RankCase {
  const char* metric;
  std::size_t chosen;
};

class Ranking : public testing::TestWithParam<RankCase> {};

TEST_P(Ranking, ChoosesTheLargestFigure) {
  const auto scorer = make_choice_scorer(GetParam().metric);
  ASSERT_NE(scorer, nullptr);

  for (const int gold : {0, 1}) {
    const Judgement judged = scorer->judge(sample_of(gold), kScored);
    EXPECT_EQ(judged.answer, sample_of(0).choices[GetParam().chosen]);
    EXPECT_EQ(judged.value, gold == static_cast<int>(GetParam().chosen) ? 1 : 0);
  }
  EXPECT_EQ(scorer->judge(sample_of(std::nullopt), kScored).value, 0);
  EXPECT_EQ(scorer->aggregation(), "mean");
  EXPECT_FALSE(scorer->is_supplementary());
}

// -4 / 3 < -1.2 < -4 / 4.
INSTANTIATE_TEST_SUITE_P(Metrics, Ranking,
                         testing::Values(RankCase{"acc", 1}, RankCase{"acc_norm", 1}, RankCase{"acc_bytes", 0},
                                         RankCase{"acc_tokens", 0}),
                         [](const auto& tested) { return std::string(tested.param.metric); });

TEST(ChoiceScorers, TakeTheFirstOfEqualChoicesAndAnyOfSeveralGolds) {
  const auto scorer = make_choice_scorer("acc");
  Sample several = sample_of(0);
  several.gold_choices = {0, 1};

  EXPECT_EQ(scorer->judge(sample_of(0), response_of({{.log_likelihood = -1}, {.log_likelihood = -1}})).value, 1);
  EXPECT_EQ(scorer->judge(several, kScored).value, 1);
}

TEST(ChoiceScorers, SubtractWhatTheChoicesHaveAlone) {
  const auto scorer = make_choice_scorer("acc_mutual_info");
  const Response response =
      response_of({{.log_likelihood = -4}, {.log_likelihood = -3}, {.log_likelihood = -8}, {.log_likelihood = -3.5}});

  EXPECT_EQ(scorer->judge(sample_of(0), response).value, 1);
  EXPECT_EQ(scorer->judge(sample_of(0), kScored).outcome, Outcome::kUnparsed);
}

TEST(ChoiceScorers, MatchTheGoldChoiceIfItIsWhatTheModelSaysGreedily) {
  const auto scorer = make_choice_scorer("exact_match");
  const Response response = response_of({{.log_likelihood = -9, .is_greedy = true}, {.log_likelihood = -1}});

  EXPECT_EQ(scorer->judge(sample_of(0), response).value, 1);
  EXPECT_EQ(scorer->judge(sample_of(1), response).value, 0);
  EXPECT_EQ(scorer->judge(sample_of(std::nullopt), response).value, 0);
}

// Probabilities 0.8 and 0.2.
TEST(ChoiceScorers, GiveFiguresOfTheProbabilities) {
  const Response response = response_of({{.log_likelihood = std::log(0.4)}, {.log_likelihood = std::log(0.1)}});

  EXPECT_NEAR(*make_choice_scorer("brier_score")->judge(sample_of(0), response).value, 2 * 0.04, 1e-12);
  EXPECT_NEAR(*make_choice_scorer("brier_score")->judge(sample_of(1), response).value, 2 * 0.64, 1e-12);
  const Judgement calibration = make_choice_scorer("ece")->judge(sample_of(1), response);
  ASSERT_EQ(calibration.parts.size(), 2u);
  EXPECT_NEAR(calibration.parts[0], 0.8, 1e-12);
  EXPECT_EQ(calibration.parts[1], 0);
  EXPECT_EQ(make_choice_scorer("f1")->judge(sample_of(1), response).parts, (std::vector<double>{1, 0}));
  EXPECT_EQ(make_choice_scorer("mcc")->aggregation(), "matthews_corrcoef");
  EXPECT_FALSE(make_choice_scorer("brier_score")->is_higher_better());
}

TEST(ChoiceScorers, GiveNoFigureWithoutAGoldChoiceOrWithoutAllScores) {
  for (const char* metric : {"f1", "mcc", "brier_score", "ece"}) {
    const auto scorer = make_choice_scorer(metric);
    for (const Judgement& judged :
         {scorer->judge(sample_of(std::nullopt), kScored), scorer->judge(sample_of(0), response_of({{}})),
          scorer->judge(sample_of(0), {.finish = Finish::kFailed})}) {
      EXPECT_FALSE(judged.value) << metric;
      EXPECT_TRUE(judged.parts.empty()) << metric;
      EXPECT_FALSE(judged.rule.empty()) << metric;
    }
  }
}

TEST(ChoiceScorers, AreKnownByName) {
  EXPECT_EQ(make_choice_scorer("accuracy"), nullptr);
  for (const std::string_view name : supplementary_choice_scorers()) {
    const auto scorer = make_choice_scorer(name, true);
    ASSERT_NE(scorer, nullptr) << name;
    EXPECT_TRUE(scorer->is_supplementary());
  }
}

}  // namespace
}  // namespace assay
