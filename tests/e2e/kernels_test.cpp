// assay kernels from the command line to the reports, with a tiny suite in a database of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/files.h"
#include "results/registry.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

constexpr const char* kTiny =
    "suite: tiny\nsummary: s\nsamples_min: 3\ntime_min_s: 0.001\nwall_max_s: 0.05\nrelative_error_max: 0.5\n"
    "kernels:\n  - {kernel: copy, implementations: [reference], shapes: [{n: 1000}]}\n"
    "  - {kernel: gemm_f32, implementations: [reference], shapes: [{m: 8, n: 8, k: 8}]}\n";

class KernelsCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = temp_folder() + "kernels_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/configs/kernels");
    add_suite("tiny", kTiny);
  }

  void add_suite(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(folder_ + "/configs/kernels/" + name + ".yaml", text));
  }

  // The exit code; what it printed is in out() and err().
  int assay(const std::string& words) {
    const std::string line = std::string("'" ASSAY_BINARY "' ") + words + " --configs '" + folder_ +
                             "/configs' --db '" + database() + "' > '" + folder_ + "/out' 2> '" + folder_ + "/err'";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string database() const { return folder_ + "/assay.db"; }
  std::string out() const { return *read_file(folder_ + "/out"); }
  std::string err() const { return *read_file(folder_ + "/err"); }

  std::string folder_;
};

TEST_F(KernelsCommand, MeasuresStoresAndPrintsOneJsonDocument) {
  ASSERT_EQ(assay("kernels --suite tiny --threads 1 --json"), 0) << err();

  const auto json = nlohmann::json::parse(out(), nullptr, false);
  ASSERT_FALSE(json.is_discarded()) << out();
  const auto store = open_store(database(), Access::kRead);
  ASSERT_TRUE(store);
  const auto runs = (*store)->runs("");
  ASSERT_EQ(runs->size(), 1u);
  const RunView view = *(*store)->read(runs->front().id);
  EXPECT_EQ(view.run.suite, "kernels/tiny");
  EXPECT_EQ(view.run.state, RunState::kComplete);
  EXPECT_TRUE(view.environment.contains("cpu.model"));
  ASSERT_EQ(view.kernels.size(), 4u);
  for (const KernelRecord& record : view.kernels) {
    EXPECT_GE(record.samples_s.size(), 3u);
    EXPECT_EQ(record.threads, 1);
    EXPECT_GT(record.peak_share.value(), 0);
    EXPECT_LE(record.error_max, 1);
  }
}

TEST_F(KernelsCommand, ShowsTheRowsInEveryFormOfReport) {
  ASSERT_EQ(assay("kernels --suite tiny --threads 1"), 0) << err();
  EXPECT_THAT(out(), HasSubstr("gemm_f32"));

  for (const std::string form : {"markdown", "json", "terminal"}) {
    ASSERT_EQ(assay("report --format " + form), 0) << err();
    EXPECT_THAT(out(), HasSubstr("m=8 n=8 k=8")) << form;
    EXPECT_THAT(out(), HasSubstr("copy")) << form;
  }
}

TEST_F(KernelsCommand, RefusesAnUnknownSuiteWithAGuessAndWritesNoDatabase) {
  EXPECT_EQ(assay("kernels --suite tiyn"), 2);

  EXPECT_THAT(err(), HasSubstr("did you mean 'tiny'?"));
  EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(KernelsCommand, RefusesNamesThatThisBuildDoesNotHaveWithTheirPlace) {
  add_suite("a", "suite: a\nsummary: s\nkernels:\n  - {kernel: gem_f32, shapes: [{n: 1}]}\n");
  add_suite("b", "suite: b\nsummary: s\nkernels:\n  - {kernel: copy, implementations: [refrence], shapes: [{n: 1}]}\n");
  add_suite("c", "suite: c\nsummary: s\nkernels:\n  - {kernel: gemm_f32, shapes: [{m: 1, n: 1}]}\n");
  add_suite("d", "suite: d\nsummary: s\nkernels:\n  - {kernel: copy, shapes: [{x: 1}]}\n");

  EXPECT_EQ(assay("kernels --suite a"), 2);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("a.yaml:4"), HasSubstr("did you mean 'gemm_f32'?")));
  EXPECT_EQ(assay("kernels --suite b"), 2);
  EXPECT_THAT(err(), HasSubstr("did you mean 'reference'?"));
  EXPECT_EQ(assay("kernels --suite c"), 2);
  EXPECT_THAT(err(), HasSubstr("needs each of the axes m, n, k"));
  EXPECT_EQ(assay("kernels --suite d"), 2);
  EXPECT_THAT(err(), HasSubstr("unknown axis 'x'"));
}

TEST_F(KernelsCommand, EndsCleanlyWhenItIsInterrupted) {
  add_suite("long",
            "suite: long\nsummary: s\nwall_max_s: 600\ntime_min_s: 600\nsamples_max: 1000000\nkernels:\n"
            "  - {kernel: copy, implementations: [reference], shapes: [{n: 1000}]}\n");
  const pid_t child = ::fork();
  if (child == 0) {
    std::freopen((folder_ + "/out").c_str(), "w", stdout);
    const std::string configs = folder_ + "/configs";
    ::execl(ASSAY_BINARY, "assay", "kernels", "--suite", "long", "--quiet", "--threads", "1", "--configs",
            configs.c_str(), "--db", database().c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  // The database appears when the handlers are in place.
  while (!std::filesystem::exists(database())) {
    ::usleep(1000);
  }

  ::kill(child, SIGINT);

  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const auto store = open_store(database(), Access::kRead);
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->runs("")->front().state, RunState::kInterrupted);
}

}  // namespace
}  // namespace assay
