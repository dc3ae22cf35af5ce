// Python's strings, numbers and literals, the search with a pattern from data, and the assignment problem.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tasks/handlers/parts/assignment.h"
#include "tasks/handlers/parts/literal.h"
#include "tasks/handlers/parts/python_number.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"
#include "tasks/handlers/parts/search.h"

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
  EXPECT_TRUE(is_upper_text(U"A1 \u00C4"));
  EXPECT_FALSE(is_upper_text(U"12"));
  EXPECT_FALSE(is_upper_text(U"Ab"));
  EXPECT_TRUE(is_lower_text(U"a, 2"));
  EXPECT_FALSE(is_lower_text(U"\u01C5"));  // title case is neither
}

struct FloatCase {
  const char* text;
  const char* expected;
};

class PythonFloat : public testing::TestWithParam<FloatCase> {};

TEST_P(PythonFloat, ReadsAndPrints) {
  const auto number = python_float(GetParam().text);

  EXPECT_EQ(number ? python_float_text(*number) : "no number", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Vectors, PythonFloat,
                         testing::Values(FloatCase{"12.", "12.0"}, FloatCase{" +.5 ", "0.5"},
                                         FloatCase{"1e3", "1000.0"}, FloatCase{"1_000", "1000.0"},
                                         FloatCase{"1__0", "no number"}, FloatCase{"_1", "no number"},
                                         FloatCase{"1e16", "1e+16"}, FloatCase{"0.00001", "1e-05"},
                                         FloatCase{"inf", "inf"}, FloatCase{"-Infinity", "-inf"},
                                         FloatCase{"nan", "nan"}, FloatCase{"1e400", "inf"}, FloatCase{"1e-400", "0.0"},
                                         FloatCase{"\u0663", "3.0"}, FloatCase{"\u00BD", "no number"},
                                         FloatCase{"", "no number"}, FloatCase{"5,000", "no number"},
                                         FloatCase{"0x1A", "no number"}, FloatCase{"-0", "-0.0"}));

TEST(WordsWithoutArticles, DropsWholeWordsAlone) {
  EXPECT_EQ(words_without_articles("the a-an other then"), (std::vector<std::string>{"-", "other", "then"}));
}

TEST(Literal, ReadsWhatPythonPrints) {
  const auto value = parse_literal(R"([{'a': "it's", 'b': (1, -2.5, None)}, True, 'x' "y\n" r'\z', 'é\u00e9\x41'])");

  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(to_json(*value), R"([{"a":"it's","b":[1,-2.5,null]},true,"xy\n\\z","ééA"])");
}

class BadLiteral : public testing::TestWithParam<const char*> {};

TEST_P(BadLiteral, IsRefused) { EXPECT_FALSE(parse_literal(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Vectors, BadLiteral,
                         testing::Values("", "[1", "[1 2]", "{'a' 1}", "'x", "'x\n'", "f(1)", "1 2", "'\\x4'", "[,]"));

TEST(Literal, BoundsNesting) { EXPECT_FALSE(parse_literal(std::string(100000, '['))); }

TEST(CountMatches, CountsAndGivesUp) {
  EXPECT_EQ(count_matches("\\bcat\\b", "Cat cats CAT", MatchCase::kIgnored), 2);
  EXPECT_EQ(count_matches("cat", "Cat cats CAT", MatchCase::kAsWritten), 1);
  EXPECT_EQ(count_matches("", "\u00E9x", MatchCase::kAsWritten), 3);
  EXPECT_EQ(count_matches("(", "x", MatchCase::kAsWritten), std::nullopt);
  EXPECT_EQ(count_matches("(a|a)*(b|c)", std::string(5000, 'a'), MatchCase::kAsWritten), std::nullopt);
}

TEST(LargestAssignment, BeatsTheGreedyChoice) {
  Matrix scores(2, 3);
  scores.at(0, 0) = 0.9;
  scores.at(0, 1) = 0.8;
  scores.at(1, 0) = 0.8;

  const auto cells = largest_assignment(scores);

  EXPECT_EQ(cells, (std::vector<double>{0.8, 0.8}));
}

TEST(LargestAssignment, LeavesRowsOverWhereColumnsAreFew) {
  Matrix scores(3, 1);
  scores.at(1, 0) = 0.5;

  EXPECT_EQ(largest_assignment(scores), (std::vector<double>{0, 0.5, 0}));
  EXPECT_TRUE(largest_assignment(Matrix(0, 4)).empty());
}

TEST(RowReader, NamesTheFirstFieldThatIsWrong) {
  const auto row = parse_json_value(R"({"a":1,"b":"x","c":2.0,"d":2.5})");
  ASSERT_TRUE(row);
  RowReader read(*row);

  EXPECT_EQ(read.integer("c"), 2);
  EXPECT_EQ(read.text("b"), "x");
  EXPECT_TRUE(read.is_good());
  EXPECT_EQ(read.text("a"), "");
  EXPECT_EQ(read.text("b"), "");  // nothing is read after a failure
  EXPECT_EQ(read.done(0).error().message, "field 'a': 1 is no text");
}

}  // namespace
}  // namespace assay
