// Store: what harness/api/store.h promises, on every store there is.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "results/registry.h"
#include "tests/fakes/record_text.h"
#include "tests/fakes/sample_run.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

class StoreContract : public testing::TestWithParam<StoreEntry> {
 protected:
  StoreContract() {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    scratch_ = temp_folder() + "store_" + test.substr(0, test.find('/')) + "_" + std::string(GetParam().name);
    std::filesystem::remove_all(scratch_);
    std::filesystem::create_directories(scratch_);
    open();
  }

  void open() {
    store_.reset();  // a store's lock ends with it
    auto made = GetParam().make(scratch_);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    store_ = made ? std::move(*made) : nullptr;
  }

  std::string fields(const RunId& run) const {
    const auto view = store_->read(run);
    EXPECT_TRUE(view) << (view ? "" : view.error().message);
    return view ? all_fields(*view) : "";
  }

  std::string scratch_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContract, GivesBackEveryFieldAsItWasWritten) {
  const RunView written = fill_store(*store_, "r");

  EXPECT_EQ(fields("r"), all_fields(written));
}

TEST_P(StoreContract, GivesBackTheSameAfterItWasClosedAndOpenedAgain) {
  const RunView written = fill_store(*store_, "r");
  if (GetParam().name == "memory") {
    GTEST_SKIP() << "the memory store forgets when it ends";
  }

  open();

  EXPECT_EQ(fields("r"), all_fields(written));
}

TEST_P(StoreContract, IsNotChangedByAReplayOfWhatItHolds) {
  const RunView written = fill_store(*store_, "r");
  AnswerRecord other = written.answers[1];
  other.response.text = "another answer to the same request";
  ScoreRecord other_score = written.scores[1];
  other_score.judgement.outcome = Outcome::kWrong;
  BlockRecord other_block = written.blocks[0];
  other_block.wall_s = 99;

  EXPECT_TRUE(store_->append_answers("r", std::array{other, written.answers[0]}));
  EXPECT_TRUE(store_->append_scores("r", std::array{other_score, written.scores[0]}));
  EXPECT_TRUE(store_->append_block("r", other_block));

  EXPECT_EQ(fields("r"), all_fields(written));
}

TEST_P(StoreContract, KeepsRunsApart) {
  const RunView first = fill_store(*store_, "r1");
  const RunView second = fill_store(*store_, "r2");

  EXPECT_EQ(fields("r1"), all_fields(first));
  EXPECT_EQ(fields("r2"), all_fields(second));
}

TEST_P(StoreContract, KeepsDocumentsApartThatDifferInTheGoldChoiceOnly) {
  RunView first = sample_plan("r1");
  RunView second = sample_plan("r2");
  second.documents[2].gold_choice = 0;

  ASSERT_TRUE(store_->begin_run(first));
  ASSERT_TRUE(store_->begin_run(second));

  EXPECT_EQ(store_->read("r1")->documents[2].gold_choice, 1);
  EXPECT_EQ(store_->read("r2")->documents[2].gold_choice, 0);
}

TEST_P(StoreContract, RefusesARunIdThatIsTakenAndKeepsTheFirst) {
  const RunView written = fill_store(*store_, "r");
  RunView other = sample_plan("r");
  other.run.suite = "other";

  const auto begun = store_->begin_run(other);

  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_EQ(begun.error().message, "run 'r' is there already");
  EXPECT_EQ(fields("r"), all_fields(written));
}

TEST_P(StoreContract, RefusesEveryWriteToARunItDoesNotKnow) {
  const AnswerRecord answer = empty_answer(0);
  const ScoreRecord score = sample_score(answer.key, "acc", 1, Outcome::kRight);

  for (const auto& written :
       {store_->set_state("none", RunState::kFailed), store_->append_answers("none", std::array{answer}),
        store_->append_scores("none", std::array{score}), store_->append_block("none", sample_block(0)),
        store_->append_environment("none", {{"a", "b"}}), store_->set_price("none", sample_price()),
        store_->append_kernels("none", std::array{sample_kernel("k")}), store_->append_noise("none", sample_noise())}) {
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::kNotFound) << written.error().message;
    EXPECT_NE(written.error().message.find("no run 'none'"), std::string::npos) << written.error().message;
  }
  EXPECT_EQ(store_->read("none").error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(store_->answered("none")->empty());
  EXPECT_TRUE(store_->runs("")->empty());
}

TEST_P(StoreContract, RefusesAScoreWithoutAnAnswerAndStoresNoneOfItsNeighbours) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  ASSERT_TRUE(store_->append_answers("r", std::array{empty_answer(0)}));
  const ScoreRecord good = sample_score(empty_answer(0).key, "acc", 1, Outcome::kRight);
  const ScoreRecord orphan = sample_score(empty_answer(1).key, "acc", 1, Outcome::kRight);

  const auto written = store_->append_scores("r", std::array{good, orphan});

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(written.error().message.find("document 1"), std::string::npos) << written.error().message;
  EXPECT_TRUE(store_->read("r")->scores.empty());
}

TEST_P(StoreContract, KeepsTheStateItWasToldLast) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  EXPECT_EQ(store_->read("r")->run.state, RunState::kRunning);

  for (const RunState state : {RunState::kInterrupted, RunState::kFailed, RunState::kComplete, RunState::kRunning}) {
    ASSERT_TRUE(store_->set_state("r", state));
    EXPECT_EQ(store_->read("r")->run.state, state);
    EXPECT_EQ(store_->runs("")->front().state, state);
  }
}

TEST_P(StoreContract, ListsRunsByPrefixNewestFirst) {
  ASSERT_TRUE(store_->begin_run(sample_plan("20261124-01", 5)));
  ASSERT_TRUE(store_->begin_run(sample_plan("20261125-01", 7)));
  ASSERT_TRUE(store_->begin_run(sample_plan("20261124-02", 6)));
  ASSERT_TRUE(store_->begin_run(sample_plan("20261124-03", 6)));
  const auto ids = [&](const std::string& prefix) {
    std::vector<RunId> found;
    const auto runs = store_->runs(prefix);
    for (const RunRecord& run : *runs) {
      found.push_back(run.id);
    }
    return found;
  };

  EXPECT_EQ(ids(""), (std::vector<RunId>{"20261125-01", "20261124-03", "20261124-02", "20261124-01"}));
  EXPECT_EQ(ids("20261124"), (std::vector<RunId>{"20261124-03", "20261124-02", "20261124-01"}));
  EXPECT_EQ(ids("20261124-02"), (std::vector<RunId>{"20261124-02"}));
  EXPECT_TRUE(ids("2027").empty());
  for (const std::string special : {"%", "_", "*", "?", "20261124%"}) {
    EXPECT_TRUE(ids(special).empty()) << special;
  }
}

TEST_P(StoreContract, SaysWhichSamplesAreAnswered) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  ASSERT_TRUE(store_->begin_run(sample_plan("other")));
  EXPECT_TRUE(store_->answered("r")->empty());

  ASSERT_TRUE(store_->append_answers("r", std::array{full_answer(0), empty_answer(4)}));

  EXPECT_EQ(*store_->answered("r"), (std::set<SampleKey>{full_answer(0).key, empty_answer(4).key}));
  EXPECT_TRUE(store_->answered("other")->empty());
}

TEST_P(StoreContract, ShowsTheNewestVersionOfEachScorer) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  const SampleKey key = empty_answer(0).key;
  ASSERT_TRUE(store_->append_answers("r", std::array{empty_answer(0)}));

  ASSERT_TRUE(store_->append_scores("r", std::array{sample_score(key, "acc", 10, Outcome::kRight)}));
  ASSERT_TRUE(store_->append_scores(
      "r", std::array{sample_score(key, "acc", 9, Outcome::kWrong), sample_score(key, "f1", 1, Outcome::kWrong)}));

  const auto scores = store_->read("r")->scores;
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].scorer_version, 10);
  EXPECT_EQ(scores[0].judgement.outcome, Outcome::kRight);
  EXPECT_EQ(scores[1].scorer, "f1");
}

TEST_P(StoreContract, GivesARangeOfDocumentsWithEveryScoreOfTheirAnswers) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  std::vector<AnswerRecord> answers;
  for (const std::int64_t document : {12, 3, 4, 5}) {
    answers.push_back(full_answer(document));
  }
  answers.push_back(full_answer(4));
  answers.back().key.repeat = 0;
  ASSERT_TRUE(store_->append_answers("r", answers));
  ASSERT_TRUE(store_->append_answers("r", std::array{empty_answer(4)}));  // another model's, of another task
  const SampleKey key = answers[2].key;
  ASSERT_TRUE(store_->append_scores(
      "r", std::array{sample_score(key, "f1", 2, Outcome::kRight), sample_score(key, "exact", 10, Outcome::kWrong),
                      sample_score(key, "exact", 2, Outcome::kRight)}));

  const auto judged = store_->judged("r", {.model = "m", .task = "gen", .first = 4, .last = 6});

  ASSERT_TRUE(judged) << judged.error().message;
  ASSERT_EQ(judged->size(), 3u);
  EXPECT_EQ((*judged)[0].answer.key, answers[4].key);
  EXPECT_TRUE((*judged)[0].scores.empty());
  EXPECT_EQ((*judged)[1].answer.key, key);
  EXPECT_EQ((*judged)[2].answer.key, answers[3].key);
  const Response& response = (*judged)[1].answer.response;
  EXPECT_EQ(response.text, answers[2].response.text);
  EXPECT_EQ(response.finish, Finish::kStop);
  EXPECT_EQ(response.choices.size(), 3u);
  EXPECT_EQ(response.choices[0].log_likelihood, answers[2].response.choices[0].log_likelihood);
  EXPECT_EQ(response.failure, answers[2].response.failure);
  EXPECT_EQ((*judged)[1].answer.document_hash, "h4");
  ASSERT_EQ((*judged)[1].scores.size(), 3u);
  EXPECT_EQ((*judged)[1].scores[0].scorer_version, 2);
  EXPECT_EQ((*judged)[1].scores[0].judgement.parts, sample_score(key, "exact", 2, Outcome::kRight).judgement.parts);
  EXPECT_EQ((*judged)[1].scores[1].scorer_version, 10);
  EXPECT_EQ((*judged)[1].scores[2].scorer, "f1");
  EXPECT_TRUE(store_->judged("r", {.model = "m", .task = "gen", .first = 6, .last = 12})->empty());
  EXPECT_TRUE(store_->judged("no such run", {.model = "m", .task = "gen", .last = 6})->empty());
}

TEST_P(StoreContract, ShowsOfEachMetricTheNewestVersionInThePlaceOfTheFirst) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  const auto names = [&] {
    std::string text;
    const RunView view = *store_->read("r");
    for (const MetricRecord& metric : view.metrics) {
      text += metric.task + " " + metric.name.substr(0, 3) + " " + std::to_string(metric.version) + " " +
              metric.aggregation + "; ";
    }
    return text;
  };
  const MetricRecord newer{.task = "gen", .name = "exact", .version = 3, .aggregation = "median"};
  const MetricRecord older{.task = "gen", .name = "exact", .version = 1, .aggregation = "f1"};
  const MetricRecord other{.task = "choose", .name = "new", .version = 7, .aggregation = "mean"};

  ASSERT_TRUE(store_->append_metrics("r", std::array{other, newer}));
  ASSERT_TRUE(store_->append_metrics("r", std::array{older, other, newer}));

  EXPECT_EQ(names(), "gen exa 3 median; gen f1  1 f1; choose exa 3 median; choose new 7 mean; ");
  EXPECT_EQ(store_->append_metrics("no such run", std::array{other}).error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, ReadsThePlanWithoutWhatWasMeasured) {
  RunView written = fill_store(*store_, "r");
  const auto plan = store_->read_plan("r");

  ASSERT_TRUE(plan) << plan.error().message;
  RunView expected{.run = written.run,
                   .settings = written.settings,
                   .models = written.models,
                   .tasks = written.tasks,
                   .metrics = written.metrics,
                   .groups = written.groups,
                   .documents = written.documents};
  EXPECT_EQ(all_fields(*plan), all_fields(expected));
  EXPECT_EQ(store_->read_plan("no such run").error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, ShowsTheNewestEnvironmentAndPrice) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  ASSERT_TRUE(store_->append_environment("r", {{"load", "1"}, {"gone", "x"}}));
  ASSERT_TRUE(store_->append_environment("r", {{"load", "2"}}));
  PriceRecord price = sample_price();
  ASSERT_TRUE(store_->set_price("r", price));
  price.per_hour = 9;
  ASSERT_TRUE(store_->set_price("r", price));

  EXPECT_EQ(store_->read("r")->environment, (EnvironmentRecord{{"load", "2"}}));
  EXPECT_EQ(store_->read("r")->price->per_hour, 9);
  ASSERT_TRUE(store_->append_environment("r", {}));
  EXPECT_TRUE(store_->read("r")->environment.empty());
}

TEST_P(StoreContract, TakesEmptyThings) {
  RunView plan;
  plan.run.id = "empty";

  ASSERT_TRUE(store_->begin_run(plan));
  EXPECT_TRUE(store_->append_answers("empty", {}));
  EXPECT_TRUE(store_->append_scores("empty", {}));
  EXPECT_TRUE(store_->append_kernels("empty", {}));

  EXPECT_EQ(fields("empty"), all_fields(plan));
}

TEST_P(StoreContract, TakesAWholeBatchOrNothingOfIt) {
  ASSERT_TRUE(store_->begin_run(sample_plan("r")));
  std::vector<AnswerRecord> many;
  many.reserve(200);
  for (int i = 0; i < 200; ++i) {
    many.push_back(empty_answer(199 - i));
  }

  ASSERT_TRUE(store_->append_answers("r", many));

  const auto answers = store_->read("r")->answers;
  ASSERT_EQ(answers.size(), 200u);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(answers[static_cast<std::size_t>(i)].key.document, i);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::ValuesIn(store_entries().begin(), store_entries().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
