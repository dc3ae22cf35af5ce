// Kernel sessions: verified before timed, held against peaks, stored row by row, on a clock that only kernels move.
#include "harness/run/kernel_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "results/registry.h"
#include "tests/fakes/fake_kernel.h"
#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// What the fake kernel does next; its maker, a plain function, can reach nothing else.
FakeKernelScript* current_script = nullptr;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

Result<std::unique_ptr<Kernel>> make_fake() { return std::unique_ptr<Kernel>(new FakeKernel(*current_script)); }
Result<std::unique_ptr<Kernel>> make_missing() { return Error{ErrorKind::kEnvironment, "no such library"}; }

class MarkingMeter final : public BlockMeter {
 public:
  void begin() override {}
  void end(BlockRecord& block) override {
    block.is_disturbed = is_disturbed;
    block.disturbance = is_disturbed ? "others" : "";
  }
  bool is_disturbed = false;
};

class KernelSessionTest : public testing::Test {
 protected:
  void SetUp() override {
    current_script = &script_;
    script_.run = [this](int copy) {
      copies_.push_back(copy);
      clock_.advance(milliseconds(1));
      return Status();
    };
    plan_.run = "r";
    plan_.cache_bytes = 10'000;
    plan_.measure.rule = {.samples_min = 10, .samples_max = 50, .time_min_s = 0.01, .wall_max_s = 1};
    plan_.measure.warm_up_s = 0.002;
    add_case(make_fake);
  }

  void add_case(Result<std::unique_ptr<Kernel>> (*make)()) {
    plan_.cases.push_back(
        {.entry = {.kernel = "gemm", .implementation = "fake", .axes = "m k", .is_compute_bound = true, .make = make},
         .shape = {{"k", 3}, {"m", 2}}});
  }

  // Runs of 1 ms with 1e6 operations: 1e9 a second.
  Result<KernelResult> run(std::vector<double> peaks = {2e9}) {
    peaks_ = FakePeaks(std::move(peaks));
    EXPECT_TRUE(store_->begin_run({.run = {.id = "r"}}));
    return run_kernels(plan_, {.clock = clock_,
                               .store = *store_,
                               .meter = meter_,
                               .peaks = peaks_,
                               .interrupts = interrupts_,
                               .on_row = [this](const KernelRecord&) { ++rows_; },
                               .on_peak = [](const std::string&) {}});
  }

  RunView view() { return *store_->read("r"); }

  ManualClock clock_;
  std::unique_ptr<Store> store_ = make_memory_store();
  MarkingMeter meter_;
  FakePeaks peaks_{{1}};
  std::atomic<int> interrupts_{0};
  FakeKernelScript script_;
  std::vector<int> copies_;
  KernelPlan plan_;
  int rows_ = 0;
};

TEST_F(KernelSessionTest, StoresAColdAndAHotRowWithAllSamplesAndTheShareOfThePeak) {
  const auto result = run();

  ASSERT_TRUE(result) << result.error().message;
  const RunView stored = view();
  EXPECT_EQ(stored.run.state, RunState::kComplete);
  ASSERT_EQ(stored.kernels.size(), 2u);
  EXPECT_EQ(rows_, 2);
  const KernelRecord& cold = stored.kernels[0];
  EXPECT_EQ(cold.mode, "cold");
  EXPECT_EQ(stored.kernels[1].mode, "hot");
  EXPECT_EQ(cold.shape, "m=2 k=3");
  EXPECT_EQ(cold.status, "passed");
  EXPECT_EQ(cold.samples_s.size(), 10u);
  EXPECT_DOUBLE_EQ(cold.peak_share.value(), 0.5);
  EXPECT_EQ(cold.peak_kind, "flops: 2 GFLOP/s");
  EXPECT_FALSE(cold.is_disturbed);
  EXPECT_EQ(peaks_.calls, 1);
}

TEST_F(KernelSessionTest, RotatesBuffersOverTwiceTheCacheWhenColdAndKeepsOneWhenHot) {
  plan_.measure.rule.samples_min = 30;

  ASSERT_TRUE(run());

  EXPECT_EQ(*std::ranges::max_element(copies_), 19);  // 20 copies of 1000 bytes
  const std::vector<int> hot(copies_.end() - 32, copies_.end());
  EXPECT_EQ(hot, std::vector<int>(32, 0));
}

TEST_F(KernelSessionTest, MeasuresTheBandwidthPeakThroughTheFootprintOfTheRow) {
  plan_.cases.front().entry.is_compute_bound = false;

  ASSERT_TRUE(run({4e9}));

  EXPECT_EQ(peaks_.footprints, (std::vector<std::int64_t>{20'000, 1'000}));
  EXPECT_DOUBLE_EQ(view().kernels[0].peak_share.value(), 0.25);
}

TEST_F(KernelSessionTest, NeverTimesAKernelThatIsWrong) {
  script_.errors = {1.5};

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_EQ(result->incorrect, 1);
  EXPECT_TRUE(copies_.empty());
  const RunView stored = view();
  ASSERT_EQ(stored.kernels.size(), 2u);
  EXPECT_EQ(stored.kernels[0].status, "incorrect");
  EXPECT_TRUE(stored.kernels[0].samples_s.empty());
  EXPECT_THAT(stored.kernels[0].failure, HasSubstr("1.5 times the tolerance at c[0]"));
}

TEST_F(KernelSessionTest, TakesTheTimesBackFromAKernelThatBreaksWhileItIsTimed) {
  script_.errors = {0.1, 7};

  const auto result = run();

  ASSERT_TRUE(result);
  for (const KernelRecord& record : view().kernels) {
    EXPECT_EQ(record.status, "incorrect");
    EXPECT_THAT(record.failure, HasSubstr("after timing"));
    EXPECT_TRUE(record.samples_s.empty());
    EXPECT_FALSE(record.peak_share);
    EXPECT_EQ(record.error_max, 7);
  }
}

TEST_F(KernelSessionTest, PutsThePeakInDoubtBeforeTheRow) {
  ASSERT_TRUE(run({0.8e9, 0.9e9, 1.25e9}));

  const KernelRecord record = view().kernels[0];
  EXPECT_EQ(record.status, "passed");
  EXPECT_DOUBLE_EQ(record.peak_share.value(), 0.8);
  EXPECT_EQ(peaks_.calls, 3);
}

TEST_F(KernelSessionTest, CallsARowSuspectThatStaysAboveThePeakAndKeepsItsShare) {
  ASSERT_TRUE(run({0.5e9}));

  const KernelRecord record = view().kernels[0];
  EXPECT_EQ(record.status, "suspect");
  EXPECT_DOUBLE_EQ(record.peak_share.value(), 2);
  EXPECT_THAT(record.failure, HasSubstr("200.0 % of the peak, which was measured 3 times"));
}

TEST_F(KernelSessionTest, LetsTheStatedToleranceOverThePeakPass) {
  ASSERT_TRUE(run({1e9 / (1 + 0.9 * kPeakTolerance)}));

  EXPECT_EQ(view().kernels[0].status, "passed");
  EXPECT_GT(view().kernels[0].peak_share.value(), 1);
}

TEST_F(KernelSessionTest, MarksRowsAndPeaksThatOthersDisturbed) {
  meter_.is_disturbed = true;

  ASSERT_TRUE(run());

  EXPECT_TRUE(view().kernels[0].is_disturbed);
  EXPECT_THAT(view().kernels[0].peak_kind, HasSubstr("disturbed"));
  ASSERT_EQ(view().blocks.size(), 2u);
  EXPECT_EQ(view().blocks[1].task, "gemm fake m=2 k=3 hot");
  EXPECT_EQ(view().blocks[1].disturbance, "others");
}

TEST_F(KernelSessionTest, CallsARowUnstableWhoseMedianStaysUnknown) {
  int runs = 0;
  script_.run = [&](int) {
    clock_.advance(milliseconds(++runs % 2 == 0 ? 1 : 5));
    return Status();
  };

  ASSERT_TRUE(run());

  EXPECT_EQ(view().kernels[0].status, "unstable");
  EXPECT_THAT(view().kernels[0].failure, HasSubstr("wanted is 1 %"));
  EXPECT_EQ(view().kernels[0].samples_s.size(), 50u);
}

TEST_F(KernelSessionTest, GoesOnWithTheNextCaseWhenOneFailsOrIsMissing) {
  add_case(make_missing);
  int runs = 0;
  script_.run = [&](int) {
    clock_.advance(milliseconds(1));
    return ++runs == 5 ? Status(Error{ErrorKind::kEnvironment, "broke down"}) : Status();
  };

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_EQ(result->failed, 1);
  EXPECT_EQ(result->unavailable, 1);
  const RunView stored = view();
  ASSERT_EQ(stored.kernels.size(), 4u);
  EXPECT_EQ(stored.kernels[0].status, "failed");
  EXPECT_EQ(stored.kernels[0].failure, "broke down");
  EXPECT_EQ(stored.kernels[1].status, "passed");
  EXPECT_EQ(stored.kernels[3].failure, "no such library");
}

TEST_F(KernelSessionTest, KeepsWhatWasMeasuredBeforeAnInterruptAndNothingHalfDone) {
  add_case(make_fake);
  std::size_t runs = 0;
  script_.run = [&](int) {
    clock_.advance(milliseconds(1));
    interrupts_ = ++runs > 30 ? 1 : 0;  // the first case takes 24 runs
    return Status();
  };

  const auto result = run();

  ASSERT_TRUE(result);
  EXPECT_TRUE(result->is_interrupted);
  EXPECT_EQ(view().run.state, RunState::kInterrupted);
  EXPECT_EQ(view().kernels.size(), 2u);
}

TEST_F(KernelSessionTest, EndsIfThereIsNoPeakToHoldAnythingAgainst) {
  const auto result = run({0});

  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("no peak"));
}

}  // namespace
}  // namespace assay
