// Exact answers: what is found in a text, what is the same number, and what is the same words.
#include "tasks/parts/exact_answer.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

Judgement judge(const std::string& gold, const std::string& text, Finish finish = Finish::kStop) {
  return make_exact_answer_scorer()->judge({.gold = gold}, {.finish = finish, .text = text});
}

struct AnswerCase {
  const char* name;
  const char* gold;
  const char* text;
  Outcome outcome;
};

class ExactAnswer : public testing::TestWithParam<AnswerCase> {};

TEST_P(ExactAnswer, IsJudgedAsItShouldBe) {
  const AnswerCase& tested = GetParam();

  const Judgement judged = judge(tested.gold, tested.text);

  EXPECT_EQ(judged.outcome, tested.outcome) << judged.answer << " | " << judged.rule;
  EXPECT_EQ(judged.value, tested.outcome == Outcome::kRight ? 1 : 0);
  EXPECT_FALSE(judged.rule.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ExactAnswer,
    testing::Values(AnswerCase{"announced", "12", "First 3, then 4. The answer is 12.", Outcome::kRight},
                    AnswerCase{"off_by_one", "12", "The answer is 13.", Outcome::kWrong},
                    AnswerCase{"sign", "-12", "The answer is 12.", Outcome::kWrong},
                    AnswerCase{"negative", "-12", "The answer is -12.", Outcome::kRight},
                    AnswerCase{"unicode_minus", "-12",
                               "The answer is \xe2\x88\x92"
                               "12.",
                               Outcome::kRight},
                    AnswerCase{"last_announcement", "5", "The answer is 4. No: the answer is 5.", Outcome::kRight},
                    AnswerCase{"boxed", "5", "The answer is \\boxed{5}", Outcome::kRight},
                    AnswerCase{"boxed_fraction", "3/4", "So \\boxed{\\frac{3}{4}}.", Outcome::kRight},
                    AnswerCase{"negative_fraction", "-3/4", "$\\boxed{-\\dfrac{3}{4}}$", Outcome::kRight},
                    AnswerCase{"not_reduced", "3/4", "The answer is 6/8.", Outcome::kRight},
                    AnswerCase{"decimal_of_a_fraction", "3/4", "The answer is 0.75.", Outcome::kRight},
                    AnswerCase{"turned_fraction", "3/4", "The answer is 4/3.", Outcome::kWrong},
                    AnswerCase{"part_of_a_fraction", "3", "The answer is 3/4.", Outcome::kWrong},
                    AnswerCase{"decimal", "2.5", "The answer is 2.50 litres.", Outcome::kRight},
                    AnswerCase{"commas", "12000", "The answer is 12,000.", Outcome::kRight},
                    AnswerCase{"unit", "12", "The answer is $12.00 dollars", Outcome::kRight},
                    AnswerCase{"equation", "7", "The answer is x = 7.", Outcome::kRight},
                    AnswerCase{"computation", "7", "The answer is 3 + 4 = 7.", Outcome::kRight},
                    AnswerCase{"bold", "7", "**The answer is: 7**", Outcome::kRight},
                    AnswerCase{"hashes", "7", "3 + 4 = 7\n#### 7", Outcome::kRight},
                    AnswerCase{"last_line", "7", "3 + 4 is\n7\n", Outcome::kRight},
                    AnswerCase{"two_numbers", "7", "The answer is 7 or 8.", Outcome::kUnparsed},
                    AnswerCase{"no_number", "7", "The answer is unclear.", Outcome::kUnparsed},
                    AnswerCase{"over_zero", "7", "The answer is 7/0.", Outcome::kUnparsed},
                    AnswerCase{"huge", "7", "The answer is 77777777777777777777777777.", Outcome::kUnparsed},
                    AnswerCase{"blank", "7", " \n ", Outcome::kUnparsed},
                    AnswerCase{"name", "Anna", "The answer is Anna.", Outcome::kRight},
                    AnswerCase{"other_case", "Anna", "the answer is **anna**", Outcome::kRight},
                    AnswerCase{"other_name", "Anna", "The answer is Hanna.", Outcome::kWrong},
                    AnswerCase{"names", "Anna, Ben, Clara", "The answer is Anna, Ben, and Clara.", Outcome::kRight},
                    AnswerCase{"names_with_and", "Anna, Ben", "The answer is Anna and Ben.", Outcome::kRight},
                    AnswerCase{"missing_name", "Anna, Ben", "The answer is Anna.", Outcome::kWrong},
                    AnswerCase{"date", "2024-02-29", "The answer is 2024-02-29.", Outcome::kRight},
                    AnswerCase{"other_date", "2024-02-29", "The answer is 2024-03-01.", Outcome::kWrong},
                    AnswerCase{"quoted", "unknown", "Answer: 'unknown'", Outcome::kRight},
                    AnswerCase{"opposite", "yes", "The answer is no.", Outcome::kWrong},
                    AnswerCase{"weekday", "Monday", "It was a\nMonday", Outcome::kRight}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ExactAnswerCutOff, IsTruncatedUnlessTheAnswerWasAnnounced) {
  EXPECT_EQ(judge("7", "so 3 + 4 is 7", Finish::kLength).outcome, Outcome::kTruncatedInAnswer);
  EXPECT_EQ(judge("7", "The answer is 7. And", Finish::kLength).outcome, Outcome::kRight);
}

TEST(ExactAnswerSize, IsBounded) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += "the answer is \\boxed{{{(1/";
  }

  EXPECT_NE(judge("7", text).outcome, Outcome::kRight);
  EXPECT_NE(judge("Anna", std::string(2'000'000, '9')).outcome, Outcome::kRight);
}

}  // namespace
}  // namespace assay
