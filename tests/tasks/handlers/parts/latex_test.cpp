// Answers in LaTeX: the box, the two normal forms, and exact numbers.
#include "tasks/handlers/parts/latex.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct Pair {
  const char* text;
  const char* expected;
};

class HendrycksForm : public testing::TestWithParam<Pair> {};

TEST_P(HendrycksForm, IsAsTheAuthorsHaveIt) {
  EXPECT_EQ(hendrycks_form(GetParam().text).value_or("not defined"), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, HendrycksForm,
    testing::Values(Pair{".5", "\\frac{1}{2}"}, Pair{"0.5", "\\frac{1}{2}"}, Pair{"1/2", "\\frac{1}{2}"},
                    Pair{"\\frac12", "\\frac{1}{2}"}, Pair{"\\dfrac{1}{2}", "\\frac{1}{2}"}, Pair{"1,234", "1,234"},
                    Pair{"073", "073"}, Pair{"3.0", "3.0"}, Pair{"\\text{A}", "\\text{A}"}, Pair{"-.5", "-.5"},
                    Pair{"\\frac{1}2", "\\frac{1}2"}, Pair{"x=5", "5"}, Pair{"abc=5", "abc=5"}, Pair{"50\\%", "50"},
                    Pair{"3 / 4", "\\frac{3}{4}"}, Pair{"\\frac1{72}", "\\frac{1}{72}"}, Pair{"\\sqrt3", "\\sqrt{3}"},
                    Pair{"12\\text{ cm}", "12"}, Pair{"1\\text{ a}\\text{ b}", "not defined"},
                    Pair{"a/b", "not defined"}, Pair{"\\sqrt", "not defined"}, Pair{"", ""}, Pair{"90^\\circ", "90"}));

TEST(SameByHendrycks, FallsBackToTheTextsThemselves) {
  EXPECT_TRUE(is_same_by_hendrycks("a/b", "a/b"));
  EXPECT_FALSE(is_same_by_hendrycks("a/b", "b/a"));
}

class OriginalMinerva : public testing::TestWithParam<Pair> {};

TEST_P(OriginalMinerva, IsAsAppendixDHasIt) {
  EXPECT_EQ(minerva_form(GetParam().text, MinervaForm::kOriginal), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Vectors, OriginalMinerva,
                         testing::Values(Pair{"x = 10,000", "10000"}, Pair{"12\\text{ cm}", "12"},
                                         Pair{"\\frac12", "\\frac{1}{2}"}, Pair{"\\frac1{72}", "\\frac{1}{{}72}"},
                                         Pair{"1 and 2", "1and2"}, Pair{"70 \\text{ and } 80", "7080"},
                                         Pair{"\\dfrac{3}{4}", "\\dfrac{3}{4}"}, Pair{"5\\%", "5\\%"},
                                         Pair{"\\$18.90", "18.90"}, Pair{"90^\\circ", "90"}, Pair{"10{,}000", "10000"},
                                         Pair{"\\text{(A)}", "(A)"}, Pair{"$5$ and $6$", "5"}, Pair{"0,1", "01"},
                                         Pair{"\\sqrt[3]8", "\\sqrt{[}3]8"},
                                         Pair{"\\left(1\\right)", "\\le(1\\right)"}));

class CarefulMinerva : public testing::TestWithParam<Pair> {};

TEST_P(CarefulMinerva, KeepsCommandsRootsAndPairs) {
  EXPECT_EQ(minerva_form(GetParam().text, MinervaForm::kCareful), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Vectors, CarefulMinerva,
                         testing::Values(Pair{"0,1", "0,1"}, Pair{"1,234,567", "1234567"}, Pair{"1234,567", "1234,567"},
                                         Pair{"\\sqrt[3]8", "\\sqrt[3]{8}"}, Pair{"\\sqrt2", "\\sqrt{2}"},
                                         Pair{"\\left(1\\right)", "\\left(1\\right)"}, Pair{"2\\pi cm", "2\\pi"},
                                         Pair{"70 \\text{ and } 80", "70,80"}, Pair{"12 square units", "12"}));

TEST(MinervaAnswer, StandsBetweenTheTwoPhrases) {
  EXPECT_EQ(minerva_answer("Final Answer: The final answer is $5$. I hope it is correct. More."), "$5$");
  EXPECT_EQ(minerva_answer("Final Answer: The final answer is $5$. "), "$5$");  // the closing words are supplied
  EXPECT_EQ(minerva_answer("Final Answer: The final answer is $5$."), std::nullopt);
  EXPECT_EQ(minerva_answer("Final Answer: The final answer is\n5. I hope it is correct."), std::nullopt);
}

TEST(MinervaAnswer, EndsOnHostileText) {
  std::string text;
  for (int i = 0; i < 30000; ++i) {
    text += "Final Answer: The final answer is ";
  }

  EXPECT_TRUE(minerva_answer(text + "\nx") == std::nullopt);
}

TEST(LastBoxed, BalancesBraces) {
  EXPECT_EQ(boxed_answer("\\boxed{1} then \\boxed{\\frac{1}{2}} end"), "\\frac{1}{2}");
  EXPECT_EQ(boxed_answer("\\boxed 7$ and"), "7");
  EXPECT_EQ(last_boxed("\\fbox{3}"), "\\fbox{3}");
  EXPECT_EQ(boxed_answer("\\fbox{3}"), std::nullopt);
  EXPECT_EQ(boxed_answer("\\boxed{1"), std::nullopt);
  EXPECT_EQ(boxed_answer("none"), std::nullopt);
}

struct NumberPair {
  const char* a;
  const char* b;
  bool is_same;
};

class SameNumber : public testing::TestWithParam<NumberPair> {};

TEST_P(SameNumber, IsExact) { EXPECT_EQ(is_same_number(GetParam().a, GetParam().b), GetParam().is_same); }

INSTANTIATE_TEST_SUITE_P(Vectors, SameNumber,
                         testing::Values(NumberPair{"0.5", "\\frac{1}{2}", true}, NumberPair{"2/4", "1/2", true},
                                         NumberPair{"-\\frac{3}{6}", "-.5", true}, NumberPair{"1.0", "1", true},
                                         NumberPair{"0.333", "1/3", false}, NumberPair{"x", "x", false},
                                         NumberPair{"1/0", "1/0", false}, NumberPair{"", "", false},
                                         NumberPair{"--1", "1", false},
                                         NumberPair{"99999999999999999999", "99999999999999999999", false}));

}  // namespace
}  // namespace assay
