// Where English sentences end.
#include "tasks/handlers/ifeval/sentences.h"

#include <gtest/gtest.h>

#include "tasks/handlers/ifeval/words.h"

namespace assay {
namespace {

struct SentenceCase {
  const char* name;
  const char32_t* text;
  std::size_t count;
};

class Sentences : public testing::TestWithParam<SentenceCase> {};

TEST_P(Sentences, EndWhereTheRuleSays) { EXPECT_EQ(sentences_of(GetParam().text).size(), GetParam().count); }

INSTANTIATE_TEST_SUITE_P(
    Rules, Sentences,
    testing::Values(SentenceCase{"plain", U"One. Two! Three?", 3}, SentenceCase{"no_mark", U"One two", 1},
                    SentenceCase{"empty", U"", 0}, SentenceCase{"title", U"Mr. Smith met Dr. Jones. They left.", 2},
                    SentenceCase{"initial", U"J. Smith came.", 1}, SentenceCase{"decimal", U"It is 3.5 now.", 1},
                    SentenceCase{"ordinal_goes_on", U"It came on 5. May was warm.", 2},
                    SentenceCase{"number_then_small", U"Room 5. and more.", 1},
                    SentenceCase{"list_number", U"1. Preheat the oven.", 2},
                    SentenceCase{"abbreviation_then_start", U"He works at Smith Inc. They pay well.", 2},
                    SentenceCase{"ellipsis_goes_on", U"Well ... and so on.", 1},
                    SentenceCase{"several_marks", U"What?! No way!!! Yes.", 3},
                    SentenceCase{"closing_quote", U"\"Go.\" She went.", 2},
                    SentenceCase{"closing_bracket", U"(He left.) We stayed.", 2},
                    SentenceCase{"lines", U"One.\nTwo.\n\nThree.", 3}, SentenceCase{"small_letter", U"one. two.", 2}),
    [](const testing::TestParamInfo<SentenceCase>& test_case) { return test_case.param.name; });

TEST(Sentences, KeepTheirClosingQuotes) {
  const auto sentences = sentences_of(U"\"Go.\" She went. ");

  ASSERT_EQ(sentences.size(), 2U);
  EXPECT_EQ(sentences[0], U"\"Go.\"");
  EXPECT_EQ(sentences[1], U"She went.");
}

TEST(Words, AreRunsOfLettersMarksAndDigits) {
  EXPECT_EQ(word_count(U"it's a-b 3.5 x_y"), 7);
  EXPECT_EQ(word_count(U"\u0938\u093E\u0925"), 1);
  EXPECT_EQ(word_count(U"..."), 0);
}

struct CapitalCase {
  const char32_t* text;
  int count;
};

class CapitalWords : public testing::TestWithParam<CapitalCase> {};

TEST_P(CapitalWords, AreTheTreebanksTokens) { EXPECT_EQ(capital_word_count(GetParam().text), GetParam().count); }

INSTANTIATE_TEST_SUITE_P(Rules, CapitalWords,
                         testing::Values(CapitalCase{U"HELLO, World", 1}, CapitalCase{U"DON'T", 2},
                                         CapitalCase{U"A-B", 1}, CapitalCase{U"A,B 1,A", 3}, CapitalCase{U"A--B", 2},
                                         CapitalCase{U"CANNOT", 2}, CapitalCase{U"GONNA-DO", 3},
                                         CapitalCase{U"'HI'", 1}, CapitalCase{U"BO'S.", 2}, CapitalCase{U"A&B%C", 3},
                                         CapitalCase{U"123", 0}, CapitalCase{U"", 0}));

}  // namespace
}  // namespace assay
