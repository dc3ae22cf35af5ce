// A store that fails at the n-th write, for every n: the session says so, nothing acknowledged is lost, and a resume
// ends like an undisturbed run. On every store there is.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "backends/scripted/scripted.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/run/session.h"
#include "results/registry.h"
#include "tests/fakes/failing_store.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/recording_progress.h"
#include "tests/fakes/temp_folder.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

class StillMeter final : public BlockMeter {
 public:
  void begin() override {}
  void end(BlockRecord& /*block*/) override {}
};

class NthWrite : public testing::TestWithParam<StoreEntry> {
 protected:
  NthWrite() : folder_(temp_folder() + "nth_write_" + std::string(GetParam().name)) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    EXPECT_TRUE(write_file(folder_ + "/m.yaml", "seed: 3\nparallel: 2\nrules:\n  - {prefill_ms: 5}\n"));
    auto backend = make_scripted_backend(
        {.name = "m", .address = "scripted:" + folder_ + "/m.yaml", .options = {{"log", folder_ + "/log"}}}, clock_);
    EXPECT_TRUE(backend);
    backend_ = std::move(*backend);
    plan_.models.push_back({.backend = backend_.get(), .record = {.name = "m"}});
    plan_.tasks.push_back({.task = make_toy_task("toy", 7), .documents = 7, .exemplars = 1});
    plan_.tasks.push_back({.task = make_toy_choice_task("choice", 5), .documents = 5});
    plan_.block_samples = 3;
  }

  Result<SessionResult> run(Store& store) {
    const SessionParts parts{
        .clock = clock_, .store = store, .progress = progress_, .meter = meter_, .interrupts = interrupts_};
    return run_session(plan_, parts, clock_.now());
  }

  std::size_t asked() const {
    const auto text = read_file(folder_ + "/log");
    return text ? split(*text, '\n').size() - 1 : 0;
  }

  const std::string folder_;
  ManualClock clock_;
  RecordingProgress progress_;
  StillMeter meter_;
  const std::atomic<int> interrupts_{0};
  std::unique_ptr<Backend> backend_;
  Plan plan_;
};

TEST_P(NthWrite, FailingForEveryNLosesNothingAndResumesToTheSameResult) {
  auto made = GetParam().make(folder_);
  ASSERT_TRUE(made) << made.error().message;
  Store& store = **made;
  plan_.run.id = "undisturbed";
  ASSERT_TRUE(store.begin_run(plan_view(plan_)));
  ASSERT_TRUE(run(store));
  const std::string expected = canonical_export(*store.read("undisturbed"));

  bool has_failed = true;
  int n = 0;
  for (; has_failed; ++n) {
    ASSERT_LT(n, 100);
    plan_.run.id = "r" + std::to_string(n);
    ASSERT_TRUE(store.begin_run(plan_view(plan_)));
    FailingStore failing(store, n);

    const auto broken = run(failing);
    const RunView left = *store.read(plan_.run.id);
    const std::size_t asked_before = asked();
    const auto resumed = run(store);

    has_failed = failing.has_failed();
    EXPECT_EQ(static_cast<bool>(broken), !has_failed) << n;
    if (has_failed) {
      EXPECT_EQ(broken.error().kind, ErrorKind::kStorage);
      EXPECT_NE(left.run.state, RunState::kComplete);
    }
    ASSERT_TRUE(resumed) << resumed.error().message;
    const RunView view = *store.read(plan_.run.id);
    EXPECT_EQ(canonical_export(view), expected) << n;
    EXPECT_EQ(asked() - asked_before, 12 - left.answers.size()) << "asked again at write " << n;
    double shares = 0;
    double wall = 0;
    for (const AnswerRecord& answer : view.answers) {
      shares += answer.prefill_active_s + answer.decode_active_s;
    }
    for (const BlockRecord& block : view.blocks) {
      shares += block.idle_s;
      wall += block.wall_s;
    }
    EXPECT_NEAR(shares, wall, 0.001 * wall) << n;
  }
  EXPECT_GT(n, 15) << "too few writes to say anything";
}

INSTANTIATE_TEST_SUITE_P(Stores, NthWrite, testing::ValuesIn(store_entries().begin(), store_entries().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
