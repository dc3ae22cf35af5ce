// Kill -9 and resume: a session in a child process is killed at chosen moments of its writes; the parent resumes the
// run in the database that is left and compares it with an undisturbed one.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <set>

#include "backends/scripted/scripted.h"
#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "harness/run/session.h"
#include "results/registry.h"
#include "tests/fakes/forwarding_store.h"
#include "tests/fakes/recording_progress.h"
#include "tests/fakes/temp_folder.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

constexpr const char* kScript = "seed: 11\nparallel: 3\nanswers_max: 30\n";

class NoMeter final : public BlockMeter {
 public:
  void begin() override {}
  void end(BlockRecord& /*block*/) override {}
};

// What of the store's work is done when the process dies.
enum class Moment { kBeforeAnswers, kBetweenAnswerAndScore, kAfterScores, kAfterBlock };

// Forwards to a store and kills the process at the n-th write of one kind.
class KillingStore final : public ForwardingStore {
 public:
  KillingStore(Store& inner, Moment moment, int count) : ForwardingStore(inner), moment_(moment), left_(count) {}

  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    die_if(Moment::kBeforeAnswers);
    auto stored = inner_.append_answers(run, answers);
    die_if(Moment::kBetweenAnswerAndScore);
    return stored;
  }
  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    auto stored = inner_.append_scores(run, scores);
    die_if(Moment::kAfterScores);
    return stored;
  }
  Status append_block(const RunId& run, const BlockRecord& block) override {
    auto stored = inner_.append_block(run, block);
    die_if(Moment::kAfterBlock);
    return stored;
  }

 private:
  void die_if(Moment moment) {
    if (moment == moment_ && --left_ == 0) {
      ::kill(::getpid(), SIGKILL);
    }
  }
  const Moment moment_;
  int left_;
};

// One run of a toy plan in a folder of its own.
class Bench {
 public:
  explicit Bench(const std::string& name) : folder_(temp_folder() + "resume_" + name) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    EXPECT_TRUE(write_file(folder_ + "/m.yaml", kScript));
  }

  // Carries the run out, or on; `moment` and `count` say when to die, count 0: never.
  Status carry_on(bool is_new, Moment moment, int count) {
    const auto clock = make_system_clock();
    auto backend = make_scripted_backend(
        {.name = "m", .address = "scripted:" + folder_ + "/m.yaml", .options = {{"log", folder_ + "/log"}}}, *clock);
    auto store = open_store(database(), Access::kWrite);
    if (!backend || !store) {
      return backend ? store.error() : backend.error();
    }
    Plan plan{.run = {.id = "r", .schedule = "fast"}, .block_samples = 4};
    plan.models.push_back({.backend = backend->get(), .record = {.name = "m"}});
    plan.tasks.push_back({.task = make_toy_task("toy", 30), .documents = 30, .exemplars = 2});
    plan.tasks.push_back({.task = make_toy_choice_task("choice", 20), .documents = 20});
    if (is_new) {
      if (auto begun = (*store)->begin_run(plan_view(plan)); !begun) {
        return begun;
      }
    }
    KillingStore killing(**store, moment, count);
    RecordingProgress progress;
    NoMeter meter;
    const std::atomic<int> interrupts{0};
    const SessionParts parts{
        .clock = *clock, .store = killing, .progress = progress, .meter = meter, .interrupts = interrupts};
    const auto result = run_session(plan, parts, clock->now());
    return result ? Status() : Status(result.error());
  }

  // In a child that dies on the way. False if it came to the end alive.
  bool dies(Moment moment, int count) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto ended = carry_on(true, moment, count);
      ::_exit(ended ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

  RunView view() const {
    const auto store = open_store(database(), Access::kRead);
    EXPECT_TRUE(store) << (store ? "" : store.error().message);
    return *(*store)->read("r");
  }
  std::vector<std::string> log() const {
    std::vector<std::string> lines;
    const auto text = read_file(folder_ + "/log");
    EXPECT_TRUE(text);
    for (const std::string_view line : split(*text, '\n')) {
      if (!line.empty()) {
        lines.emplace_back(line);
      }
    }
    return lines;
  }
  std::string database() const { return folder_ + "/assay.db"; }

 private:
  const std::string folder_;
};

struct Kill {
  Moment moment;
  int count;
};

std::string name_of(const Kill& kill) {
  static constexpr std::array<const char*, 4> kNames{"before_answers", "between_answer_and_score", "after_scores",
                                                     "after_block"};
  return std::string(kNames[static_cast<std::size_t>(kill.moment)]) + "_" + std::to_string(kill.count);
}

class KillAndResume : public testing::TestWithParam<Kill> {};

TEST_P(KillAndResume, EndsLikeAnUndisturbedRunAndAsksNothingAnsweredAgain) {
  const Kill kill = GetParam();
  const std::string name = std::to_string(static_cast<int>(kill.moment)) + "_" + std::to_string(kill.count);
  Bench undisturbed("undisturbed_" + name);
  ASSERT_TRUE(undisturbed.carry_on(true, Moment::kBeforeAnswers, 0));
  Bench bench(name);

  ASSERT_TRUE(bench.dies(kill.moment, kill.count)) << "the session ended before the moment came";
  const RunView left = bench.view();
  const std::size_t asked_before = bench.log().size();
  const auto resumed = bench.carry_on(false, Moment::kBeforeAnswers, 0);

  ASSERT_TRUE(resumed) << resumed.error().message;
  if (kill.moment == Moment::kBetweenAnswerAndScore) {
    EXPECT_GT(left.answers.size(), left.scores.size());
  }
  const RunView view = bench.view();
  EXPECT_EQ(view.run.state, RunState::kComplete);
  EXPECT_EQ(canonical_export(view), canonical_export(undisturbed.view()));
  std::set<std::string> answered;
  for (const AnswerRecord& answer : left.answers) {
    answered.insert("m " + to_hex(hash128(answer.prompt)));
  }
  const std::vector<std::string> log = bench.log();
  EXPECT_EQ(log.size() - asked_before, 50 - left.answers.size());
  for (std::size_t i = asked_before; i < log.size(); ++i) {
    EXPECT_EQ(answered.count(log[i]), 0u) << "asked again: " << log[i];
  }
}

INSTANTIATE_TEST_SUITE_P(
    TwentyMoments, KillAndResume,
    testing::Values(Kill{Moment::kBeforeAnswers, 1}, Kill{Moment::kBeforeAnswers, 2}, Kill{Moment::kBeforeAnswers, 4},
                    Kill{Moment::kBeforeAnswers, 6}, Kill{Moment::kBeforeAnswers, 9},
                    Kill{Moment::kBetweenAnswerAndScore, 1}, Kill{Moment::kBetweenAnswerAndScore, 2},
                    Kill{Moment::kBetweenAnswerAndScore, 3}, Kill{Moment::kBetweenAnswerAndScore, 5},
                    Kill{Moment::kBetweenAnswerAndScore, 7}, Kill{Moment::kBetweenAnswerAndScore, 8},
                    Kill{Moment::kBetweenAnswerAndScore, 10}, Kill{Moment::kAfterScores, 1},
                    Kill{Moment::kAfterScores, 3}, Kill{Moment::kAfterScores, 6}, Kill{Moment::kAfterScores, 9},
                    Kill{Moment::kAfterBlock, 1}, Kill{Moment::kAfterBlock, 2}, Kill{Moment::kAfterBlock, 3},
                    Kill{Moment::kAfterBlock, 5}),
    [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace assay
