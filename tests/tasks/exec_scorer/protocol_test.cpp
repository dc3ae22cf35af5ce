// The lines between harness and judging program.
#include "tasks/exec_scorer/protocol.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(ScorerProtocol, AsksOnOneLineInAFixedOrder) {
  const Sample sample{
      .document = R"({"b":1,"a":"x"})", .question = "q", .choices = {"y", "n"}, .gold = "y", .gold_choice = 0};
  const Response response{.finish = Finish::kEnd, .text = "so\n", .choices = {{.log_likelihood = -1.5}}};

  EXPECT_EQ(scorer_hello_line(), R"({"kind":"hello","protocol":1})");
  EXPECT_EQ(scorer_question_line(7, sample, response),
            R"({"kind":"judge","id":7,"answer":"so\n","gold":"y","finish":"end","question":"q","choices":["y","n"],)"
            R"("gold_choice":0,"log_likelihoods":[-1.5],"document":{"b":1,"a":"x"}})");
}

TEST(ScorerProtocol, ReadsAVersion) {
  EXPECT_EQ(*read_scorer_hello(R"({"protocol":1,"version":3})"), 3);
  for (const char* line :
       {"hello", R"({"protocol":2,"version":3})", R"({"protocol":1})", R"({"protocol":1,"version":0})"}) {
    EXPECT_FALSE(read_scorer_hello(line)) << line;
  }
}

TEST(ScorerProtocol, ReadsAJudgement) {
  const auto judgement = read_scorer_line(R"({"id":2,"value":0.5,"outcome":"wrong","answer":"a","rule":"r"})", 2);
  const auto absent = read_scorer_line(R"({"id":2,"value":null,"outcome":"unparsed"})", 2);

  ASSERT_TRUE(judgement && absent);
  EXPECT_EQ(judgement->value, 0.5);
  EXPECT_EQ(judgement->outcome, Outcome::kWrong);
  EXPECT_EQ(judgement->answer, "a");
  EXPECT_EQ(judgement->rule, "r");
  EXPECT_FALSE(absent->value) << "absent is not zero";
}

TEST(ScorerProtocol, RefusesWhatIsNoJudgement) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"oops", "no JSON object"},
      {R"({"id":3,"outcome":"right"})", "asked for judgement 2"},
      {R"({"outcome":"right"})", "asked for judgement 2"},
      {R"({"id":2,"outcome":"good"})", "'outcome' is none of"},
      {R"({"id":2,"outcome":"right","value":"1"})", "'value' is not a number"},
      {R"({"id":2,"outcome":"right","value":NaN})", "'value' is not a number"},
      {R"({"id":2,"outcome":"right","value":true})", "'value' is not a number"}};
  for (const auto& [line, message] : cases) {
    const auto judgement = read_scorer_line(line, 2);
    ASSERT_FALSE(judgement) << line;
    EXPECT_NE(judgement.error().message.find(message), std::string::npos) << judgement.error().message;
  }
}

}  // namespace
}  // namespace assay
