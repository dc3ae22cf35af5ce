// Which kind of answer a text is read as, and what is refused.
#include "tasks/math/parse.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct KindCase {
  const char* text;
  MathKind kind;
};

TEST(ParseMath, ReadsEachKindOfAnswer) {
  for (const auto& [text, kind] : {KindCase{"5", MathKind::kNumber},
                                   KindCase{"-5", MathKind::kNumber},
                                   KindCase{"1,234.5", MathKind::kNumber},
                                   KindCase{"x_1", MathKind::kSymbol},
                                   KindCase{"\\angle ABC", MathKind::kSymbol},
                                   KindCase{"\\pi", MathKind::kConstant},
                                   KindCase{"x + 1", MathKind::kAdd},
                                   KindCase{"2x", MathKind::kMultiply},
                                   KindCase{"\\frac12", MathKind::kDivide},
                                   KindCase{"3\\frac12", MathKind::kAdd},
                                   KindCase{"3\\frac32", MathKind::kMultiply},
                                   KindCase{"9^9^9", MathKind::kPower},
                                   KindCase{"\\sqrt[3]{2}", MathKind::kRoot},
                                   KindCase{"\\sin 2x", MathKind::kFunction},
                                   KindCase{"|x+1|", MathKind::kFunction},
                                   KindCase{"5!", MathKind::kFactorial},
                                   KindCase{"{n \\choose k}", MathKind::kBinomial},
                                   KindCase{"45^\\circ", MathKind::kDegree},
                                   KindCase{"50\\%", MathKind::kPercent},
                                   KindCase{"\\pm 3", MathKind::kPlusMinus},
                                   KindCase{"(1,234)", MathKind::kTuple},
                                   KindCase{"[0, 1)", MathKind::kTuple},
                                   KindCase{"\\{1, 2\\}", MathKind::kSet},
                                   KindCase{"1, 2 \\text{ and } 3", MathKind::kJoined},
                                   KindCase{"\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", MathKind::kMatrix},
                                   KindCase{"(0,1) \\cup (2,3)", MathKind::kUnion},
                                   KindCase{"\\mathbb{R} \\setminus \\{0\\}", MathKind::kDifference},
                                   KindCase{"1 < x \\le 2", MathKind::kRelation},
                                   KindCase{"5\\text{ cm}^2", MathKind::kQuantity},
                                   KindCase{"\\$5", MathKind::kQuantity},
                                   KindCase{"152A_{11}", MathKind::kBased},
                                   KindCase{"3:4", MathKind::kRatio},
                                   KindCase{"\\text{Monday}", MathKind::kText},
                                   KindCase{"no solution", MathKind::kText},
                                   KindCase{"2024-05-01", MathKind::kText}}) {
    MathTree tree(1'000);
    const auto reading = parse_math(text, tree);
    ASSERT_TRUE(reading) << text << ": " << reading.error().message;
    EXPECT_EQ(tree[reading->root].kind, kind) << text;
  }
}

TEST(ParseMath, RefusesWhatIsNoMathematicsOrNotKnown) {
  for (const char* text :
       {"", "()", "(", "1 +", "2 3", "\\frac{1}", "x^", "\\int x dx", "\\begin{cases} 1 \\end{cases}",
        "\\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix}", "1, 2, \\ldots", "June 20", "{1", "|x", "(1 + (2,3))"}) {
    MathTree tree(1'000);
    EXPECT_FALSE(parse_math(text, tree)) << text;
  }
}

TEST(ParseMath, ReadsPlainTextAsLatex) {
  for (const auto& [plain, kind] :
       {KindCase{"sqrt(2)", MathKind::kRoot}, KindCase{"√2", MathKind::kRoot}, KindCase{"x²", MathKind::kPower},
        KindCase{"2·3", MathKind::kMultiply}, KindCase{"½", MathKind::kDivide}, KindCase{"x ≤ 5", MathKind::kRelation},
        KindCase{"∞", MathKind::kConstant}, KindCase{"-∞", MathKind::kMultiply}}) {
    MathTree tree(100);
    const auto reading = parse_math(plain, tree);
    ASSERT_TRUE(reading) << plain << ": " << reading.error().message;
    EXPECT_EQ(tree[reading->root].kind, kind) << plain;
  }
}

TEST(ParseMath, ReadsCommasAsItIsTold) {
  MathTree tree(100);

  const auto thousands = parse_math("1,234", tree);
  const auto list = parse_math("1,234", tree, {.commas = CommaReading::kSeparate});

  ASSERT_TRUE(thousands && list);
  EXPECT_TRUE(thousands->has_thousands);
  EXPECT_EQ(tree[thousands->root].value, 1234);
  EXPECT_EQ(tree[list->root].kind, MathKind::kJoined);
  EXPECT_FALSE(list->has_thousands);
}

TEST(ParseMath, StopsAtItsBounds) {
  MathTree small(10);
  MathTree tree(4'000);
  const std::string deep = std::string(100, '(') + "1" + std::string(100, ')');

  EXPECT_FALSE(parse_math("1+2+3+4+5+6+7+8+9+10+11", small));
  EXPECT_FALSE(parse_math(deep, tree));
  EXPECT_TRUE(parse_math("((((1))))", tree));
  EXPECT_FALSE(parse_math("((((1))))", tree, {.depth_max = 4}));
}

}  // namespace
}  // namespace assay
