// The chain that finds a final answer: each rule, their order, cut outputs, hostile texts.
#include "tasks/graders/math_answer.h"

#include <gtest/gtest.h>

#include <string>

#include "tasks/graders/boxes.h"
#include "tasks/graders/math_segments.h"

namespace assay {
namespace {

struct ChainCase {
  const char* name;
  const char* output;
  const char* answer;
  const char* rule;
};

class Chain : public testing::TestWithParam<ChainCase> {};

TEST_P(Chain, FindsTheAnswerByTheFirstRuleThatHoldsOne) {
  const auto found = find_math_answer(GetParam().output, AnswerReach::kLastNumber);

  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, GetParam().answer);
  EXPECT_EQ(found->rule, GetParam().rule);
  EXPECT_LE(found->span.end, std::string(GetParam().output).size());
}

const auto kNameOf = [](const auto& tested) { return std::string(tested.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Boxes, Chain,
    testing::Values(ChainCase{"Last", "\\boxed{1} then \\boxed{\\frac{1}{2}} end", "\\frac{1}{2}", "the last box"},
                    ChainCase{"Frame", "so $\\fbox{7}$", "7", "the last box"},
                    ChainCase{"Unclosed", "\\boxed{12} and \\boxed{3", "12", "the last box"},
                    ChainCase{"SetBraces", "\\boxed{\\{1,2\\}}", "\\{1,2\\}", "the last box"},
                    ChainCase{"Nested", "\\boxed{\\boxed{5}}", "\\boxed{5}", "the last box"},
                    ChainCase{"WithoutBraces", "thus \\boxed 7$.", "7", "the last box"},
                    ChainCase{"BeforeAnnouncement", "\\boxed{4}. The answer is 5.", "4", "the last box"},
                    ChainCase{"StrayBrace", "} \\boxed{9} {", "9", "the last box"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Announcements, Chain,
    testing::Values(
        ChainCase{"Formal", "Final Answer: The final answer is $5$. I hope it is correct.", "5",
                  "behind 'final answer'"},
        ChainCase{"Colon", "**Final Answer:** 42", "42", "behind 'final answer'"},
        ChainCase{"Heading", "## Final Answer\n\n$x = 3$\n", "x = 3", "behind 'final answer'"},
        ChainCase{"Detour", "The final answer to this problem is 3.14. Done.", "3.14", "behind 'final answer'"},
        ChainCase{"Joined", "The answer is $x=1$ and $x=2$, as shown by $y$.", "x=1 and x=2", "behind 'answer'"},
        ChainCase{"AnswerIs", "So the answer is 18. It was easy.", "18", "behind 'answer'"},
        ChainCase{"Bold", "**Answer**: 18 eggs", "18 eggs", "behind 'answer'"},
        ChainCase{"Marked", "5 + 6 = 11\n#### 11", "11", "behind '####'"},
        ChainCase{"LaterMark", "the answer is 3\n#### 11", "11", "behind '####'"},
        ChainCase{"Money", "The answer is $18.", "$18", "behind 'answer'"},
        ChainCase{"PartlyFormula", "The answer is (3, $\\frac12$).", "(3, $\\frac12$)", "behind 'answer'"},
        ChainCase{"NoVerb", "I know the answer. \\(7\\)", "7", "the last formula"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(Rest, Chain,
                         testing::Values(ChainCase{"Formula", "We get $x$ and $12$ for it", "12", "the last formula"},
                                         ChainCase{"Display", "We get\n\\[ y = 3 \\]", "y = 3", "the last formula"},
                                         ChainCase{"Prices", "It costs $5 and then $6 more", "6", "the last number"},
                                         ChainCase{"Number", "It takes 1,234.50 of them", "1,234.50",
                                                   "the last number"},
                                         ChainCase{"Negative", "It falls to -3 at last", "-3", "the last number"},
                                         ChainCase{"Difference", "that is 10-3", "3", "the last number"},
                                         ChainCase{"Ratio", "about 3/4 of it", "3/4", "the last number"}),
                         kNameOf);

TEST(FindMathAnswer, TakesANumberOnlyWhereItMay) {
  EXPECT_FALSE(find_math_answer("It takes 12 of them", AnswerReach::kFormula));
  EXPECT_FALSE(find_math_answer("", AnswerReach::kLastNumber));
  EXPECT_FALSE(find_math_answer("no digits at all", AnswerReach::kLastNumber));
}

TEST(FindMathAnswer, OfACutOutputTakesOnlyWhatIsWhollyAnnounced) {
  EXPECT_EQ(find_math_answer_in_cut("so \\boxed{5}")->text, "5");
  EXPECT_EQ(find_math_answer_in_cut("The answer is 5. Let us check that")->text, "5");
  EXPECT_FALSE(find_math_answer_in_cut("The answer is 12"));
  EXPECT_FALSE(find_math_answer_in_cut("we have $x=4$ and so"));
}

TEST(GoldAnswer, StandsBehindTheMarkOrInTheBox) {
  EXPECT_EQ(gold_answer("He eats 3 and 4.\n#### 7"), "7");
  EXPECT_EQ(gold_answer("Thus $\\boxed{\\frac12}$ holds."), "\\frac12");
  EXPECT_EQ(gold_answer(" 073 "), "073");
}

TEST(MathSegments, TellMoneyFromFormulas) {
  const std::string text = "pay $5 or $x+1$ and \\(y\\), $$z$$";

  const auto segments = math_segments(text);

  ASSERT_EQ(segments.size(), 3u);
  EXPECT_EQ(segments[0].inner.of(text), "x+1");
  EXPECT_EQ(segments[1].inner.of(text), "y");
  EXPECT_EQ(segments[2].inner.of(text), "z");
}

class HostileText : public testing::TestWithParam<const char*> {};

// A quadratic rule would take minutes on these.
TEST_P(HostileText, IsReadInLinearTime) {
  std::string text;
  while (text.size() < 1'000'000) {
    text += GetParam();
  }

  find_math_answer(text, AnswerReach::kLastNumber);
  find_math_answer_in_cut(text);
  last_box(text);
  SUCCEED();
}

INSTANTIATE_TEST_SUITE_P(Pieces, HostileText,
                         testing::Values("\\boxed{", "\\boxed 7 ", "answer is ", "answer ", "final answer:\n", "$",
                                         "$1 ", "\\(", "\\[ ", "####", "{", "}", "1,", "answer: $", "\\"));

}  // namespace
}  // namespace assay
