// The views that other tools read: exactly the documented columns, and figures that are known by hand.
#include "results/sqlite/views.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>
#include <tuple>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "results/registry.h"
#include "results/sqlite/database.h"
#include "tests/fakes/sample_run.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

using Names = std::vector<std::string>;

// "run model" -> {"run", "model"}
Names words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

const std::map<std::string, Names>& columns() {
  static const std::map<std::string, Names> kAll{
      {"samples", words("run model task task_version document document_hash repeat exemplars prompt "
                        "output outcome value answer gold scorer scorer_version rule finish stop failure "
                        "attempt prompt_tokens prompt_tokens_evaluated output_tokens ttft_s total_s "
                        "prefill_active_s decode_active_s active_s joules cost currency block disturbed "
                        "thought thought_tokens answer_tokens thought_count")},
      {"choices", words("run model task document repeat choice text log_likelihood characters bytes "
                        "tokens greedy chosen gold")},
      {"scores", words("run model task document repeat scorer scorer_version is_headline outcome value "
                       "answer rule")},
      {"leaderboard", words("run model task scorer is_headline score n samples right_answers unparsed "
                            "truncated refused no_answer prompt_tokens output_tokens active_s cost currency "
                            "truncated_in_thought thought_tokens_mean answer_tokens_mean")},
      {"cost_per_right_answer", words("run model task scorer right_answers cost cost_per_right_answer currency")},
      {"flips", words("run task document repeat first_model second_model first_outcome second_outcome")},
      {"verdict_pairs", words("run model task document repeat first_scorer first_outcome first_value "
                              "first_answer first_rule second_scorer second_outcome second_value second_answer "
                              "second_rule")},
      {"agreement", words("run model task first_scorer second_scorer n both_right only_first_right "
                          "only_second_right both_wrong agreement kappa")},
      {"disagreements", words("run model task document repeat gold first_scorer first_outcome first_answer "
                              "first_rule second_scorer second_outcome second_answer second_rule")},
      {"repeats", words("run model task document scorer answers right_answers average winner_votes "
                        "consensus")},
      {"pass_at_k", words("run model task k documents pass_at_k all_at_k")},
      {"repeat_scores", words("run model task scorer k documents documents_short avg_at_k pass_at_k cons_at_k")},
      {"costs", words("run wall_s active_s idle_s joules cost active_cost idle_cost currency")},
      {"history", words("model task scorer created_s run assay_commit schedule score n change")},
  };
  return kAll;
}

class Views : public testing::Test {
 protected:
  // One run: two models on one task of two choices; model "a" is right on both documents, "b" on the first only.
  // 10 s of wall time at 1 a second, 100 J at 1 a joule; 6 s of it active.
  void SetUp() override {
    path_ = temp_folder() + "views_" + testing::UnitTest::GetInstance()->current_test_info()->name() + ".db";
    std::filesystem::remove(path_);
    auto store = open_store(path_, Access::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    add_run(**store, "r1", 1'000'000'000, 1);
    add_run(**store, "r2", 2'000'000'000, 0);
    store->reset();
    auto database = Database::open(path_, Database::Mode::kReadOnly);
    ASSERT_TRUE(database);
    database_ = std::make_unique<Database>(std::move(*database));
  }

  static void add_run(Store& store, const std::string& id, std::int64_t created_ns, double second_value) {
    RunView plan;
    plan.run = {.id = id, .created_ns = created_ns, .schedule = "exact"};
    plan.models = {{.name = "a"}, {.name = "b"}};
    plan.tasks = {{.name = "t", .version = 1, .headline = "acc", .kind = "choose", .documents = 2}};
    for (int i = 0; i < 2; ++i) {
      plan.documents.push_back({.task = "t",
                                .task_version = 1,
                                .index = i,
                                .hash = "h" + std::to_string(i),
                                .content = "c",
                                .gold = i == 0 ? "yes" : "no",
                                .gold_choice = i});
    }
    ASSERT_TRUE(store.begin_run(plan));
    for (const std::string model : {"a", "b"}) {
      for (int i = 0; i < 2; ++i) {
        const bool is_right = model == "a" ? i == 0 || second_value == 1 : i == 0;
        AnswerRecord answer;
        answer.key = {.model = model, .task = "t", .document = i};
        answer.document_hash = "h" + std::to_string(i);
        answer.continuations = {" yes", " n\xc3\xb6"};
        const double chosen_first = (i == 0) == is_right ? -1 : -3;
        answer.response = {.finish = Finish::kScored,
                           .choices = {{.log_likelihood = chosen_first, .tokens = 1},
                                       {.log_likelihood = -2, .tokens = 2, .is_greedy = true}},
                           .prompt_tokens = 10};
        answer.submitted_ns = 1'000'000'000;
        answer.done_ns = 3'000'000'000;
        answer.prefill_active_s = 1;
        answer.decode_active_s = 0.5;
        ASSERT_TRUE(store.append_answers(id, std::array{answer}));
        const Judgement judged{.outcome = is_right ? Outcome::kRight : Outcome::kWrong, .value = is_right ? 1 : 0};
        ASSERT_TRUE(store.append_scores(
            id, std::array{ScoreRecord{.key = answer.key, .scorer = "acc", .scorer_version = 1, .judgement = judged},
                           ScoreRecord{.key = answer.key, .scorer = "norm", .scorer_version = 1, .judgement = {}}}));
      }
    }
    ASSERT_TRUE(store.append_block(
        id, {.index = 0, .model = "a", .task = "t", .wall_s = 10, .active_s = 6, .idle_s = 4, .joules = 100}));
    ASSERT_TRUE(store.set_price(id, {.machine = "m", .per_hour = 3600, .per_kwh = 3.6e6}));
    ASSERT_TRUE(store.append_environment(id, {{"assay.commit", "commit of " + id}}));
  }

  std::string one(const std::string& sql) const {
    const auto text = database_->query_text(sql);
    EXPECT_TRUE(text) << (text ? "" : text.error().message);
    return text ? *text : "";
  }

  Names columns_of(const std::string& view) const {
    Names names;
    const std::string list = one("SELECT group_concat(name) FROM pragma_table_info('" + view + "')");
    for (const std::string_view name : split(list, ',')) {
      names.emplace_back(name);
    }
    return names;
  }

  std::string path_;
  std::unique_ptr<Database> database_;
};

TEST_F(Views, AreThese) {
  Names names;
  for (const auto& [view, ignored] : columns()) {
    names.push_back(view);
  }

  EXPECT_EQ(one("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name)"),
            join(names, ","));
}

TEST_F(Views, HaveTheseColumns) {
  for (const auto& [view, expected] : columns()) {
    EXPECT_EQ(columns_of(view), expected) << view;
  }
}

// docs/FORMATS.md has a heading with the view's name in backticks, and below it a table with a row for each column.
TEST_F(Views, HaveTheColumnsThatTheDocumentSays) {
  const auto text = read_file(ASSAY_SOURCE_DIR "/docs/FORMATS.md");
  if (!text) {
    GTEST_SKIP() << "no docs/FORMATS.md in this tree";
  }
  for (const auto& [view, expected] : columns()) {
    Names documented;
    bool is_inside = false;
    for (const std::string_view line : split(*text, '\n')) {
      if (starts_with(line, "#")) {
        is_inside = line.find("`" + view + "`") != std::string_view::npos;
      } else if (is_inside && starts_with(line, "| `")) {
        documented.emplace_back(line.substr(3, line.find('`', 3) - 3));
      }
    }
    EXPECT_EQ(documented, expected) << "docs/FORMATS.md, view " << view;
  }
}

TEST_F(Views, PriceSamplesAndIdleTimeSoThatTheySumToTheWholeCost) {
  EXPECT_EQ(one("SELECT cost FROM samples WHERE run = 'r1' AND model = 'a' AND document = 0"), "16.5");
  EXPECT_EQ(one("SELECT cost FROM costs WHERE run = 'r1'"), "110.0");
  EXPECT_EQ(one("SELECT idle_cost FROM costs WHERE run = 'r1'"), "44.0");
  EXPECT_EQ(one("SELECT abs(c.cost - c.idle_cost - (SELECT sum(cost) FROM samples s WHERE s.run = c.run)) < 1e-9 FROM "
                "costs c WHERE run = 'r1'"),
            "1");
  EXPECT_EQ(one("SELECT sum(joules) FROM samples WHERE run = 'r1'"), "60.0");
}

TEST_F(Views, FollowAPriceThatChanges) {
  database_.reset();
  {
    auto store = open_store(path_, Access::kWrite);
    ASSERT_TRUE(store);
    ASSERT_TRUE((*store)->set_price("r1", {.machine = "m", .per_hour = 7200}));
  }
  auto database = Database::open(path_, Database::Mode::kReadOnly);
  database_ = std::make_unique<Database>(std::move(*database));

  EXPECT_EQ(one("SELECT cost FROM costs WHERE run = 'r1'"), "20.0");
  EXPECT_EQ(one("SELECT cost FROM samples WHERE run = 'r1' LIMIT 1"), "3.0");
}

TEST_F(Views, RankModelsByEveryScorer) {
  EXPECT_EQ(one("SELECT group_concat(model || ' ' || scorer || ' ' || coalesce(score, 'none') || ' ' || n || ' ' || "
                "samples || ' ' || right_answers || ' ' || no_answer, '; ') FROM leaderboard WHERE run = 'r1'"),
            "a acc 1.0 2 2 2 0; a norm none 0 2 0 2; b acc 0.5 2 2 1 0; b norm none 0 2 0 2");
  EXPECT_EQ(one("SELECT cost_per_right_answer FROM cost_per_right_answer WHERE run = 'r1' AND model = 'b'"), "33.0");
}

TEST_F(Views, ShowChoicesWithTheirLengthsTheChosenAndTheGoldOne) {
  EXPECT_EQ(
      one("SELECT group_concat(choice || text || characters || bytes || tokens || greedy || chosen || gold, '; ') "
          "FROM choices WHERE run = 'r1' AND model = 'b' AND document = 1"),
      "0 yes441010; 1 n\xc3\xb6"
      "342101");
}

TEST_F(Views, ShowWhereModelsPartAndHowScoresMovedOverRuns) {
  EXPECT_EQ(one("SELECT group_concat(document || first_model || second_model || first_outcome || second_outcome) FROM "
                "flips WHERE run = 'r1'"),
            "1abrightwrong");
  EXPECT_EQ(one("SELECT change FROM history WHERE run = 'r2' AND model = 'a' AND scorer = 'acc'"), "-0.5");
  EXPECT_EQ(one("SELECT assay_commit FROM history WHERE run = 'r2' LIMIT 1"), "commit of r2");
  EXPECT_EQ(one("SELECT ttft_s IS NULL AND total_s = 2.0 AND gold = 'yes' FROM samples LIMIT 1"), "1");
}

// Scorers beside "acc" on the answers of r1: model, document, value.
class ScorersSideBySide : public Views {
 protected:
  void add(const std::string& scorer, const std::vector<double>& values, int version = 1) {
    database_.reset();
    auto store = open_store(path_, Access::kWrite);
    ASSERT_TRUE(store);
    std::vector<ScoreRecord> scores;
    for (std::size_t i = 0; i < values.size(); ++i) {
      ScoreRecord& score = scores.emplace_back();
      score = {.key = {.model = i < 2 ? "a" : "b", .task = "t", .document = static_cast<std::int64_t>(i % 2)},
               .scorer = scorer,
               .scorer_version = version};
      score.judgement = {.outcome = values[i] == 1 ? Outcome::kRight : Outcome::kWrong,
                         .value = values[i],
                         .answer = scorer + std::to_string(i)};
    }
    ASSERT_TRUE((*store)->append_scores("r1", scores));
    store->reset();
    auto database = Database::open(path_, Database::Mode::kReadOnly);
    database_ = std::make_unique<Database>(std::move(*database));
  }
};

TEST_F(ScorersSideBySide, AreCountedInPairsByTheirNewestVersions) {
  add("other", {0, 0, 0, 0});
  add("other", {1, 0, 0, 0}, 2);

  EXPECT_EQ(one("SELECT group_concat(model || first_scorer || second_scorer || n || both_right || only_first_right || "
                "only_second_right || both_wrong || ' ' || agreement || ' ' || coalesce(kappa, 'none'), '; ') FROM "
                "agreement WHERE run = 'r1'"),
            "aaccother21100 0.5 0.0; baccother20101 0.5 0.0");
  EXPECT_EQ(one("SELECT group_concat(model || document || gold || first_scorer || first_outcome || second_outcome || "
                "second_answer, '; ') FROM disagreements WHERE run = 'r1'"),
            "a1noaccrightwrongother1; b0yesaccrightwrongother2");
}

TEST_F(ScorersSideBySide, CountOnlyWhereTheyGiveRightAndWrongVerdicts) {
  add("graded", {1, 0.5, 0, 0});

  EXPECT_EQ(one("SELECT group_concat(model || first_scorer || second_scorer, '; ') FROM agreement WHERE run = 'r1'"),
            "baccgraded");
  EXPECT_EQ(one("SELECT count(*) FROM disagreements WHERE run = 'r1' AND model = 'a'"), "0");
  EXPECT_EQ(one("SELECT count(*) FROM verdict_pairs WHERE run = 'r1'"), "4");
}

TEST_F(ScorersSideBySide, LeaveOutWhatIsSupplementaryOrBetterWhenLower) {
  add("beside", {1, 0, 0, 0});
  add("errors", {1, 0, 0, 0});
  database_.reset();
  auto store = open_store(path_, Access::kWrite);
  ASSERT_TRUE((*store)->append_metrics(
      "r1", std::array{MetricRecord{.task = "t", .name = "beside", .version = 1, .is_supplementary = true},
                       MetricRecord{.task = "t", .name = "errors", .version = 1, .is_higher_better = false}}));
  store->reset();
  auto database = Database::open(path_, Database::Mode::kReadOnly);
  database_ = std::make_unique<Database>(std::move(*database));

  EXPECT_EQ(one("SELECT count(*) FROM agreement"), "0");
}

TEST_F(ScorersSideBySide, HaveNoKappaWhereAllVerdictsAreOne) {
  add("other", {1, 1, 1, 0});

  EXPECT_EQ(one("SELECT agreement || coalesce(kappa, ' none') FROM agreement WHERE run = 'r1' AND model = 'a'"),
            "1.0 none");
}

// Four answers to each of two documents: 7 7 3 and one that could not be read; a tie of 1 and 2, and two open
// thoughts.
class RepeatViews : public testing::Test {
 protected:
  void SetUp() override {
    path_ = temp_folder() + "repeats_" + testing::UnitTest::GetInstance()->current_test_info()->name() + ".db";
    std::filesystem::remove(path_);
    auto store = open_store(path_, Access::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    RunView plan;
    plan.run = {.id = "r", .schedule = "exact"};
    plan.models = {{.name = "m"}};
    plan.tasks = {{.name = "t", .version = 1, .headline = "exact", .kind = "generate", .documents = 2}};
    ASSERT_TRUE((*store)->begin_run(plan));
    for (const auto& [document, gold, answers] :
         {std::tuple{0, "7", std::array{"7", "7", "3", ""}}, std::tuple{1, "1", std::array{"1", "2", "(", "("}}}) {
      for (int repeat = 0; repeat < 4; ++repeat) {
        add(**store, {.model = "m", .task = "t", .document = document, .repeat = repeat},
            answers[static_cast<std::size_t>(repeat)], gold);
      }
    }
    store->reset();
    auto database = Database::open(path_, Database::Mode::kReadOnly);
    ASSERT_TRUE(database);
    database_ = std::make_unique<Database>(std::move(*database));
  }

  // "(" is a thought without an end.
  static void add(Store& store, const SampleKey& key, const std::string& text, const std::string& gold) {
    AnswerRecord answer{.key = key};
    answer.response = {.finish = Finish::kEnd, .text = text, .output_tokens = 10};
    const bool is_open = text == "(";
    answer.thought = Thought{.state = is_open ? ThoughtState::kOpen : ThoughtState::kClosed,
                             .thought_tokens = is_open ? 10 : 6,
                             .answer_tokens = is_open ? 0 : 4,
                             .count = "tokens"};
    const Outcome outcome = is_open        ? Outcome::kTruncatedInThought
                            : text.empty() ? Outcome::kUnparsed
                            : text == gold ? Outcome::kRight
                                           : Outcome::kWrong;
    const Judgement judgement{
        .outcome = outcome, .value = outcome == Outcome::kRight ? 1 : 0, .answer = is_open ? "" : text};
    ASSERT_TRUE(store.append_answers("r", std::array{answer}));
    ASSERT_TRUE(store.append_scores(
        "r", std::array{ScoreRecord{.key = key, .scorer = "exact", .scorer_version = 1, .judgement = judgement}}));
  }

  std::string one(const std::string& sql) const {
    const auto text = database_->query_text(sql);
    EXPECT_TRUE(text) << (text ? "" : text.error().message);
    return text ? *text : "";
  }

  std::string path_;
  std::unique_ptr<Database> database_;
};

TEST_F(RepeatViews, CountTheVotesOfADocument) {
  const std::string columns = "SELECT answers || ' ' || right_answers || ' ' || winner_votes || ' ' || consensus FROM ";

  EXPECT_EQ(one(columns + "repeats WHERE document = 0"), "4 2 2 1.0");
  EXPECT_EQ(one(columns + "repeats WHERE document = 1"), "4 1 1 0.5");
}

TEST_F(RepeatViews, DrawWithoutPuttingBack) {
  const auto at = [&](const std::string& column, int k) {
    return std::stod(one("SELECT " + column + " FROM pass_at_k WHERE k = " + std::to_string(k)));
  };

  EXPECT_NEAR(at("pass_at_k", 1), 3.0 / 8, 1e-12);
  EXPECT_NEAR(at("pass_at_k", 2), (5.0 / 6 + 1.0 / 2) / 2, 1e-12);
  EXPECT_NEAR(at("pass_at_k", 4), 1, 1e-12);
  EXPECT_NEAR(at("all_at_k", 2), 1.0 / 12, 1e-12);
  EXPECT_NEAR(at("all_at_k", 3), 0, 1e-12);
}

TEST_F(RepeatViews, SumUpATask) {
  EXPECT_EQ(one("SELECT k || ' ' || documents || ' ' || documents_short || ' ' || avg_at_k || ' ' || pass_at_k || ' ' "
                "|| cons_at_k FROM repeat_scores"),
            "4 2 0 0.375 1.0 0.75");
}

TEST_F(RepeatViews, TellThoughtAndAnswerApart) {
  EXPECT_EQ(one("SELECT truncated_in_thought || ' ' || thought_tokens_mean || ' ' || answer_tokens_mean FROM "
                "leaderboard"),
            "2 7.0 3.0");
  EXPECT_EQ(one("SELECT thought || ' ' || thought_tokens || ' ' || answer_tokens || ' ' || thought_count FROM samples "
                "WHERE document = 1 AND repeat = 3"),
            "open 10 0 tokens");
}

}  // namespace
}  // namespace assay
