// Sessions: everything asked once and stored before it is judged, faults, interrupts, resumes, costs that add up.
#include "harness/run/session.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "backends/scripted/scripted.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "results/registry.h"
#include "tests/fakes/forwarding_store.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/recording_progress.h"
#include "tests/fakes/temp_folder.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

class CountingMeter final : public BlockMeter {
 public:
  void begin() override { ++begun; }
  void end(BlockRecord& block) override {
    block.own_cpu_s = 0.5;
    ++ended;
  }
  int begun = 0;
  int ended = 0;
};

class SessionTest : public testing::Test {
 protected:
  void add_model(const std::string& name, const std::string& script) {
    const std::string path = temp_folder() + name + ".yaml";
    ASSERT_TRUE(write_file(path, script));
    std::remove(log_of(name).c_str());
    auto backend = make_scripted_backend(
        {.name = name, .address = "scripted:" + path, .options = {{"log", log_of(name)}}}, clock_);
    ASSERT_TRUE(backend) << backend.error().message;
    backends_.push_back(std::move(*backend));
    plan_.models.push_back({.backend = backends_.back().get(), .record = {.name = name}});
  }

  void add_task(Task task, int exemplars = 0, int repeats = 1) {
    const std::int64_t size = task.dataset->size();
    plan_.tasks.push_back({.task = std::move(task), .documents = size, .exemplars = exemplars, .repeats = repeats});
  }

  void begin() {
    plan_.run.id = "r";
    ASSERT_TRUE(check_plan(plan_)) << check_plan(plan_).error().message;
    ASSERT_TRUE(store_->begin_run(plan_view(plan_)));
  }

  Result<SessionResult> run() {
    const SessionParts parts{
        .clock = clock_, .store = *store_, .progress = progress_, .meter = meter_, .interrupts = interrupts_};
    return run_session(plan_, parts, clock_.now());
  }

  RunView view() { return *store_->read("r"); }
  std::string log_of(const std::string& name) { return temp_folder() + name + ".log"; }
  std::size_t asked(const std::string& name) { return split(*read_file(log_of(name)), '\n').size() - 1; }

  ManualClock clock_;
  std::unique_ptr<Store> store_ = make_memory_store();
  RecordingProgress progress_;
  CountingMeter meter_;
  std::atomic<int> interrupts_{0};
  std::vector<std::unique_ptr<Backend>> backends_;
  Plan plan_;
};

TEST_F(SessionTest, AsksEverySampleOfEveryModelAndJudgesIt) {
  add_model("right", "rules:\n  - {ends_with: 'doc 3:', text: ' 3'}\n  - {text: ' 9'}\n");
  add_model("hashed", "seed: 1\n");
  add_task(make_toy_task("toy", 5));
  add_task(make_toy_choice_task("choice", 3));
  begin();

  const auto result = run();

  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->planned, 16);
  EXPECT_EQ(result->answered, 16);
  EXPECT_EQ(result->failed, 0);
  EXPECT_FALSE(result->is_interrupted);
  const RunView stored = view();
  EXPECT_EQ(stored.run.state, RunState::kComplete);
  EXPECT_EQ(stored.answers.size(), 16u);
  ASSERT_EQ(stored.scores.size(), 16u);
  double right = 0;
  for (const ScoreRecord& score : stored.scores) {
    right += score.key.model == "right" && score.key.task == "toy" ? *score.judgement.value : 0;
  }
  EXPECT_EQ(right, 1);
}

TEST_F(SessionTest, InterleavesTheModelsInBlocks) {
  add_model("a", "seed: 1\n");
  add_model("b", "seed: 2\n");
  add_task(make_toy_task("toy", 5));
  plan_.block_samples = 2;
  begin();

  ASSERT_TRUE(run());

  std::vector<std::string> order;
  for (const BlockRecord& block : view().blocks) {
    order.push_back(block.model);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"a", "b", "a", "b", "a", "b", ""}));
  EXPECT_EQ(meter_.begun, 6);
  EXPECT_EQ(meter_.ended, 6);
  EXPECT_EQ(view().blocks[0].own_cpu_s, 0.5);
}

TEST_F(SessionTest, SplitsTheWallTimeAmongSamplesAndIdle) {
  add_model("slow", "parallel: 3\nrules:\n  - {text: ' 1 2', prefill_ms: 100, token_ms: 10}\n");
  add_task(make_toy_task("toy", 7));
  begin();
  const Nanos before = clock_.now();

  ASSERT_TRUE(run());

  double shares = 0;
  for (const AnswerRecord& answer : view().answers) {
    EXPECT_GT(answer.prefill_active_s, 0);
    shares += answer.prefill_active_s + answer.decode_active_s;
  }
  for (const BlockRecord& block : view().blocks) {
    shares += block.idle_s;
    EXPECT_NEAR(block.wall_s, block.active_s + block.idle_s, 1e-9);
  }
  EXPECT_NEAR(shares, seconds(clock_.now() - before), 1e-6);
}

TEST_F(SessionTest, TriesAgainWhatInfrastructureFailed) {
  add_model("flaky", "rules:\n  - {ends_with: 'doc 1:', finish: failed, failure: gone, times: 2}\n  - {text: ' 1'}\n");
  add_task(make_toy_task("toy", 3));
  begin();

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_EQ(result->failed, 0);
  EXPECT_EQ(asked("flaky"), 5u);
  for (const AnswerRecord& answer : view().answers) {
    EXPECT_EQ(answer.attempt, answer.key.document == 1 ? 3 : 1);
    EXPECT_EQ(answer.response.finish, Finish::kEnd);
  }
}

TEST_F(SessionTest, NamesWhatHasNoAnswerAfterAllAttemptsAndNeverScoresIt) {
  add_model("broken", "rules:\n  - {ends_with: 'doc 1:', finish: failed, failure: no memory}\n  - {text: ' 1'}\n");
  add_task(make_toy_task("toy", 3));
  begin();

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_EQ(result->failed, 1);
  ASSERT_EQ(progress_.notes.size(), 1u);
  EXPECT_NE(progress_.notes[0].find("document 1: no memory"), std::string::npos);
  for (const ScoreRecord& score : view().scores) {
    EXPECT_EQ(score.judgement.value.has_value(), score.key.document != 1);
  }
}

TEST_F(SessionTest, EndsARequestThatTakesTooLong) {
  add_model("silent", "rules:\n  - {ends_with: 'doc 0:', finish: never}\n  - {text: ' 1'}\n");
  add_task(make_toy_task("toy", 2));
  plan_.timeout_s = 5;
  plan_.attempts_max = 2;
  begin();
  progress_.on_wait = [this](const ProgressState&) { clock_.advance(std::chrono::seconds(3)); };

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_EQ(result->failed, 1);
  EXPECT_EQ(view().answers[0].response.finish, Finish::kTimedOut);
  EXPECT_EQ(view().answers[0].response.failure, "no answer within 5 s");
}

TEST_F(SessionTest, DrainsWhenInterruptedAndGoesOnWithoutAskingTwice) {
  add_model("m", "seed: 3\nparallel: 2\n");
  add_task(make_toy_task("toy", 40), 2);
  plan_.block_samples = 10;
  begin();
  progress_.on_wait = [this](const ProgressState& state) { interrupts_ = state.answered >= 13 ? 1 : 0; };

  const auto first = run();
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->is_interrupted);
  EXPECT_EQ(view().run.state, RunState::kInterrupted);
  EXPECT_LT(first->answered, 40);
  EXPECT_EQ(view().answers.size(), static_cast<std::size_t>(first->answered));
  progress_.on_wait = nullptr;
  interrupts_ = 0;
  const auto second = run();

  ASSERT_TRUE(second);
  EXPECT_EQ(second->answered_before, first->answered);
  EXPECT_EQ(second->answered + first->answered, 40);
  EXPECT_EQ(asked("m"), 40u);
  EXPECT_EQ(view().run.state, RunState::kComplete);
}

TEST_F(SessionTest, ForgetsWhatASecondInterruptCancels) {
  add_model("m", "rules:\n  - {ends_with: 'doc 0:', finish: never}\n  - {text: ' 1'}\n");
  add_task(make_toy_task("toy", 3));
  begin();
  progress_.on_wait = [this](const ProgressState&) { interrupts_ = 2; };

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_TRUE(result->is_interrupted);
  for (const AnswerRecord& answer : view().answers) {
    EXPECT_NE(answer.key.document, 0);
  }
}

// A store that can be told to fail, in front of a memory store.
class BreakingStore final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;
  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return fails("answers") ? Status(full_) : inner_.append_answers(run, answers);
  }
  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    return fails("scores") ? Status(full_) : inner_.append_scores(run, scores);
  }
  Status append_block(const RunId& run, const BlockRecord& block) override {
    return fails("block") ? Status(full_) : inner_.append_block(run, block);
  }

  std::string what_fails;
  int after = 0;  // writes of that kind that still succeed

 private:
  bool fails(const std::string& what) { return what == what_fails && after-- <= 0; }
  const Error full_{ErrorKind::kStorage, "disk full"};
};

class StoreFaults : public SessionTest, public testing::WithParamInterface<std::string> {};

// Wherever a write fails, the session says so, and the resumed run ends like an undisturbed one, asking nothing twice.
TEST_P(StoreFaults, LeaveARunThatResumesToTheSameResult) {
  add_model("m", "seed: 3\n");
  add_task(make_toy_task("toy", 12));
  plan_.block_samples = 5;
  for (int after = 0; after < 4; ++after) {
    store_ = make_memory_store();
    begin();
    BreakingStore breaking(*store_);
    breaking.what_fails = GetParam();
    breaking.after = after;
    const SessionParts parts{
        .clock = clock_, .store = breaking, .progress = progress_, .meter = meter_, .interrupts = interrupts_};

    const auto broken = run_session(plan_, parts, clock_.now());
    const std::size_t kept = view().answers.size();
    const auto resumed = run();

    ASSERT_TRUE(broken || broken.error().message == "disk full");
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(resumed->answered_before, static_cast<std::int64_t>(kept));
    EXPECT_EQ(view().answers.size(), 12u);
    EXPECT_EQ(view().scores.size(), 12u);
    double shares = 0;
    double wall = 0;
    for (const BlockRecord& block : view().blocks) {
      wall += block.wall_s;
      shares += block.active_s + block.idle_s;
    }
    EXPECT_NEAR(shares, wall, 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(Writes, StoreFaults, testing::Values("answers", "scores", "block"),
                         [](const auto& tested) { return tested.param; });

TEST_F(SessionTest, GivesALostBlockItsSamplesTimeAndMarksIt) {
  add_model("slow", "rules:\n  - {text: ' 1', prefill_ms: 100}\n");
  add_task(make_toy_task("toy", 4));
  begin();
  BreakingStore breaking(*store_);
  breaking.what_fails = "block";
  const SessionParts parts{
      .clock = clock_, .store = breaking, .progress = progress_, .meter = meter_, .interrupts = interrupts_};
  ASSERT_FALSE(run_session(plan_, parts, clock_.now()));

  ASSERT_TRUE(run());

  const BlockRecord lost = view().blocks.front();
  EXPECT_TRUE(lost.is_disturbed);
  EXPECT_EQ(lost.model, "slow");
  EXPECT_GT(lost.wall_s, 0.09);
  EXPECT_NEAR(lost.idle_s, 0, 1e-9);  // the samples' time is summed in another order
}

// Documents that all repeats are there of, judged once each, and only then.
TEST_F(SessionTest, JudgesAVoteOnceAllRepeatsAreInAlsoAfterAResume) {
  add_model("m", "rules:\n  - {ends_with: 'doc 3:', text: ' 3'}\n  - {text: ' x'}\n");
  Task task = make_toy_task("toy", 12);
  task.scorers.push_back(make_toy_vote());
  add_task(std::move(task), 0, 3);
  plan_.block_samples = 5;
  begin();
  const auto votes = [this] {
    const RunView stored = view();
    std::map<SampleKey, Judgement> found;
    for (const ScoreRecord& score : stored.scores) {
      if (score.scorer == "vote") {
        EXPECT_TRUE(found.emplace(score.key, score.judgement).second);
      }
    }
    return found;
  };
  progress_.on_wait = [this](const ProgressState& state) { interrupts_ = state.answered >= 10 ? 1 : 0; };

  ASSERT_TRUE(run());
  const auto first = votes();
  const std::size_t answered = view().answers.size();
  progress_.on_wait = nullptr;
  interrupts_ = 0;
  ASSERT_TRUE(run());
  const auto second = votes();
  ASSERT_TRUE(run());  // nothing is left to do

  EXPECT_LT(answered, 36u);
  EXPECT_EQ(first.size(), answered / 3);
  ASSERT_EQ(second.size(), 12u);
  EXPECT_EQ(votes().size(), 12u);
  for (const auto& [key, judgement] : second) {
    EXPECT_EQ(key.repeat, 0);
    EXPECT_EQ(judgement.rule, key.document == 3 ? "3 of 3" : "0 of 3");
  }
}

TEST_F(SessionTest, AsksRepeatsWithTheirOwnSeeds) {
  add_model("m", "seed: 3\n");
  Task task = make_toy_task("toy", 2);
  std::get<Generation>(task.asking).sampling.temperature = 1;
  add_task(std::move(task), 0, 3);
  begin();

  ASSERT_TRUE(run());

  std::set<std::string> keys;
  for (const AnswerRecord& answer : view().answers) {
    keys.insert(answer.request_key);
  }
  EXPECT_EQ(keys.size(), 6u);
}

}  // namespace
}  // namespace assay
