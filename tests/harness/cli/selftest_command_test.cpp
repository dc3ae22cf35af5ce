// assay selftest noise on a model whose answers do not depend on the schedule: what is said, and where it is kept.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "harness/cli/commands.h"
#include "results/registry.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

class SelftestNoise : public testing::Test {
 protected:
  void SetUp() override {
    all_.common.configs = std::string(ASSAY_SOURCE_DIR) + "/configs";
    all_.common.database = folder_.path() + "/a.db";
    all_.noise.model = "m=scripted:" + folder_.write("m.yaml", "seed: 3\n");
    all_.noise.task = "ordering_puzzles";
    all_.noise.limit = 3;
  }

  ExitCode run() {
    ManualClock clock;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const ExitCode code = selftest_command(all_, Console(all_.common), clock);
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code;
  }

  ScratchFolder folder_{"selftest"};
  Arguments all_;
  std::string out_;
  std::string error_;
};

TEST_F(SelftestNoise, SaysHowFarChoicesLieApart) {
  ASSERT_EQ(run(), ExitCode::kOk) << error_;

  EXPECT_EQ(out_,
            "m · ordering_puzzles: schedule fast against exact, choices\n"
            "9 log-likelihood sums compared: shift mean 0, p99 0, max 0\n"
            "0 of 3 items choose otherwise\n"
            "noise: a difference of two alternatives counts as noise if their gap is at most 0\n");
}

TEST_F(SelftestNoise, SaysSoOfGeneratedTokensAsAnObject) {
  all_.noise.task = "arithmetic_words";
  all_.common.has_json = true;

  ASSERT_EQ(run(), ExitCode::kOk) << error_;

  const nlohmann::json json = nlohmann::json::parse(out_);
  EXPECT_EQ(json["setting"], "schedule fast against exact, generated tokens");
  EXPECT_EQ(json["items"], 3);
  EXPECT_EQ(json["flips"], 0);
  EXPECT_EQ(json["noise_gap"], 0);
}

TEST_F(SelftestNoise, IsKeptOnlyBesideARunOfTheModel) {
  ASSERT_TRUE(open_store(all_.common.database, Access::kWrite));
  all_.noise.is_stored = true;

  EXPECT_EQ(run(), ExitCode::kEnvironment);
  EXPECT_NE(error_.find("holds no run of model 'm'"), std::string::npos) << error_;
}

}  // namespace
}  // namespace assay
