// Handlers of results (process_results), on answers whose score is known by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/fakes/handler_calls.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

TEST(TruthfulQa, SharesProbabilityAmongTrueAnswers) {
  const char* row = R"({"mc2_targets":{"labels":[1,0,1]}})";

  const auto metric = metric_result("truthfulqa utils.process_results_mc2", "acc", row,
                                    Numbers{std::log(0.2), std::log(0.5), std::log(0.1)});

  ASSERT_EQ(metric.parts.size(), 1U);
  EXPECT_DOUBLE_EQ(metric.parts[0], 0.375);
  EXPECT_EQ(metric.outcome, Outcome::kWrong);
}

TEST(TruthfulQa, SharesProbabilityTooSmallForADouble) {
  const char* row = R"({"mc2_targets":{"labels":[1,0]}})";

  const auto metric = metric_result("truthfulqa utils.process_results_mc2", "acc", row, Numbers{-2000, -2000});

  EXPECT_EQ(metric.parts, Numbers{0.5});
}

TEST(TruthfulQa, JudgesNothingWhereLabelsDoNotFit) {
  const auto metric = metric_result("truthfulqa utils.process_results_mc2", "acc", R"({"mc2_targets":{"labels":[1]}})",
                                    Numbers{-1, -2});

  EXPECT_TRUE(metric.parts.empty());
  EXPECT_EQ(metric.rule, "mc2_targets.labels does not fit the choices");
}

TEST(Record, JudgesTheLikeliestEntityAgainstEveryAnswer) {
  const char* row = R"({"entities":["Paris","the New York"],"answers":["New York City","NEW YORK."]})";

  const auto em = metric_result("super_glue/record util.process_results", "em", row, Numbers{-2, -1});
  const auto f1 = metric_result("super_glue/record util.process_results", "f1", row, Numbers{-1, -2});

  EXPECT_EQ(em.parts, Numbers{1});
  EXPECT_EQ(em.answer, "the New York");
  EXPECT_EQ(f1.parts, Numbers{0});
}

TEST(WikiText, CountsWordsAndBytesOfThePageAsItIs) {
  const char* row = R"({"page":" one é\n"})";

  const auto words =
      metric_result("wikitext preprocess_wikitext.process_results", "word_perplexity", row, Numbers{-7.5});
  const auto bytes = metric_result("wikitext preprocess_wikitext.process_results", "bits_per_byte", row, Numbers{-7.5});

  EXPECT_EQ(words.parts, (Numbers{-7.5, 4}));  // an empty piece at either end counts
  EXPECT_EQ(bytes.parts, (Numbers{-7.5, 8}));
}

struct DropCase {
  const char* name;
  const char* golds;
  Texts answers;
  double em;
  double f1;
};

class Drop : public testing::TestWithParam<DropCase> {};

TEST_P(Drop, IsScoredByTheRule) {
  const DropCase& test = GetParam();
  const std::string row = R"({"answers":)" + std::string(test.golds) + "}";

  EXPECT_EQ(metric_result("drop utils.process_results", "em", row, test.answers).parts, Numbers{test.em});
  EXPECT_EQ(metric_result("drop utils.process_results", "f1", row, test.answers).parts, Numbers{test.f1});
}

INSTANTIATE_TEST_SUITE_P(Rules, Drop,
                         testing::Values(DropCase{"article_and_number", R"([["10 yards"]])", {"The 10 yards"}, 1, 1},
                                         DropCase{"thousands", R"([["5000"]])", {" 5,000"}, 1, 1},
                                         DropCase{"sign_is_lost", R"([["5"]])", {"-5"}, 1, 1},
                                         DropCase{"other_number", R"([["5 yards"]])", {"6 yards"}, 0, 0},
                                         DropCase{"words_without_number", R"([["red blue"]])", {"red"}, 0, 0.67},
                                         DropCase{"best_gold", R"([["x y"],["x"]])", {"x"}, 1, 1},
                                         DropCase{"blank_gold_is_left_out", R"([[" "],["x"]])", {""}, 0, 0},
                                         DropCase{"spans_in_any_order", R"([["a1","b1"]])", {"b1", "a1"}, 1, 1},
                                         DropCase{"missing_span", R"([["a1","b1"]])", {"b1"}, 0, 0.5},
                                         DropCase{"cut_number", R"([["3.5"]])", {"3"}, 0, 0}),
                         [](const testing::TestParamInfo<DropCase>& test_case) { return test_case.param.name; });

TEST(DropRows, CollectEachAnswerOnce) {
  const char* row = R"({"query_id":"q","answer":{"number":"3","date":{"day":"","month":"","year":""},"spans":[]},
    "validated_answers":{"number":["","3",""],"date":[{"day":"2","month":"May","year":""},
    {"day":"","month":"","year":""},{"day":"","month":"","year":""}],"spans":[[],[],["x","y"]]}})";

  const std::string changed = row_result("drop", "utils.process_docs", row);

  EXPECT_NE(changed.find(R"("answers":[["3"],["2 May"],["x","y"]])"), std::string::npos) << changed;
}

TEST(DropRows, RefuseAnAnswerWithoutItsParts) {
  EXPECT_EQ(row_result("drop", "utils.process_docs", R"({"query_id":"q","answer":{},
    "validated_answers":{"number":[],"date":[],"spans":[]}})"),
            "error: row 0: field 'answer': holds no number, spans and date");
}

TEST(DropResults, EndOnAMillionBytes) {
  std::string text;
  for (int i = 0; i < 200000; ++i) {
    text += "a-1 ";
  }

  EXPECT_EQ(metric_result("drop utils.process_results", "em", R"({"answers":[["1"]]})", Texts{text}).parts, Numbers{0});
}

TEST(HendrycksMath, TakesWhatStandsBetweenDollarSigns) {
  const char* row = R"({"solution":"$\\boxed{\\frac{1}{2}}$"})";

  EXPECT_EQ(metric_result("hendrycks_math utils.process_results", "exact_match", row, Texts{"It is $.5$."}).parts,
            Numbers{1});
  EXPECT_EQ(metric_result("hendrycks_math utils.process_results", "exact_match", row, Texts{"1/2"}).parts, Numbers{1});
  EXPECT_EQ(metric_result("hendrycks_math utils.process_results", "exact_match", row, Texts{"It is 1/2"}).outcome,
            Outcome::kWrong);
  EXPECT_EQ(metric_result("hendrycks_math utils.process_results", "exact_match", row, Texts{" "}).outcome,
            Outcome::kUnparsed);
}

TEST(Aime, PrefersTheBoxAndComparesTextsNotIntegers) {
  const char* row = R"({"ID":"1","Answer":"073"})";

  EXPECT_EQ(metric_result("aime utils.process_results", "exact_match", row, Texts{"$1$ so \\boxed{073}"}).parts,
            Numbers{1});
  EXPECT_EQ(metric_result("aime utils.process_results", "exact_match", row, Texts{"\\boxed{73}"}).parts, Numbers{0});
  EXPECT_EQ(metric_result("aime utils.process_results", "exact_match", R"({"answer":73})", Texts{"$73$"}).parts,
            Numbers{1});
}

TEST(MinervaMath, JudgesTheFinalAnswer) {
  const char* row = R"({"answer":"\\frac{1}{2}","solution":""})";
  const auto metric = [&](const char* output) {
    return metric_result("minerva_math utils.process_results", "exact_match", row, Texts{output});
  };

  EXPECT_EQ(metric("Final Answer: The final answer is $\\frac12$. I hope it is correct.").rule,
            "same text after normalising");
  EXPECT_EQ(metric("Final Answer: The final answer is $0.5$. I hope it is correct.").rule, "same exact number");
  EXPECT_EQ(metric("Final Answer: The final answer is $0.51$. I hope it is correct.").outcome, Outcome::kWrong);
  EXPECT_EQ(metric("Final Answer: The final answer is $0.5$").outcome, Outcome::kUnparsed);
  EXPECT_EQ(metric("Final Answer: The final answer is $0.5$.").outcome, Outcome::kUnparsed);
}

TEST(MinervaMath, LeavesAlgebraUnjudged) {
  const auto metric =
      metric_result("minerva_math utils.process_results", "math_verify", R"({"answer":"1"})", Texts{"1"});

  EXPECT_TRUE(metric.parts.empty());
  EXPECT_EQ(metric.rule, "not judged: needs a computer algebra system");
}

TEST(IfEval, GivesFourNumbers) {
  const char* row = R"({"instruction_id_list":["punctuation:no_comma","length_constraints:number_words"],
                        "kwargs":[{},{"relation":"at least","num_words":3,"capital_frequency":null}]})";
  const Texts answer{"Well, here:\none two three"};

  const auto metric = [&](const char* name) {
    return metric_result("ifeval utils.process_results", name, row, answer);
  };

  EXPECT_EQ(metric("prompt_level_strict_acc").parts, Numbers{0});
  EXPECT_EQ(metric("prompt_level_strict_acc").rule, "not followed: punctuation:no_comma");
  EXPECT_EQ(metric("inst_level_strict_acc").parts, (Numbers{0, 1}));
  EXPECT_EQ(metric("prompt_level_loose_acc").parts, Numbers{1});
  EXPECT_EQ(metric("inst_level_loose_acc").parts, (Numbers{1, 1}));
}

TEST(IfEval, FollowsNothingWithABlankAnswer) {
  const char* row = R"({"instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]})";

  EXPECT_EQ(metric_result("ifeval utils.process_results", "prompt_level_loose_acc", row, Texts{" \n"}).parts,
            Numbers{0});
}

TEST(IfEval, JudgesNothingItDoesNotKnow) {
  const char* row = R"({"instruction_id_list":["punctuation:no_coma"],"kwargs":[{}]})";

  const auto metric = metric_result("ifeval utils.process_results", "prompt_level_loose_acc", row, Texts{"x"});

  EXPECT_TRUE(metric.parts.empty());
  EXPECT_NE(metric.rule.find("did you mean 'punctuation:no_comma'"), std::string::npos) << metric.rule;
}

}  // namespace
}  // namespace assay
