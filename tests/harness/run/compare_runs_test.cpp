// Comparing runs: settings, answers that part, and scores by sample.
#include "harness/run/compare_runs.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

AnswerRecord answer(std::int64_t document, std::vector<TokenId> tokens) {
  AnswerRecord record{.key = {.model = "m", .task = "t", .document = document}, .document_hash = "h", .prompt = "p"};
  record.response.tokens = std::move(tokens);
  record.response.top_gaps.assign(record.response.tokens.size(), 0.5F);
  return record;
}

ScoreRecord score(std::int64_t document, double value) {
  return {.key = {.model = "m", .task = "t", .document = document}, .scorer = "exact", .judgement = {.value = value}};
}

TEST(CompareRuns, PairsSamplesAndNamesTheAnswersThatPart) {
  const RunView first{.answers = {answer(0, {1, 2}), answer(1, {1, 2}), answer(2, {1})}};
  const RunView second{.answers = {answer(0, {1, 2}), answer(1, {1, 3}), answer(7, {1})}};

  const RunComparison compared = compare_runs(first, second);

  EXPECT_EQ(compared.pairs, 2);
  EXPECT_EQ(compared.equal_prompts, 2);
  EXPECT_EQ(compared.equal_answers, 1);
  ASSERT_EQ(compared.differences.size(), 1u);
  EXPECT_EQ(compared.differences[0].key.document, 1);
  EXPECT_EQ(compared.differences[0].token, 1u);
  EXPECT_DOUBLE_EQ(compared.differences[0].gap, 0.5);
}

TEST(CompareRuns, LeavesOutSamplesOfOtherDocuments) {
  RunView second{.answers = {answer(0, {1})}};
  second.answers[0].document_hash = "other";

  EXPECT_EQ(compare_runs({.answers = {answer(0, {1})}}, second).pairs, 0);
}

TEST(CompareRuns, FindsAnotherChoiceAndTheLargestShift) {
  AnswerRecord a = answer(0, {});
  AnswerRecord b = answer(0, {});
  a.response.choices = {{.log_likelihood = -1}, {.log_likelihood = -1.25}};
  b.response.choices = {{.log_likelihood = -1.5}, {.log_likelihood = -1.25}};

  const RunComparison compared = compare_runs({.answers = {a}}, {.answers = {b}});

  EXPECT_DOUBLE_EQ(compared.shift_max, 0.5);
  ASSERT_EQ(compared.differences.size(), 1u);
  EXPECT_EQ(compared.differences[0].what, "choice");
  EXPECT_DOUBLE_EQ(compared.differences[0].gap, 0.25);
}

TEST(CompareRuns, ListsOnlyIdentitySettingsThatDiffer) {
  const RunView first{.settings = {{.key = "seed", .value = "1"},
                                   {.key = "same", .value = "x"},
                                   {.key = "place", .value = "a", .is_identity = false}}};
  const RunView second{.settings = {{.key = "seed", .value = "2"},
                                    {.key = "same", .value = "x"},
                                    {.key = "place", .value = "b", .is_identity = false}}};

  const auto settings = compare_runs(first, second).settings;

  ASSERT_EQ(settings.size(), 1u);
  EXPECT_EQ(settings[0], (std::array<std::string, 3>{"seed", "1", "2"}));
}

TEST(CompareRuns, CountsScoresByWhoWasRight) {
  const RunView first{.scores = {score(0, 1), score(1, 1), score(2, 0), score(3, 0)}};
  const RunView second{.scores = {score(0, 1), score(1, 0), score(2, 1), score(3, 0)}};

  const auto scores = compare_runs(first, second).scores;

  EXPECT_EQ(scores.at({"m", "t", "exact"}), (std::array<std::int64_t, 4>{1, 1, 1, 1}));
}

}  // namespace
}  // namespace assay
