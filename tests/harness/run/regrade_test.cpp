// Regrading on every store there is: versions stand side by side, a version never changes its verdict, nothing is lost.
#include "harness/run/regrade.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>

#include "harness/run/plan.h"
#include "results/registry.h"
#include "tests/fakes/failing_store.h"
#include "tests/fakes/stub_backend.h"
#include "tests/fakes/temp_folder.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

// A rule of a test's own: right if `is_right` says so of the document and the answer.
class RuleScorer final : public Scorer {
 public:
  using Rule = std::function<bool(std::int64_t, const std::string&)>;
  RuleScorer(std::string name, int version, Rule is_right)
      : name_(std::move(name)), version_(version), is_right_(std::move(is_right)) {}
  std::string_view name() const override { return name_; }
  int version() const override { return version_; }
  Judgement judge(const Sample& sample, const Response& response) const override {
    const bool is_right = is_right_(sample.index, response.text);
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = response.text,
            .rule = "rule " + std::to_string(version_)};
  }

 private:
  const std::string name_;
  const int version_;
  const Rule is_right_;
};

class Regrading : public testing::TestWithParam<StoreEntry> {
 protected:
  // `size` documents, each answered `repeats` times with its own number by models "a" and "b".
  void begin(std::int64_t size, int repeats = 1) {
    const std::string scratch = temp_folder() + "regrade_" + std::string(GetParam().name);
    store_.reset();
    std::filesystem::remove_all(scratch);
    std::filesystem::create_directories(scratch);
    auto made = GetParam().make(scratch);
    ASSERT_TRUE(made) << made.error().message;
    store_ = std::move(*made);
    StubBackend backend({.name = "stub", .model = "a", .can = Capability::kGenerate});
    Plan plan{.run = {.id = "r", .schedule = "fast"}};
    plan.models = {{.backend = &backend, .record = {.name = "a"}}, {.backend = &backend, .record = {.name = "b"}}};
    plan.tasks.push_back({.task = make_toy_task("toy", size), .documents = size, .repeats = repeats});
    ASSERT_TRUE(store_->begin_run(plan_view(plan)));
    std::vector<AnswerRecord> answers;
    for (const std::string model : {"a", "b"}) {
      for (std::int64_t at = 0; at < size * repeats; ++at) {
        AnswerRecord& answer = answers.emplace_back();
        answer.key = {
            .model = model, .task = "toy", .document = at / repeats, .repeat = static_cast<int>(at % repeats)};
        answer.response = {.finish = Finish::kEnd, .text = " " + std::to_string(at / repeats)};
      }
    }
    ASSERT_TRUE(store_->append_answers("r", answers));
    repeats_ = repeats;
    size_ = size;
  }

  // The toy task with these scorers alone.
  RegradeTask task(std::vector<std::unique_ptr<Scorer>> scorers) const {
    RegradeTask planned{.task = make_toy_task("toy", size_), .repeats = repeats_};
    planned.task.scorers = std::move(scorers);
    return planned;
  }
  RegradeTask with_rule(int version, RuleScorer::Rule is_right) const {
    std::vector<std::unique_ptr<Scorer>> scorers;
    scorers.push_back(std::make_unique<RuleScorer>("rule", version, std::move(is_right)));
    return task(std::move(scorers));
  }

  Result<RegradeResult> regrade_with(RegradeTask planned, const RegradeOptions& options = {}) {
    return regrade_in(*store_, std::move(planned), options);
  }
  Result<RegradeResult> regrade_in(Store& store, RegradeTask planned, const RegradeOptions& options = {}) {
    std::vector<RegradeTask> tasks;
    tasks.push_back(std::move(planned));
    return regrade(*store.read_plan("r"), tasks, store, interrupts_, options);
  }

  std::string exported() const { return canonical_export(*store_->read("r")); }

  std::unique_ptr<Store> store_;
  std::atomic<int> interrupts_{0};
  int repeats_ = 1;
  std::int64_t size_ = 0;
};

// An interrupt that comes while the first scores are written.
class InterruptingStore final : public ForwardingStore {
 public:
  InterruptingStore(Store& inner, std::atomic<int>& interrupts) : ForwardingStore(inner), interrupts_(interrupts) {}
  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    interrupts_ = 1;
    return inner_.append_scores(run, scores);
  }

 private:
  std::atomic<int>& interrupts_;
};

bool is_even(std::int64_t document, const std::string& /*text*/) { return document % 2 == 0; }
bool is_third(std::int64_t document, const std::string& /*text*/) { return document % 3 == 0; }

TEST_P(Regrading, JudgesEveryAnswerOfEveryModelAndStoresItUnderNameAndVersion) {
  begin(700);  // more than a page

  const auto result = regrade_with(with_rule(1, is_even));

  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->answers, 1400);
  ASSERT_EQ(result->counts.size(), 2u);
  EXPECT_EQ(result->counts[0].model, "a");
  EXPECT_EQ(result->counts[1].model, "b");
  EXPECT_EQ(result->counts[0].judged, 700);
  EXPECT_EQ(result->counts[0].added, 700);
  EXPECT_EQ(result->counts[0].right, 350);
  EXPECT_EQ(result->counts[0].compared, 0);
  const RunView view = *store_->read("r");
  ASSERT_EQ(view.scores.size(), 1400u);
  EXPECT_EQ(view.scores[3].scorer, "rule");
  EXPECT_EQ(view.scores[3].judgement.answer, " 3");
  ASSERT_EQ(view.metrics.size(), 2u);
  EXPECT_EQ(view.metrics[0].name, "exact");
  EXPECT_EQ(view.metrics[1].name, "rule");
  EXPECT_EQ(view.metrics[1].aggregation, "mean");
}

TEST_P(Regrading, AgainAddsNothing) {
  begin(10);
  ASSERT_TRUE(regrade_with(with_rule(1, is_even)));
  const std::string before = exported();

  const auto again = regrade_with(with_rule(1, is_even));

  ASSERT_TRUE(again);
  EXPECT_EQ(again->counts.at(0).added, 0);
  EXPECT_EQ(again->counts.at(0).stored, 10);
  EXPECT_TRUE(again->conflicts.empty());
  EXPECT_EQ(exported(), before);
}

TEST_P(Regrading, PutsAnotherVersionBesideTheOldOneAndCountsWhatChanged) {
  begin(12);
  ASSERT_TRUE(regrade_with(with_rule(1, is_even)));

  const auto result = regrade_with(with_rule(2, is_third), {.examples_max = 3});

  ASSERT_TRUE(result);
  const RegradeCounts& counts = result->counts.at(0);
  EXPECT_EQ(counts.added, 12);
  EXPECT_EQ(counts.compared, 12);
  EXPECT_EQ(counts.right_before, 6);
  EXPECT_EQ(counts.right, 4);
  EXPECT_EQ(counts.right_to_wrong, 4);  // 2 4 8 10
  EXPECT_EQ(counts.wrong_to_right, 2);  // 3 9
  EXPECT_EQ(counts.changed_otherwise, 0);
  ASSERT_EQ(result->changes.size(), 3u);
  EXPECT_EQ(result->changes[0].key.document, 2);
  EXPECT_EQ(result->changes[0].gold, "2");
  EXPECT_EQ(result->changes[0].version_before, 1);
  EXPECT_EQ(result->changes[0].now.rule, "rule 2");
  const auto judged = store_->judged("r", {.model = "a", .task = "toy", .first = 3, .last = 4});
  ASSERT_EQ(judged->at(0).scores.size(), 2u);
  EXPECT_EQ(judged->at(0).scores[0].judgement.value, 0);
  EXPECT_EQ(judged->at(0).scores[1].judgement.value, 1);
  EXPECT_EQ(store_->read("r")->metrics.back().version, 2);
}

TEST_P(Regrading, ByAnOlderVersionIsKeptBehindTheNewest) {
  begin(6);
  ASSERT_TRUE(regrade_with(with_rule(2, is_third)));

  ASSERT_TRUE(regrade_with(with_rule(1, is_even)));

  const RunView view = *store_->read("r");
  EXPECT_EQ(view.scores.size(), 12u);
  for (const ScoreRecord& score : view.scores) {
    EXPECT_EQ(score.scorer_version, 2);
  }
  EXPECT_EQ(view.metrics.back().version, 2);
  EXPECT_EQ(store_->judged("r", {.model = "a", .task = "toy", .first = 0, .last = 6})->at(2).scores.size(), 2u);
}

TEST_P(Regrading, NamesAVersionThatJudgesOtherwiseThanBeforeAndLeavesWhatIsStored) {
  begin(6);
  ASSERT_TRUE(regrade_with(with_rule(1, is_even)));
  const std::string before = exported();

  const auto result = regrade_with(with_rule(1, is_third));

  ASSERT_TRUE(result);
  EXPECT_EQ(result->counts.at(0).conflicting, 3);  // 2 3 4
  EXPECT_EQ(result->counts.at(0).stored, 3);
  ASSERT_FALSE(result->conflicts.empty());
  EXPECT_EQ(result->conflicts[0].key.document, 2);
  EXPECT_EQ(result->conflicts[0].before.outcome, Outcome::kRight);
  EXPECT_EQ(exported(), before);
}

TEST_P(Regrading, DryWritesNothingAndCountsTheSame) {
  begin(12);
  ASSERT_TRUE(regrade_with(with_rule(1, is_even)));
  const std::string before = exported();

  const auto dry = regrade_with(with_rule(2, is_third), {.is_dry = true});

  ASSERT_TRUE(dry);
  EXPECT_EQ(dry->counts.at(0).added, 12);
  EXPECT_EQ(dry->counts.at(0).right_to_wrong, 4);
  EXPECT_EQ(exported(), before);
}

TEST_P(Regrading, GivesJointScorersTheRepeatsOfADocumentTogether) {
  begin(300, 3);
  std::vector<std::unique_ptr<Scorer>> scorers;
  scorers.push_back(make_toy_vote(3));

  const auto result = regrade_with(task(std::move(scorers)));

  ASSERT_TRUE(result);
  EXPECT_EQ(result->answers, 1800);
  EXPECT_EQ(result->counts.at(0).judged, 300);
  const RunView view = *store_->read("r");
  EXPECT_EQ(view.scores.size(), 600u);
  EXPECT_EQ(view.scores[1].key.repeat, 0);
  EXPECT_EQ(view.scores[1].judgement.rule, "3 of 3");
}

TEST_P(Regrading, StopsBetweenPagesWhenInterruptedAndGoesOnLater) {
  begin(700);
  InterruptingStore interrupting(*store_, interrupts_);
  const auto stopped = regrade_in(interrupting, with_rule(1, is_even));
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->is_interrupted);
  EXPECT_GT(stopped->answers, 0);
  EXPECT_LT(stopped->answers, 700);
  interrupts_ = 0;

  const auto rest = regrade_with(with_rule(1, is_even));

  ASSERT_TRUE(rest);
  EXPECT_FALSE(rest->is_interrupted);
  EXPECT_EQ(rest->counts.at(0).stored, stopped->answers);
  EXPECT_EQ(store_->read("r")->scores.size(), 1400u);
}

// Wherever a write fails, what is stored is a part of the whole, and the same call again completes it.
TEST_P(Regrading, FailingAtAnyWriteEndsInTheSameScoresWhenRepeated) {
  std::string undisturbed;
  for (int writes = 5; writes >= 0; --writes) {
    begin(300);
    FailingStore failing(*store_, writes);

    const auto broken = regrade_in(failing, with_rule(1, is_even));
    const auto whole = regrade_with(with_rule(1, is_even));

    ASSERT_TRUE(whole);
    undisturbed = undisturbed.empty() ? exported() : undisturbed;
    EXPECT_EQ(broken.operator bool(), !failing.has_failed());
    EXPECT_EQ(exported(), undisturbed) << writes;
  }
}

TEST_P(Regrading, RefusesDocumentsThatAreNotTheRuns) {
  begin(5);
  const RunView plan = *store_->read_plan("r");
  EXPECT_TRUE(check_same_documents(plan, make_toy_task("toy", 5)));
  EXPECT_TRUE(check_same_documents(plan, make_toy_task("toy", 50))) << "more documents do no harm";

  const Status fewer = check_same_documents(plan, make_toy_task("toy", 3));
  const Status other_kind = check_same_documents(plan, make_toy_choice_task("toy", 5));
  RunView changed = plan;
  changed.documents[2].hash = "0123";
  const Status other_text = check_same_documents(changed, make_toy_task("toy", 5));
  changed = plan;
  changed.documents[4].gold = "5";
  const Status other_gold = check_same_documents(changed, make_toy_task("toy", 5));

  ASSERT_FALSE(fewer || other_kind || other_text || other_gold);
  EXPECT_EQ(fewer.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(fewer.error().message.find("document 3 is not there: it has 3 documents now"), std::string::npos);
  EXPECT_NE(other_kind.error().message.find("would be of kind 'choose' now"), std::string::npos);
  EXPECT_NE(other_text.error().message.find("document 2 is no longer the one that the run asked"), std::string::npos);
  EXPECT_NE(other_gold.error().message.find("document 4 has another gold answer"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Stores, Regrading, testing::ValuesIn(store_entries().begin(), store_entries().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
