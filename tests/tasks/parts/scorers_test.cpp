// Scorers: what they find in an answer, and how each way of ending is judged.
#include "tasks/parts/scorers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/api/names.h"

namespace assay {
namespace {

struct Extraction {
  const char* name;
  const char* text;
  const char* digits;  // "" for nothing
  bool is_announced;
};

class FindsNumbers : public testing::TestWithParam<Extraction> {};

TEST_P(FindsNumbers, ByTheRule) {
  const auto found = find_answer_number(GetParam().text);

  ASSERT_EQ(found.has_value(), !std::string(GetParam().digits).empty());
  if (found) {
    EXPECT_EQ(found->digits, GetParam().digits);
    EXPECT_EQ(found->is_announced, GetParam().is_announced);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, FindsNumbers,
    testing::Values(
        Extraction{"announced", "2 + 3 = 5. The answer is 5.", "5", true},
        Extraction{"announced_then_more", "The answer is 7. In 2024 it was 9.", "7", true},
        Extraction{"last_announcement_wins", "The answer is 3. No: The answer is 4.", "4", true},
        Extraction{"last_number", "first 12, then 34", "34", false},
        Extraction{"announcement_without_number", "It was 8. The answer is unknown.", "8", false},
        Extraction{"nothing", "no number at all", "", false}, Extraction{"empty", "", "", false},
        Extraction{"thousands", "The answer is 1,234.", "1234", true},
        Extraction{"millions", "The answer is 1,234,567", "1234567", true},
        Extraction{"comma_ends_a_clause", "The answer is 12, of course", "12", true},
        Extraction{"decimal", "The answer is 3.50", "3.5", true},
        Extraction{"whole_decimal", "The answer is 3.0", "3", true},
        Extraction{"full_stop", "The answer is 42.", "42", true},
        Extraction{"leading_zeros", "The answer is 007", "7", true}, Extraction{"zero", "The answer is 000", "0", true},
        Extraction{"zero_point", "The answer is 0.25", "0.25", true},
        Extraction{"negative", "The answer is -5", "-5", true}, Extraction{"minus_zero", "The answer is -0", "0", true},
        Extraction{"a_difference_is_no_sign", "7-5", "5", false},
        Extraction{"a_difference_with_spaces", "7 - 5", "5", false},
        Extraction{"behind_a_bracket", "(9)-4", "4", false}, Extraction{"money", "The answer is $18", "18", true},
        Extraction{"bold", "The answer is **18**", "18", true}, Extraction{"unit", "The answer is 18kg", "18", true},
        Extraction{"on_the_next_line", "The answer is\n\n6", "6", true},
        Extraction{"invalid_utf8", "The answer is \xFF\xFE 6", "6", true}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(FindsNumbersIn, AMegabyteInOnePass) {
  EXPECT_EQ(find_answer_number(std::string(1 << 20, '9'))->digits.size(), std::size_t{1} << 20);
  std::string many;
  for (int i = 0; i < 100000; ++i) {
    many += "The answer is ";
  }
  EXPECT_FALSE(find_answer_number(many));
}

Judgement judge(const std::string& scorer, const Sample& sample, const Response& response) {
  return (*make_scorer(scorer))->judge(sample, response);
}

struct Ending {
  const char* name;
  Finish finish;
  const char* text;
  Outcome outcome;
  double value;  // below 0: absent
};

class JudgesNumbers : public testing::TestWithParam<Ending> {};

TEST_P(JudgesNumbers, ByHowTheAnswerEnded) {
  const Judgement judgement =
      judge("exact_match", {.gold = "5"}, {.finish = GetParam().finish, .text = GetParam().text, .failure = "gone"});

  EXPECT_EQ(to_name(judgement.outcome), to_name(GetParam().outcome));
  EXPECT_EQ(judgement.value.has_value(), GetParam().value >= 0);
  EXPECT_EQ(judgement.value.value_or(-1), GetParam().value);
  EXPECT_FALSE(judgement.rule.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Endings, JudgesNumbers,
    testing::Values(Ending{"right", Finish::kStop, "The answer is 5.", Outcome::kRight, 1},
                    Ending{"right_at_the_end_token", Finish::kEnd, "5", Outcome::kRight, 1},
                    Ending{"wrong", Finish::kStop, "The answer is 6.", Outcome::kWrong, 0},
                    Ending{"unparsed", Finish::kEnd, "I do not know", Outcome::kUnparsed, 0},
                    Ending{"cut_before_the_answer", Finish::kLength, "2 + 3 = 5", Outcome::kTruncatedInAnswer, 0},
                    Ending{"cut_behind_the_answer", Finish::kLength, "The answer is 5. And", Outcome::kRight, 1},
                    Ending{"context_full", Finish::kContextFull, "", Outcome::kTruncatedInAnswer, 0},
                    Ending{"refused", Finish::kRefused, "The answer is 5.", Outcome::kRefused, 0},
                    Ending{"failed", Finish::kFailed, "The answer is 5.", Outcome::kNoAnswer, -1},
                    Ending{"timed_out", Finish::kTimedOut, "", Outcome::kNoAnswer, -1},
                    Ending{"cancelled", Finish::kCancelled, "5", Outcome::kNoAnswer, -1}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ExactMatch, ComparesNumbersAsNumbersAreWritten) {
  const auto is_right = [](const std::string& gold, const std::string& text) {
    return judge("exact_match", {.gold = gold}, {.finish = Finish::kStop, .text = text}).outcome == Outcome::kRight;
  };

  EXPECT_TRUE(is_right("1234", "The answer is 1,234.0"));
  EXPECT_TRUE(is_right("-3", "The answer is -3."));
  EXPECT_FALSE(is_right("3", "The answer is -3."));
  EXPECT_FALSE(is_right("12", "The answer is 123."));
}

Response choices(const std::vector<double>& sums) {
  Response response{.finish = Finish::kScored};
  for (const double sum : sums) {
    response.choices.push_back({.log_likelihood = sum, .tokens = 1});
  }
  return response;
}

const Sample kAsked{.choices = {"no", "certainly"}, .gold = "certainly", .gold_choice = 1};

TEST(Accuracy, TakesTheLargestSumAndTheFirstOfEquals) {
  EXPECT_EQ(judge("acc", kAsked, choices({-2, -1})).outcome, Outcome::kRight);
  EXPECT_EQ(judge("acc", kAsked, choices({-1, -2})).outcome, Outcome::kWrong);
  EXPECT_EQ(judge("acc", kAsked, choices({-1, -1})).answer, "no");
}

// Per code point: -2 / 2 = -1 against -4.5 / 9 = -0.5.
TEST(NormalisedAccuracy, DividesByCodePointsNotBytes) {
  EXPECT_EQ(judge("acc", kAsked, choices({-2, -4.5})).answer, "no");
  EXPECT_EQ(judge("acc_norm", kAsked, choices({-2, -4.5})).answer, "certainly");

  const Sample accents{.choices = {"éé", "abcd"}, .gold = "éé", .gold_choice = 0};
  EXPECT_EQ(judge("acc_norm", accents, choices({-3, -4})).answer, "abcd");  // by bytes it were the other
}

TEST(Accuracy, JudgesWhatCannotBeCompared) {
  EXPECT_EQ(judge("acc", kAsked, choices({-1})).outcome, Outcome::kUnparsed);
  EXPECT_EQ(judge("acc", {.choices = {"a"}}, choices({-1})).outcome, Outcome::kWrong);  // no gold: as lm-eval
  EXPECT_EQ(judge("acc", kAsked, {.finish = Finish::kContextFull}).outcome, Outcome::kTruncatedInAnswer);
  const Judgement failed = judge("acc", kAsked, {.finish = Finish::kFailed, .failure = "gone"});
  EXPECT_EQ(failed.outcome, Outcome::kNoAnswer);
  EXPECT_FALSE(failed.value);
  EXPECT_NE(failed.rule.find("gone"), std::string::npos);
}

TEST(Scorers, AreKnownByNameAndVersion) {
  for (const char* name : {"exact_match", "acc", "acc_norm"}) {
    EXPECT_EQ((*make_scorer(name))->name(), name);
    EXPECT_EQ((*make_scorer(name))->version(), 1);
  }
  const auto unknown = make_scorer("acc_nrom");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message,
            "unknown metric 'acc_nrom'; did you mean 'acc_norm'? known: acc, acc_norm, exact_answer, exact_match");
}

}  // namespace
}  // namespace assay
