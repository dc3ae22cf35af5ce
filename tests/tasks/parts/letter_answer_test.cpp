// Letters in free answers: every rule, and what looks like a letter but is none.
#include "tasks/parts/letter_answer.h"

#include <gtest/gtest.h>

#include <array>

namespace assay {
namespace {

const std::array<std::string, 4> kChoices{"sunlight", "green leaves", "a magnet", "Delta"};

struct Case {
  const char* name;
  std::string answer;
  std::string expected;  // "" for none
};

class Letter : public testing::TestWithParam<Case> {};

TEST_P(Letter, IsFoundWhereItAnswers) {
  const auto found = find_letter(GetParam().answer, kChoices);

  EXPECT_EQ(found ? letter_of(found->choice) : "", GetParam().expected) << GetParam().answer;
}

INSTANTIATE_TEST_SUITE_P(
    All, Letter,
    testing::Values(Case{"Brackets", "the answer is (C)", "C"}, Case{"Plain", "The answer is C", "C"},
                    Case{"Bold", "answer is **C**", "C"}, Case{"Colon", "answer is: C", "C"},
                    Case{"Label", "Answer: C", "C"}, Case{"Boxed", "answer is $\\boxed{C}$", "C"},
                    Case{"BoxedText", "so \\boxed{\\text{(B)}}", "B"}, Case{"Word", "the answer is Delta", "D"},
                    Case{"Article", "answer is A good one; the answer is B", "B"},
                    Case{"LastCounts", "The answer is A. No: the answer is D.", "D"},
                    Case{"Two", "The answer is A or B", ""}, Case{"Line", "Let me think.\n\nB", "B"},
                    Case{"LineBold", "hm\n**B.**", "B"}, Case{"LastBracket", "(A) is wrong, (D) fits best here", "D"},
                    Case{"Text", "Plants need it. It must be sunlight.", "A"},
                    Case{"TwoTexts", "Either sunlight or green leaves.", ""},
                    Case{"BeyondTheChoices", "The answer is E", ""}, Case{"None", "I do not know", ""},
                    Case{"Empty", "", ""}, Case{"ArticleAlone", "The answer is A magnet", "C"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(LetterScorer, TellsUnparsedFromCutOff) {
  const auto scorer = make_letter_scorer();
  const Sample sample{.choices = {"x", "y"}, .gold_choice = 1};

  EXPECT_EQ(scorer->judge(sample, {.finish = Finish::kEnd, .text = "hm"}).outcome, Outcome::kUnparsed);
  EXPECT_EQ(scorer->judge(sample, {.finish = Finish::kLength, .text = "hm"}).outcome, Outcome::kTruncatedInAnswer);
  EXPECT_EQ(scorer->judge(sample, {.finish = Finish::kEnd, .text = "(B)"}).outcome, Outcome::kRight);
  EXPECT_EQ(scorer->judge(sample, {.finish = Finish::kEnd, .text = "(A)"}).outcome, Outcome::kWrong);
  EXPECT_EQ(scorer->judge(sample, {.finish = Finish::kFailed}).outcome, Outcome::kNoAnswer);
}

}  // namespace
}  // namespace assay
