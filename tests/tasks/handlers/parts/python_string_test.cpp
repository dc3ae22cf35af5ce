// Python's strings.
#include "tasks/handlers/parts/python_string.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(PythonString, StripsUnicodeSpace) {
  EXPECT_EQ(python_strip("\u3000\u00A0 x y\x1F\n"), "x y");
  EXPECT_EQ(python_strip(" \u2003 "), "");
  EXPECT_EQ(python_strip(""), "");
}

TEST(PythonString, CapitalizesAsPythonDoes) {
  EXPECT_EQ(python_capitalize("sTART It"), "Start it");
  EXPECT_EQ(python_capitalize("\u00DFA"), "Ssa");
  EXPECT_EQ(python_capitalize(""), "");
}

TEST(PythonString, LowersWithFinalSigma) { EXPECT_EQ(python_lower("\u039F\u03A3 \u0130"), "\u03BF\u03C2 i\u0307"); }

TEST(PythonString, DropsBracketsWithinALine) {
  EXPECT_EQ(without_brackets("a [b] c [d\n] e]"), "a  c [d\n] e]");
  EXPECT_EQ(without_brackets("[[x]y"), "y");
  EXPECT_EQ(without_brackets("open ["), "open [");
}

TEST(PythonString, KnowsTheCaseOfAText) {
  EXPECT_TRUE(is_all_case(U"A1 \u00C4", true));
  EXPECT_FALSE(is_all_case(U"12", true));
  EXPECT_FALSE(is_all_case(U"Ab", true));
  EXPECT_TRUE(is_all_case(U"a, 2", false));
  EXPECT_FALSE(is_all_case(U"\u01C5", false));  // title case is neither
}

TEST(WordsWithoutArticles, DropsWholeWordsAlone) {
  EXPECT_EQ(words_without_articles("the a-an other then"), (std::vector<std::string>{"-", "other", "then"}));
}

}  // namespace
}  // namespace assay
