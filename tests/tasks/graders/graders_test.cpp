// The conventional graders against vectors of their rules, and what all graders have in common.
#include "tasks/graders/graders.h"

#include <gtest/gtest.h>

#include <string>

#include "tasks/graders/math_verify.h"
#include "tasks/graders/number_words.h"
#include "tasks/graders/prm800k.h"
#include "tasks/graders/qwen_math.h"
#include "tasks/graders/sympy_latex.h"

namespace assay {
namespace {

struct VerdictCase {
  const char* grader;
  const char* answer;
  const char* gold;
  bool is_right;
};

class Verdict : public testing::TestWithParam<VerdictCase> {};

TEST_P(Verdict, IsTheRules) {
  const VerdictCase& tested = GetParam();
  const Grader* grader = grader_named(tested.grader);
  ASSERT_NE(grader, nullptr);

  const GraderVerdict verdict = grade(*grader, tested.answer, tested.gold);

  EXPECT_EQ(verdict.is_right, tested.is_right)
      << tested.grader << ": " << tested.answer << " for " << tested.gold << ": " << verdict.rule;
}

INSTANTIATE_TEST_SUITE_P(
    Prm800k, Verdict,
    testing::Values(VerdictCase{"prm800k", "2/4", "\\frac{1}{2}", false}, VerdictCase{"prm800k", "0.5", "1/2", true},
                    VerdictCase{"prm800k", "7\\frac{3}{4}", "7 3/4", true},
                    VerdictCase{"prm800k", "10\\text{ cm}", "10", true}, VerdictCase{"prm800k", "4.0", "4", true},
                    VerdictCase{"prm800k", "\\frac{8}{2}", "4", false}, VerdictCase{"prm800k", "(1,2)", "[1,2]", false},
                    VerdictCase{"prm800k", "(1, 2)", "(1,2)", true}, VerdictCase{"prm800k", "x+1", "1+x", true},
                    VerdictCase{"prm800k", "a+b+c", "c+b+a", false}, VerdictCase{"prm800k", "5 hours", "5", true},
                    VerdictCase{"prm800k", "1,234", "1234", true},
                    VerdictCase{"prm800k", "2\\sqrt{3}", "\\sqrt{12}", true},
                    VerdictCase{"prm800k", "2^{10}", "1024", false}, VerdictCase{"prm800k", "", "5", false}));

INSTANTIATE_TEST_SUITE_P(
    Qwen, Verdict,
    testing::Values(
        VerdictCase{"qwen_math", "50", "0.5", true}, VerdictCase{"qwen_math", "0.33333", "\\frac{1}{3}", true},
        VerdictCase{"qwen_math", "0.333", "\\frac{1}{3}", false}, VerdictCase{"qwen_math", "(A)", "A", true},
        VerdictCase{"qwen_math", "x=5", "5", true}, VerdictCase{"qwen_math", "2,1", "1,2", true},
        VerdictCase{"qwen_math", "(2,1)", "(1,2)", false}, VerdictCase{"qwen_math", "\\text{two}", "2", true},
        VerdictCase{"qwen_math", "y = 2x+1", "2x + 1 = y", true}, VerdictCase{"qwen_math", "(1,2)", "[1,2]", true},
        VerdictCase{"qwen_math", "\\begin{bmatrix}1\\\\2\\end{bmatrix}", "\\begin{pmatrix}1\\\\ 2\\end{pmatrix}", true},
        VerdictCase{"qwen_math", "12\\%", "12", true}, VerdictCase{"qwen_math", "7", "8", false}));

INSTANTIATE_TEST_SUITE_P(
    Verify, Verdict,
    testing::Values(
        VerdictCase{"math_verify", "50\\%", "50", true}, VerdictCase{"math_verify", "50\\%", "0.5", true},
        VerdictCase{"math_verify", "0.333333", "\\frac{1}{3}", true},
        VerdictCase{"math_verify", "0.33", "\\frac{1}{3}", false}, VerdictCase{"math_verify", "{2,1}", "1,2", true},
        VerdictCase{"math_verify", "\\{2,1\\}", "(1,2)", false}, VerdictCase{"math_verify", "\\{1,2\\}", "(1,2)", true},
        VerdictCase{"math_verify", "(2,1)", "(1,2)", false}, VerdictCase{"math_verify", "x=5", "5", true},
        VerdictCase{"math_verify", "5", "x=5", true}, VerdictCase{"math_verify", "5\\text{ cm}", "5 m", true},
        VerdictCase{"math_verify", "[0,1)", "(0,1)", false}, VerdictCase{"math_verify", "1,234", "1234", true}));

INSTANTIATE_TEST_SUITE_P(Minerva, Verdict,
                         testing::Values(VerdictCase{"minerva_math", "(1,2)", "(1,2)", true},
                                         VerdictCase{"minerva_math_original", "(1,2)", "(1,2)", false},
                                         VerdictCase{"minerva_math_original", "x = 10,000", "10000", true},
                                         VerdictCase{"minerva_math", "\\frac12", "\\frac{2}{4}", true},
                                         VerdictCase{"minerva_math_original", "5\\%", "5\\%", false},
                                         VerdictCase{"minerva_math", "1+x", "x+1", true},
                                         VerdictCase{"minerva_math", "x+2", "x+1", false},
                                         VerdictCase{"minerva_math", "x<3", "x<4", false},
                                         VerdictCase{"hendrycks_math", "0.5", "\\frac12", true},
                                         VerdictCase{"hendrycks_math", "073", "73", false}));

INSTANTIATE_TEST_SUITE_P(Own, Verdict,
                         testing::Values(VerdictCase{"math_equal", "073", "73", true},
                                         VerdictCase{"math_equal", "18 eggs per day", "18", true},
                                         VerdictCase{"math_equal", "18 million", "18", false},
                                         VerdictCase{"math_equal", "2+3=5", "5", true},
                                         VerdictCase{"math_equal", "y=2x+1", "y=2x+2", false},
                                         VerdictCase{"math_equal", "5\\text{ m}", "5\\text{ cm}", false},
                                         VerdictCase{"math_equal", "[0,1)", "[0,1]", false}));

struct ReadCase {
  const char* latex;
  const char* read;  // nullptr: not read
};

class SympysReading : public testing::TestWithParam<ReadCase> {};

TEST_P(SympysReading, EndsWhereItsParserEnds) {
  const auto reading = read_like_sympy(GetParam().latex);

  EXPECT_EQ(reading ? std::string(reading->text) : "not read",
            GetParam().read == nullptr ? "not read" : GetParam().read);
}

INSTANTIATE_TEST_SUITE_P(Latex, SympysReading,
                         testing::Values(ReadCase{"1,2", "1"}, ReadCase{"1,234", "1,234"}, ReadCase{"(1,2)", nullptr},
                                         ReadCase{"5\\%", nullptr}, ReadCase{"\\sqrt2", nullptr},
                                         ReadCase{"2\\sqrt2", "2"}, ReadCase{"\\frac12", "\\frac12"},
                                         ReadCase{"\\log_2 3", "\\log_2 3"}, ReadCase{"x+", "x"}, ReadCase{"", nullptr},
                                         ReadCase{"5.", nullptr}, ReadCase{"x=", nullptr}, ReadCase{"|x|", "|x|"},
                                         ReadCase{"\\begin{pmatrix}1\\\\2\\end{pmatrix}", nullptr}));

TEST(SympysReading, EndsOnDeepAndOpenText) {
  std::string open;
  for (int i = 0; i < 2'000; ++i) {
    open += "f(";
  }

  EXPECT_EQ(read_like_sympy(open).has_value(), read_like_sympy(open).has_value());
  EXPECT_FALSE(read_like_sympy(std::string(2'000, '(')));
}

TEST(NumberOfWords, AddsAndMultiplies) {
  EXPECT_EQ(number_of_words("two hundred and five"), 205);
  EXPECT_EQ(number_of_words("three thousand"), 3000);
  EXPECT_EQ(number_of_words("Twenty-one"), 21);
  EXPECT_EQ(number_of_words("073"), 73);
  EXPECT_EQ(number_of_words("no number"), std::nullopt);
}

struct SearchCase {
  const char* grader;
  const char* output;
  const char* found;  // nullptr: nothing
};

class Search : public testing::TestWithParam<SearchCase> {};

TEST_P(Search, FollowsTheGradersRule) {
  const auto found = grader_named(GetParam().grader)->find(GetParam().output);

  EXPECT_EQ(found ? found->text : "nothing", GetParam().found == nullptr ? "nothing" : GetParam().found);
}

INSTANTIATE_TEST_SUITE_P(
    Outputs, Search,
    testing::Values(SearchCase{"prm800k", "the answer is 5", nullptr}, SearchCase{"prm800k", "\\boxed{5}", "5"},
                    SearchCase{"qwen_math", "So it is \\boxed{5}.", "5"},
                    SearchCase{"qwen_math", "The answer is 7.", "7"}, SearchCase{"qwen_math", "we get 1,234", "1234"},
                    SearchCase{"qwen_math", "nothing", nullptr},
                    SearchCase{"math_verify", "The final answer is $5$. I hope it is correct.", "5"},
                    SearchCase{"math_verify", "$x$ and then \\boxed{2}", "2"},
                    SearchCase{"math_verify", "\\boxed{1} and \\boxed{2}", "1,2"},
                    SearchCase{"math_verify", "Answer: 12 apples", "12"},
                    SearchCase{"math_verify", "we get $3$, $4$ and $5$", "3, 4, 5"},
                    SearchCase{"math_verify", "it is 10/2 now 3", "3"}, SearchCase{"math_verify", "nothing", nullptr},
                    SearchCase{"minerva_math", "The answer is 5", nullptr},
                    SearchCase{"minerva_math", "Final Answer: The final answer is $5$. I hope it is correct.", "$5$"},
                    SearchCase{"hendrycks_math", "we get $5$", "5"}, SearchCase{"hendrycks_math", "5", "5"}));

TEST(Grade, ComparesLongAnswersAsText) {
  const std::string answer(10'000, '1');

  for (const Grader& grader : graders()) {
    EXPECT_TRUE(grade(grader, answer, answer).is_right) << grader.name;
    EXPECT_FALSE(grade(grader, answer + "2", answer).is_right) << grader.name;
  }
}

TEST(Grade, EndsOnHostileAnswers) {
  const std::string pieces[] = {"9^9^9",
                                std::string(300, '{'),
                                "\\frac{",
                                "\xff\xfe",
                                std::string("\0", 1),
                                "1,1,",
                                "((",
                                "\\text{",
                                "=",
                                "-",
                                "\\sqrt[",
                                "$",
                                "%",
                                "| |"};
  for (const std::string& piece : pieces) {
    std::string text;
    while (text.size() < 3'500) {
      text += piece;
    }
    for (const Grader& grader : graders()) {
      grade(grader, text, "5");
      grade(grader, "5", text);
      grader.find(text);
    }
  }
  SUCCEED();
}

TEST(GraderNamed, KnowsTheTableAlone) {
  EXPECT_EQ(grader_named("bleu"), nullptr);
  EXPECT_EQ(grader_named("math_equal")->name, "math_equal");
}

}  // namespace
}  // namespace assay
