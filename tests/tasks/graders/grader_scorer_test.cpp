// Graders as scorers: outcomes, rules, several golds.
#include "tasks/graders/grader_scorer.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

Sample sample_of(std::string gold) {
  Sample sample;
  sample.gold = std::move(gold);
  return sample;
}

Response said(std::string text, Finish finish = Finish::kEnd) {
  Response response;
  response.finish = finish;
  response.text = std::move(text);
  return response;
}

Judgement judged(const char* grader, const std::string& gold, const Response& response) {
  return make_grader_scorer(*grader_named(grader))->judge(sample_of(gold), response);
}

TEST(GraderScorer, SaysWhatWasFoundAndWhichRulesDecided) {
  const Judgement judgement = judged("math_equal", "5 + 2 = 7\n#### 7", said("So \\boxed{7.0}."));

  EXPECT_EQ(judgement.outcome, Outcome::kRight);
  EXPECT_EQ(judgement.value, 1);
  EXPECT_EQ(judgement.answer, "7.0");
  EXPECT_EQ(judgement.rule.find("the last box; "), 0u) << judgement.rule;
}

TEST(GraderScorer, TellsUnparsedFromWrongAndTruncated) {
  EXPECT_EQ(judged("math_equal", "7", said("\\boxed{8}")).outcome, Outcome::kWrong);
  EXPECT_EQ(judged("math_equal", "7", said("I am not sure")).outcome, Outcome::kUnparsed);
  EXPECT_EQ(judged("math_equal", "7", said("first $x=7$ and", Finish::kLength)).outcome, Outcome::kTruncatedInAnswer);
  EXPECT_EQ(judged("prm800k", "7", said("it is 7", Finish::kContextFull)).outcome, Outcome::kTruncatedInAnswer);
  EXPECT_EQ(judged("math_equal", "7", said("\\boxed{7} and", Finish::kLength)).outcome, Outcome::kRight);
}

TEST(GraderScorer, LenientlyTakesTheLastNumber) {
  EXPECT_EQ(judged("math_equal", "7", said("it is 7")).outcome, Outcome::kUnparsed);
  EXPECT_EQ(judged("math_equal_lenient", "7", said("it is 7")).outcome, Outcome::kRight);
}

TEST(GraderScorer, HasNoValueWithoutAnAnswer) {
  Response response = said("");
  response.finish = Finish::kFailed;

  EXPECT_EQ(judged("math_equal", "7", response).value, std::nullopt);
}

TEST(GraderScorer, TakesAnyOfSeveralGolds) {
  Sample sample;
  sample.golds = {"1", "2"};

  EXPECT_EQ(make_grader_scorer(*grader_named("math_equal"))->judge(sample, said("\\boxed{2}")).outcome,
            Outcome::kRight);
}

TEST(GraderScorer, CallsUndecidedWrongAndSaysSoFirst) {
  const Judgement judgement = judged("math_equal", "\\int_0^1 x dx", said("\\boxed{\\int_0^1 y dy}"));

  EXPECT_NE(judgement.outcome, Outcome::kRight);
  EXPECT_EQ(judgement.rule.find("undecided: "), 0u) << judgement.rule;
}

}  // namespace
}  // namespace assay
