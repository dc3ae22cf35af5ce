// Sets of real numbers: what becomes one piece, what inequalities say, what is no set.
#include "tasks/math/real_set.h"

#include <gtest/gtest.h>

#include <string>

#include "tasks/math/parse.h"

namespace assay {
namespace {

std::optional<RealSet> set_of(const std::string& text) {
  MathTree tree(1'000);
  StepMeter meter(100'000);
  const auto reading = parse_math(text, tree);
  return reading ? real_set(tree, reading->root, meter) : std::nullopt;
}

TEST(RealSetOf, PutsPiecesTogetherThatTouch) {
  EXPECT_EQ(set_of("(0,1) \\cup [1,2)")->pieces.size(), 1u);
  EXPECT_EQ(set_of("(0,1) \\cup (1,2)")->pieces.size(), 2u);
  EXPECT_EQ(set_of("(0,1) \\cup \\{1\\} \\cup (1,2)")->pieces.size(), 1u);
  EXPECT_EQ(set_of("(0,3) \\cap (1,5)")->pieces.size(), 1u);
  EXPECT_EQ(set_of("(0,1) \\cap (2,3)")->pieces.size(), 0u);
  EXPECT_EQ(set_of("\\mathbb{R} \\setminus \\{1,2\\}")->pieces.size(), 3u);
}

TEST(RealSetOf, ReadsInequalities) {
  const auto set = set_of("1 < x \\le \\sqrt{5}");

  ASSERT_TRUE(set);
  EXPECT_EQ(set->variable, "x");
  ASSERT_EQ(set->pieces.size(), 1u);
  EXPECT_FALSE(set->pieces[0].has_low);
  EXPECT_TRUE(set->pieces[0].has_high);
  EXPECT_EQ(set_of("x \\ne 3")->pieces.size(), 2u);
  EXPECT_EQ(set_of("x \\in [0,1]")->pieces.size(), 1u);
}

TEST(RealSetOf, IsNoPointAndNothingWithVariables) {
  EXPECT_FALSE(set_of("(5,2)"));
  EXPECT_FALSE(set_of("(1,2,3)"));
  EXPECT_FALSE(set_of("(a,b)"));
  EXPECT_FALSE(set_of("x < y"));
  EXPECT_FALSE(set_of("2x < 6"));
}

}  // namespace
}  // namespace assay
