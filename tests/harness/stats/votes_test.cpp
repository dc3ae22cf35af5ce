// Votes by hand, and their expectation against direct enumeration of all draws.
#include "harness/stats/votes.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

std::vector<Vote> votes_of(const std::vector<std::string>& answers, const std::string& right) {
  std::vector<Vote> votes;
  for (const std::string& answer : answers) {
    votes.push_back({.answer = answer, .value = answer == right ? 1.0 : 0.0});
  }
  return votes;
}

double vote_of(const std::vector<std::string>& answers, const std::string& right) {
  return vote_value(answer_classes(votes_of(answers, right)));
}

TEST(Vote, IsTheValueOfTheAnswerGivenMostOften) {
  EXPECT_EQ(vote_of({"7", "3", "7"}, "7"), 1);
  EXPECT_EQ(vote_of({"7", "3", "7"}, "3"), 0);
}

TEST(Vote, OfATieIsTheMeanOfTheTied) {
  EXPECT_EQ(vote_of({"7", "3"}, "7"), 0.5);
  EXPECT_DOUBLE_EQ(vote_of({"7", "3", "5", "7", "3", "5", "1"}, "5"), 1.0 / 3);
}

TEST(Vote, WithoutAnyAnswerIsWrong) { EXPECT_EQ(vote_of({}, "7"), 0); }

TEST(AnswerClasses, TakeTheEqualsOfAFunctionForOneAnswer) {
  const auto same = [](const std::string& a, const std::string& b) { return a.substr(0, 1) == b.substr(0, 1); };

  const auto classes = answer_classes(
      std::vector<Vote>{
          {.answer = "1/2", .value = 1}, {.answer = "3"}, {.answer = "1.5", .value = 0}, {.answer = "1/2", .value = 1}},
      same);

  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].votes, 3);
  EXPECT_DOUBLE_EQ(classes[0].value, 2.0 / 3);
  EXPECT_EQ(classes[1].votes, 1);
}

// Votes of a draw: the answers whose bit is set; those beyond the votes have none.
double mean_over_draws(const std::vector<Vote>& votes, int answers, int k) {
  double sum = 0;
  double draws = 0;
  for (std::uint32_t draw = 0; draw < std::uint32_t{1} << answers; ++draw) {
    if (std::popcount(draw) != k) {
      continue;
    }
    std::vector<Vote> drawn;
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if ((draw >> i & 1) == 1) {
        drawn.push_back(votes[i]);
      }
    }
    sum += vote_value(answer_classes(drawn));
    draws += 1;
  }
  return sum / draws;
}

TEST(ExpectedVote, IsTheMeanOverAllDraws) {
  Rng rng(5);
  for (int round = 0; round < 60; ++round) {
    const int answers = static_cast<int>(rng.between(1, 9));
    std::vector<Vote> votes;
    for (std::int64_t i = rng.between(0, answers); i > 0; --i) {
      const auto answer = rng.below(4);
      votes.push_back({.answer = std::to_string(answer), .value = answer == 0 ? 1.0 : answer == 1 ? 0.25 : 0.0});
    }
    for (int k = 1; k <= answers; ++k) {
      EXPECT_NEAR(expected_vote(answer_classes(votes), answers, k), mean_over_draws(votes, answers, k), 1e-12)
          << "round " << round << ", k " << k;
    }
  }
}

TEST(ExpectedVote, OfAllAnswersIsTheVoteAndOfOneTheMean) {
  Rng rng(6);
  std::vector<Vote> votes;
  double right = 0;
  for (int i = 0; i < 60; ++i) {
    const auto answer = rng.below(7);
    votes.push_back({.answer = std::to_string(answer), .value = answer == 0 ? 1.0 : 0.0});
    right += votes.back().value;
  }
  const auto classes = answer_classes(votes);

  EXPECT_NEAR(expected_vote(classes, 64, 64), vote_value(classes), 1e-12);
  EXPECT_NEAR(expected_vote(classes, 64, 1), right / 64, 1e-12);
}

}  // namespace
}  // namespace assay
