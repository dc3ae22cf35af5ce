// Unicode as LaTeX, wrappers around answers, and the plain form of texts.
#include "tasks/math/fold.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(FoldMath, WritesUnicodeAsLatex) {
  EXPECT_EQ(fold_math("x²+½"), "x^{2}+\\frac{1}{2}");
  EXPECT_EQ(fold_math("10⁻³"), "10^{-3}");
  EXPECT_EQ(fold_math("x₁₂"), "x_{12}");
  EXPECT_EQ(fold_math("−5 × 2"), "-5 \\times  2");
  EXPECT_EQ(fold_math("１２"), "12");
  EXPECT_EQ(fold_math("٣"), "3");
  EXPECT_EQ(fold_math("a\tb"), "a b");
  EXPECT_EQ(fold_math("\xFF"), "\xEF\xBF\xBD");
}

TEST(UnwrapMath, TakesOffWhatStandsAroundTheWhole) {
  EXPECT_EQ(unwrap_math(" $\\boxed{5}$. "), "5");
  EXPECT_EQ(unwrap_math("\\(x\\)"), "x");
  EXPECT_EQ(unwrap_math("**7**"), "7");
  EXPECT_EQ(unwrap_math("$5$ and $6$"), "$5$ and $6$");
  EXPECT_EQ(unwrap_math("\\boxed{5}+\\boxed{6}"), "\\boxed{5}+\\boxed{6}");
  EXPECT_EQ(unwrap_math("1, 2, ..."), "1, 2, ...");
}

TEST(PlainForm, LeavesOutLooksAndKeepsContent) {
  EXPECT_EQ(plain_form("\\text{No Solution}."), "no solution");
  EXPECT_EQ(plain_form("**Yes**"), "yes");
  EXPECT_EQ(plain_form("\\frac{1}{23}"), "\\frac{1}{23}");
  EXPECT_NE(plain_form("\\int_{1}^{23}"), plain_form("\\int_{12}^{3}"));
  EXPECT_EQ(plain_form("\\textbf{a {b} c}"), "a {b} c");
}

}  // namespace
}  // namespace assay
