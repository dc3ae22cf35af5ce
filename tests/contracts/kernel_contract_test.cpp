// The contract of Kernel, on every line of the registry: right on awkward shapes, rotation, threads, what is refused.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "harness/base/text.h"
#include "kernels/registry.h"

namespace assay {
namespace {

class KernelContract : public testing::TestWithParam<KernelEntry> {
 protected:
  void SetUp() override {
    auto made = GetParam().make();
    if (!made) {
      ASSERT_EQ(made.error().kind, ErrorKind::kEnvironment);
      GTEST_SKIP() << made.error().message;
    }
    kernel_ = std::move(*made);
  }

  // Every axis of the entry gets the next of `sizes`, over and over.
  static KernelShape shape_of(const std::vector<std::int64_t>& sizes) {
    KernelShape shape;
    std::size_t next = 0;
    for (const std::string_view axis : split(GetParam().axes, ' ')) {
      shape[std::string(axis)] = sizes[next++ % sizes.size()];
    }
    return shape;
  }

  std::unique_ptr<Kernel> kernel_;
};

TEST_P(KernelContract, IsRightOnOddSmallAndLargeShapesWithAnyNumberOfThreads) {
  const std::vector<std::vector<std::int64_t>> all{
      {1}, {2}, {3, 5, 7}, {4, 4, 4}, {31, 33, 127}, {129, 1, 65}, {1, 1000, 17}, {67, 130, 576}, {262'147, 2, 3}};
  for (const int threads : {1, 2, 3}) {
    for (const auto& sizes : all) {
      const auto prepared = kernel_->prepare(shape_of(sizes), 11, threads, 1);
      ASSERT_TRUE(prepared) << prepared.error().message;

      const auto error = kernel_->verify();

      ASSERT_TRUE(error) << error.error().message;
      EXPECT_LE(error->error_max, 1) << error->worst << ", threads " << threads << ", first size " << sizes[0];
    }
  }
}

TEST_P(KernelContract, StaysRightAfterRunsOnEveryCopy) {
  ASSERT_TRUE(kernel_->prepare(shape_of({48, 40, 33}), 5, 2, 3));
  ASSERT_LE(kernel_->verify()->error_max, 1);

  for (int run = 0; run < 7; ++run) {
    ASSERT_TRUE(kernel_->run(run % 3));
  }

  EXPECT_LE(kernel_->verify()->error_max, 1);
}

TEST_P(KernelContract, CanBePreparedAgainInAnotherShape) {
  ASSERT_TRUE(kernel_->prepare(shape_of({48, 40, 33}), 5, 2, 2));
  const double bytes = kernel_->cost().bytes;
  ASSERT_LE(kernel_->verify()->error_max, 1);
  ASSERT_TRUE(kernel_->prepare(shape_of({96, 80, 66}), 6, 1, 1));

  EXPECT_LE(kernel_->verify()->error_max, 1);
  EXPECT_GT(kernel_->cost().bytes, bytes);
}

TEST_P(KernelContract, MovesAtLeastItsWorkingSetAndHasAFormulaWithAVersion) {
  ASSERT_TRUE(kernel_->prepare(shape_of({48, 40, 33}), 5, 1, 1));

  EXPECT_GE(kernel_->cost().bytes, static_cast<double>(kernel_->working_set_bytes()));
  EXPECT_GT(kernel_->working_set_bytes(), 0);
  EXPECT_GE(kernel_->cost().formula_version, 1);
  EXPECT_EQ(kernel_->cost().flops > 0, GetParam().is_compute_bound);
}

TEST_P(KernelContract, RefusesMissingUnknownAndEmptyAxesWithoutFallingOver) {
  KernelShape unknown = shape_of({8});
  unknown["colour"] = 3;
  KernelShape empty = shape_of({8});
  empty.begin()->second = 0;

  for (const KernelShape& shape : {KernelShape{}, unknown, empty}) {
    const auto prepared = kernel_->prepare(shape, 1, 1, 1);
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().kind, ErrorKind::kUnsupported);
  }
}

TEST(KernelRegistry, HasAReferenceForEveryKernelAndNoEntryTwice) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  std::map<std::string_view, bool> has_reference;
  for (const KernelEntry& entry : kernel_entries()) {
    EXPECT_TRUE(seen.emplace(entry.kernel, entry.implementation).second) << entry.kernel;
    EXPECT_FALSE(entry.summary.empty());
    EXPECT_FALSE(entry.axes.empty());
    has_reference[entry.kernel] |= entry.implementation == "reference";
  }
  for (const auto& [kernel, found] : has_reference) {
    EXPECT_TRUE(found) << kernel;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, KernelContract, testing::ValuesIn(kernel_entries().begin(), kernel_entries().end()),
                         [](const auto& entry) {
                           return std::string(entry.param.kernel) + "_" + std::string(entry.param.implementation);
                         });

}  // namespace
}  // namespace assay
