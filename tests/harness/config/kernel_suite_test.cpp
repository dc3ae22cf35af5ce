// Suites of kernels: the shipped one loads, broken ones are refused with their place.
#include "harness/config/kernel_suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/base/files.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

const std::string kConfigs = ASSAY_SOURCE_DIR "/configs";

TEST(KernelSuite, LoadsTheShippedOne) {
  const auto suite = load_kernel_suite(kConfigs, "quick");

  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_EQ(suite->kernels.size(), 2u);
  EXPECT_EQ(suite->kernels[1].kernel, "gemm_f32");
  EXPECT_EQ(suite->kernels[1].shapes[2].at("n"), 1536);
  EXPECT_TRUE(suite->kernels[1].implementations.empty());
  EXPECT_THAT(suite->kernels[1].place, HasSubstr("quick.yaml:"));
}

TEST(KernelSuite, GuessesTheNameThatWasMeant) {
  const auto suite = load_kernel_suite(kConfigs, "quik");

  ASSERT_FALSE(suite);
  EXPECT_EQ(suite.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_THAT(suite.error().message, HasSubstr("did you mean 'quick'?"));
}

struct Broken {
  const char* name;
  const char* text;
  const char* message;
};

class BrokenKernelSuite : public testing::TestWithParam<Broken> {};

TEST_P(BrokenKernelSuite, IsRefusedWithItsPlace) {
  const std::string folder = temp_folder() + "kernel_suite_" + GetParam().name;
  std::filesystem::create_directories(folder + "/kernels");
  ASSERT_TRUE(write_file(folder + "/kernels/a.yaml", GetParam().text));

  const auto suite = load_kernel_suite(folder, "a");

  ASSERT_FALSE(suite);
  EXPECT_EQ(suite.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_THAT(suite.error().message, HasSubstr("a.yaml:"));
  EXPECT_THAT(suite.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenKernelSuite,
    testing::Values(
        Broken{"unknown_key", "suite: a\nsummary: s\nwall: 3\nkernels:\n  - {kernel: copy, shapes: [{n: 1}]}\n",
               "unknown key 'wall'"},
        Broken{"duplicate_key", "suite: a\nsuite: a\nsummary: s\n", "is there twice"},
        Broken{"other_name", "suite: b\nsummary: s\nkernels:\n  - {kernel: copy, shapes: [{n: 1}]}\n", "'b'"},
        Broken{"no_kernels", "suite: a\nsummary: s\n", "'kernels'"},
        Broken{"no_shapes", "suite: a\nsummary: s\nkernels:\n  - {kernel: copy}\n", "'shapes'"},
        Broken{"empty_shape", "suite: a\nsummary: s\nkernels:\n  - {kernel: copy, shapes: [{}]}\n", "axes"},
        Broken{"zero_axis", "suite: a\nsummary: s\nkernels:\n  - {kernel: copy, shapes: [{n: 0}]}\n", "from 1 to"},
        Broken{"misspelt", "suite: a\nsummary: s\nkernels:\n  - {kernel: copy, shapes: [{n: 1}], implementation: x}\n",
               "did you mean 'implementations'?"},
        Broken{"contradiction",
               "suite: a\nsummary: s\nsamples_min: 9\nsamples_max: 8\nkernels:\n  - {kernel: copy, shapes: [{n: 1}]}\n",
               "samples_max is below samples_min (9)"},
        Broken{"zero_error", "suite: a\nsummary: s\nrelative_error_max: 0\n", "is not a number from"}),
    [](const auto& broken) { return std::string(broken.param.name); });

}  // namespace
}  // namespace assay
