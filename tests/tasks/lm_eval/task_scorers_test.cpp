// The scorers of a task file: names, filters, aggregations, and what is refused.
#include "tasks/lm_eval/task_scorers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tasks/registry.h"
#include "tests/fakes/task_folder.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

class TaskScorersTest : public testing::Test {
 protected:
  TaskScorersTest() { folder_.write_rows("test", R"({"q":"Q","a":"42","many":["41","42"],"c":["x","yy"],"g":1})"); }
  Result<Task> generating(const std::string& keys, const std::string& target = "a") const {
    return folder_.make("test_split: test\ndoc_to_text: q\ndoc_to_target: " + target +
                        "\noutput_type: generate_until\n" + keys);
  }
  Result<Task> choosing(const std::string& keys) const {
    return folder_.make(
        "test_split: test\ndoc_to_text: q\ndoc_to_target: g\ndoc_to_choice: c\noutput_type: multiple_choice\n" + keys);
  }
  TaskFolder folder_;
};

struct DefaultCase {
  const char* name;
  std::string type;
  Texts expected;
};

class DefaultMetrics : public TaskScorersTest, public testing::WithParamInterface<DefaultCase> {};

TEST_P(DefaultMetrics, AreLmEvalsForTheOutputType) {
  const auto task = folder_.make(
      "test_split: test\ndoc_to_text: q\ndoc_to_target: g\ndoc_to_choice: c\noutput_type: " + GetParam().type + "\n");

  ASSERT_TRUE(task) << error_of(task);
  EXPECT_EQ(scorer_names(*task), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Types, DefaultMetrics,
                         testing::Values(DefaultCase{"Generate", "generate_until", {"exact_match"}},
                                         DefaultCase{"Choose", "multiple_choice", {"acc", "acc_norm"}},
                                         DefaultCase{"Continue", "loglikelihood", {"perplexity", "acc"}},
                                         DefaultCase{"Roll",
                                                     "loglikelihood_rolling",
                                                     {"word_perplexity", "byte_perplexity", "bits_per_byte"}}),
                         [](const auto& tested) { return std::string(tested.param.name); });

const std::string kFilters =
    "filter_list:\n"
    "  - {name: strict-match, filter: [{function: regex, regex_pattern: \"#### (\\\\d+)\"}, {function: take_first}]}\n"
    "  - {name: flexible, filter: [{function: regex, group_select: -1, regex_pattern: \"\\\\d+\"},\n"
    "                              {function: take_first}]}\n";

TEST_F(TaskScorersTest, NamesEachMetricAfterEachFilter) {
  const auto task = generating("metric_list: [{metric: exact_match}]\n" + kFilters);
  ASSERT_TRUE(task) << error_of(task);
  const Sample sample = task->dataset->at(0);
  const Scorer& strict = scorer_of(*task, "exact_match,strict-match");
  const Scorer& flexible = scorer_of(*task, "exact_match,flexible");

  EXPECT_EQ(scorer_names(*task), (Texts{"exact_match,strict-match", "exact_match,flexible"}));
  EXPECT_EQ(strict.judge(sample, text_response("so #### 42")).value, 1);
  EXPECT_EQ(flexible.judge(sample, text_response("7 or 42")).value, 1);
  EXPECT_EQ(flexible.judge(sample, text_response("42 or 7")).outcome, Outcome::kWrong);
  EXPECT_EQ(strict.judge(sample, text_response("42")).outcome, Outcome::kUnparsed);
  EXPECT_EQ(strict.judge(sample, text_response("42")).value, 0);
  EXPECT_EQ(strict.judge(sample, text_response("42", Finish::kLength)).outcome, Outcome::kTruncatedInAnswer);
  EXPECT_FALSE(strict.judge(sample, text_response("", Finish::kFailed)).value);
  EXPECT_FALSE(strict.is_joint());
}

TEST_F(TaskScorersTest, MatchesAnyOfSeveralGoldTexts) {
  const auto task = generating("metric_list: [{metric: exact_match, ignore_case: true}]\n", "many");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(task->scorers[0]->judge(task->dataset->at(0), text_response("42")).value, 1);
  EXPECT_EQ(task->scorers[0]->judge(task->dataset->at(0), text_response("43")).value, 0);
}

TEST_F(TaskScorersTest, VotesOverAllRepeats) {
  const auto task = generating(
      "repeats: 3\nmetric_list: [{metric: exact_match}]\n"
      "filter_list: [{name: maj, filter: [{function: majority_vote}, {function: take_first}]}]\n");
  ASSERT_TRUE(task) << error_of(task);
  const Response right = text_response("42");
  const Response wrong = text_response("7");
  const Response failed = text_response("", Finish::kFailed);
  const std::vector<const Response*> most{&wrong, &right, &right};
  const std::vector<const Response*> few{&wrong, &right, &wrong};
  const std::vector<const Response*> broken{&right, &failed, &right};
  const Scorer& scorer = *task->scorers[0];

  EXPECT_EQ(task->repeats, 3);
  EXPECT_TRUE(scorer.is_joint());
  EXPECT_EQ(scorer.judge_jointly(task->dataset->at(0), most).value, 1);
  EXPECT_EQ(scorer.judge_jointly(task->dataset->at(0), few).value, 0);
  EXPECT_EQ(scorer.judge_jointly(task->dataset->at(0), broken).outcome, Outcome::kNoAnswer);
}

TEST_F(TaskScorersTest, CountsForScoresOfTheCorpus) {
  const auto task = generating("metric_list: [{metric: bleu}, {metric: chrf}, {metric: ter}]\n", "many");
  ASSERT_TRUE(task) << error_of(task);
  const Sample sample = task->dataset->at(0);

  for (const auto& scorer : task->scorers) {
    const Judgement judged = scorer->judge(sample, text_response("42"));
    EXPECT_FALSE(judged.value) << scorer->name();
    EXPECT_FALSE(judged.parts.empty()) << scorer->name();
    EXPECT_EQ(judged.outcome, Outcome::kRight);
    EXPECT_EQ(scorer->aggregation(), scorer->name());
    EXPECT_EQ(scorer->is_higher_better(), scorer->name() != "ter");
  }
}

TEST_F(TaskScorersTest, SplitsForBleuAsTheKeyTokenizeSays) {
  const auto words = generating("metric_list: [{metric: bleu}]\n", "many");
  const auto characters = generating("metric_list: [{metric: bleu, tokenize: char}]\n", "many");
  ASSERT_TRUE(words) << error_of(words);
  ASSERT_TRUE(characters) << error_of(characters);

  EXPECT_EQ(words->scorers[0]->judge(words->dataset->at(0), text_response("42")).parts.at(0), 1);
  EXPECT_EQ(characters->scorers[0]->judge(characters->dataset->at(0), text_response("42")).parts.at(0), 2);
}

TEST_F(TaskScorersTest, NeedsAsManyRepeatsAsItsFilterTakes) {
  const auto task = generating(
      "repeats: 5\nmetric_list: [{metric: exact_match}]\n"
      "filter_list: [{name: maj, filter: [{function: take_first_k, k: 4}, {function: majority_vote}, {function: "
      "take_first}]}]\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(task->scorers[0]->repeats_min(), 4);
}

TEST_F(TaskScorersTest, WeighsLogLikelihoodsByWordsAndBytes) {
  folder_.write_rows("test", R"({"text":"ü two  three"})");
  const auto task = folder_.make(
      "test_split: test\noutput_type: loglikelihood_rolling\ndoc_to_text: \"\"\ndoc_to_target: \"{{text}}\"\n");
  ASSERT_TRUE(task) << error_of(task);
  const Sample sample = task->dataset->at(0);
  const Response response = scored_response({-6});

  EXPECT_EQ(scorer_of(*task, "word_perplexity").judge(sample, response).parts, (std::vector<double>{-6, 3}));
  EXPECT_EQ(scorer_of(*task, "byte_perplexity").judge(sample, response).parts, (std::vector<double>{-6, 13}));
  EXPECT_EQ(scorer_of(*task, "bits_per_byte").judge(sample, response).parts, (std::vector<double>{-6, 13}));
  EXPECT_EQ(scorer_of(*task, "bits_per_byte").aggregation(), "bits_per_byte");
  EXPECT_FALSE(scorer_of(*task, "word_perplexity").is_higher_better());
  EXPECT_FALSE(scorer_of(*task, "word_perplexity").judge(sample, {.finish = Finish::kContextFull}).value);
}

TEST_F(TaskScorersTest, JudgesContinuations) {
  const auto task =
      folder_.make("test_split: test\noutput_type: loglikelihood\ndoc_to_text: q\ndoc_to_target: \" {{a}}\"\n");
  ASSERT_TRUE(task) << error_of(task);
  const Sample sample = task->dataset->at(0);
  Response response = scored_response({-2});
  response.choices[0].is_greedy = true;

  EXPECT_EQ(std::get<Score>(requests_of(*task, 0)[0].body).continuations, Texts{" 42"});
  EXPECT_EQ(scorer_of(*task, "perplexity").judge(sample, response).parts, std::vector<double>{-2});
  EXPECT_EQ(scorer_of(*task, "acc").judge(sample, response).value, 1);
  EXPECT_EQ(scorer_of(*task, "acc").judge(sample, scored_response({-2})).value, 0);
}

TEST_F(TaskScorersTest, GivesChoicesEveryNormalisationInOnePass) {
  const auto task = choosing("metric_list: [{metric: acc_norm}]\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(scorer_names(*task), Texts{"acc_norm"});
  EXPECT_EQ(scorer_names(*task, true), (Texts{"acc_norm", "acc", "acc_bytes", "acc_tokens", "brier_score", "ece"}));
  EXPECT_FALSE(std::get<Choosing>(task->asking).with_unconditional);
}

TEST_F(TaskScorersTest, AsksForTheChoicesAloneOnlyForMutualInformation) {
  const auto task = choosing("metric_list: [{metric: acc_mutual_info}]\n");
  ASSERT_TRUE(task) << error_of(task);

  const auto requests = requests_of(*task, 0);

  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(std::get<Score>(requests[1].body).context, "");
  EXPECT_EQ(std::get<Score>(requests[1].body).continuations, (Texts{" x", " yy"}));
  const auto judged = task->scorers[0]->judge(task->dataset->at(0), scored_response({-1, -2, -1, -5}));
  EXPECT_EQ(judged.value, 1);  // -1 + 1 < -2 + 5
}

TEST_F(TaskScorersTest, PoolsWhatPromptsHoldSeveralOf) {
  folder_.write_rows("test", R"({"key":1,"prompt":"P","instruction_id_list":["punctuation:no_comma",)"
                             R"("change_case:english_lowercase"],"kwargs":[{},{}]})");
  const auto task =
      folder_.make_in("leaderboard/ifeval",
                      "test_split: test\ndoc_to_text: prompt\ndoc_to_target: 0\noutput_type: generate_until\n"
                      "process_results: !function utils.process_results\nmetric_list:\n"
                      "  - {metric: prompt_level_strict_acc, aggregation: mean}\n"
                      "  - {metric: inst_level_strict_acc, aggregation: !function utils.agg_inst_level_acc}\n");
  ASSERT_TRUE(task) << error_of(task);
  const Sample sample = task->dataset->at(0);
  const Response response = text_response("No comma But capitals");

  EXPECT_EQ(scorer_of(*task, "prompt_level_strict_acc").judge(sample, response).value, 0);
  EXPECT_EQ(scorer_of(*task, "inst_level_strict_acc").aggregation(), "ratio");
  EXPECT_EQ(scorer_of(*task, "inst_level_strict_acc").judge(sample, response).parts, (std::vector<double>{1, 2}));
}

// The file names no aggregation: the metric's own.
TEST_F(TaskScorersTest, AggregatesFiguresOfNativeFunctionsAsLmEvalDoes) {
  folder_.write_rows("test", R"({"page":"a b"})");
  const auto task = folder_.make_in("wikitext",
                                    "test_split: test\noutput_type: loglikelihood_rolling\ndoc_to_text: \"\"\n"
                                    "doc_to_target: !function preprocess_wikitext.wikitext_detokenizer\n"
                                    "process_results: !function preprocess_wikitext.process_results\n"
                                    "metric_list: [{metric: word_perplexity}, {metric: bits_per_byte}]\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(task->scorers[0]->aggregation(), "weighted_perplexity");
  EXPECT_EQ(task->scorers[1]->aggregation(), "bits_per_byte");
  EXPECT_FALSE(task->scorers[0]->is_higher_better());
  EXPECT_EQ(task->scorers[0]->judge(task->dataset->at(0), scored_response({-4})).parts, (std::vector<double>{-4, 2}));
}

TEST_F(TaskScorersTest, PutsGradersFirstAndExtractorsBesideTheMetrics) {
  const auto task = choosing("grader: letter\nextractors: [number]\nmetric_list: [{metric: acc}]\n");
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(scorer_names(*task), (Texts{"letter", "acc", "number"}));
}

struct RefusedCase {
  const char* name;
  std::string keys;
  std::string expected;
};

class RefusedScorers : public TaskScorersTest, public testing::WithParamInterface<RefusedCase> {};

TEST_P(RefusedScorers, NameTheLine) {
  const std::string message = error_of(generating(GetParam().keys));

  EXPECT_NE(message.find(GetParam().expected), std::string::npos) << message;
  EXPECT_NE(message.find("t.yaml:8"), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Keys, RefusedScorers,
    testing::Values(
        RefusedCase{"Metric", "metric_list: [{metric: rouge}]\n", "metric 'rouge' is not known for generated texts"},
        RefusedCase{"Function", "metric_list: [{metric: !function utils.x}]\n", "a metric that is a Python function"},
        RefusedCase{"Aggregation", "metric_list: [{metric: exact_match, aggregation: meen}]\n", "did you mean 'mean'?"},
        RefusedCase{"BleuTokenizer", "metric_list: [{metric: bleu, tokenize: chr}]\n",
                    "unknown tokenizer 'chr'; did you mean 'char'?"},
        RefusedCase{"OtherAggregation", "metric_list: [{metric: bleu, aggregation: mean}]\n",
                    "aggregation 'mean' of metric 'bleu' is not supported; its own is 'bleu'"},
        RefusedCase{"AggregationFunction", "metric_list: [{metric: exact_match, aggregation: !function u.f}]\n",
                    "an aggregation that is a Python function"},
        RefusedCase{"Filter", "filter_list: [{name: x, filter: [{function: regexx}]}]\n", "regex"},
        RefusedCase{"Grader", "grader: leter\n", "did you mean 'letter'?"},
        RefusedCase{"Handler", "process_results: !function u.f\n", "'!function u.f' has no native handler"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(TaskScorersTest, RefusesMetricsOfAnotherOutputType) {
  EXPECT_NE(error_of(choosing("metric_list: [{metric: bleu}]\n")).find("'bleu' is not known for output_type"),
            std::string::npos);
  EXPECT_NE(error_of(choosing("metric_list: [{metric: f1, aggregation: !function u.macro}]\n"))
                .find("an aggregation that is a Python function"),
            std::string::npos);
}

class ExtraMetrics : public TaskScorersTest {
 protected:
  // The task with `keys`, and metrics beside the file's.
  Texts with(const std::string& keys, const std::vector<std::string>& extra, const std::string& folder = "") const {
    const auto made = folder_.make_in(folder, "test_split: test\ndoc_to_text: q\ndoc_to_target: a\n" + keys);
    EXPECT_TRUE(made) << error_of(made);
    const auto selection = select_tasks("t", folder_.options(), extra);
    return selection ? scorer_names(selection->tasks.front()) : Texts{selection.error().message};
  }
};

TEST_F(ExtraMetrics, StandBehindTheFilesOnEachOfItsFilters) {
  EXPECT_EQ(with(kFilters, {"bleu", "number"}), (Texts{"exact_match,strict-match", "exact_match,flexible",
                                                       "bleu,strict-match", "bleu,flexible", "number"}));
}

TEST_F(ExtraMetrics, ThatTheFileNamesAddNothing) {
  EXPECT_EQ(with("extractors: [number]\nmetric_list: [{metric: exact_match}, {metric: bleu}]\n",
                 {"exact_match", "bleu", "number"}),
            (Texts{"exact_match", "bleu", "number"}));
}

TEST_F(ExtraMetrics, JudgeTheTextBesideANativeFunction) {
  folder_.write_rows("test", R"({"q":"Q","a":"4","problem":"P","solution":"\\boxed{4}","answer":"4"})");

  EXPECT_EQ(with("process_results: !function utils.process_results\nmetric_list: [{metric: exact_match}]\n",
                 {"chrf", "letter"}, "hendrycks_math"),
            (Texts{"exact_match", "chrf", "letter"}));
}

TEST_F(ExtraMetrics, AreRefusedWhereTheyCannotJudge) {
  EXPECT_NE(with("", {"nonsense"}).front().find("t.yaml:1: metric 'nonsense' is not known for generated texts"),
            std::string::npos)
      << with("", {"nonsense"}).front();
  const std::string choices = "doc_to_choice: c\noutput_type: multiple_choice\n";
  EXPECT_NE(with(choices, {"bleu"}).front().find("'bleu' is not known for output_type"), std::string::npos);
  EXPECT_NE(with(choices, {"acc_mutual_info"}).front().find("needs the choices behind an empty context"),
            std::string::npos);
  EXPECT_EQ(with(choices, {"mcc"}), (Texts{"acc", "acc_norm", "mcc"}));
}

TEST(ExtraMetricsOfGenerators, AreThoseOfGeneratedTextsOrOfChoices) {
  const TaskOptions options{.configs_folder = ASSAY_SOURCE_DIR "/configs"};
  const auto names = [&](const std::string& task, const std::string& metric) {
    const auto selection = select_tasks(task, options, {metric});
    return selection ? scorer_names(selection->tasks.front()) : Texts{selection.error().message};
  };

  EXPECT_EQ(names("arithmetic_words", "bleu"), (Texts{"exact_match", "bleu"}));
  EXPECT_EQ(names("arithmetic_words", "math_equal"), (Texts{"exact_match", "math_equal"}));
  EXPECT_EQ(names("arithmetic_words", "exact_match"), Texts{"exact_match"});
  EXPECT_NE(names("arithmetic_words", "acc").front().find("metric 'acc' is not known"), std::string::npos);
  EXPECT_NE(names("ordering_puzzles", "bleu").front().find("'bleu'"), std::string::npos);
}

}  // namespace
}  // namespace assay
