// The kernel "copy": its check catches whatever is not every bit of the input.
#include "kernels/copy/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "kernels/parts/comparison.h"

namespace assay {
namespace {

using testing::HasSubstr;
using CopyFunction = std::function<void(std::span<const float>, std::span<float>)>;

class GivenCopy final : public CopyImplementation {
 public:
  explicit GivenCopy(CopyFunction function) : function_(std::move(function)) {}
  void use_threads(int) override {}
  Status copy(std::span<const float> from, std::span<float> to) override {
    function_(from, to);
    return {};
  }

 private:
  CopyFunction function_;
};

KernelError verified(CopyFunction function) {
  const auto kernel = make_copy_kernel(std::make_unique<GivenCopy>(std::move(function)));
  EXPECT_TRUE(kernel->prepare({{"n", 1000}}, 3, 1, 2));
  const auto error = kernel->verify();
  EXPECT_TRUE(error);
  return *error;
}

void right(std::span<const float> from, std::span<float> to) { std::ranges::copy(from, to.begin()); }

TEST(CopyKernel, PassesARightOneWithNoErrorAtAll) { EXPECT_EQ(verified(right).error_max, 0); }

TEST(CopyKernel, CatchesAnElementThatIsOneBitOff) {
  const KernelError error = verified([](auto from, auto to) {
    right(from, to);
    to[617] = std::nextafter(to[617], 2.0F);
  });

  EXPECT_EQ(error.error_max, kWrongAltogether);
  EXPECT_THAT(error.worst, HasSubstr("to[617]"));
}

TEST(CopyKernel, CatchesWhatWasLeftOut) {
  EXPECT_EQ(verified([](auto from, auto to) { right(from.first(999), to); }).error_max, kWrongAltogether);
  EXPECT_EQ(verified([](auto, auto) {}).error_max, kWrongAltogether);
}

TEST(CopyKernel, CatchesASpoiledInputThatWasCopiedRightly) {
  EXPECT_EQ(verified([](auto from, auto to) {
              auto* spoiled = const_cast<float*>(from.data());
              std::fill(spoiled, spoiled + from.size(), 0.0F);
              right(from, to);
            }).error_max,
            kWrongAltogether);
}

TEST(CopyKernel, CatchesAWriteBesideTheBuffer) {
  const KernelError error = verified([](auto from, auto to) {
    right(from, to);
    to.data()[to.size()] = 0;
  });

  EXPECT_EQ(error.error_max, kWrongAltogether);
  EXPECT_THAT(error.worst, HasSubstr("guard words"));
}

TEST(CopyKernel, CountsBytesReadAndWrittenAndNoOperations) {
  const auto kernel = make_copy_kernel(std::make_unique<GivenCopy>(right));
  ASSERT_TRUE(kernel->prepare({{"n", 1000}}, 3, 1, 2));

  EXPECT_EQ(kernel->cost().flops, 0);
  EXPECT_EQ(kernel->cost().bytes, 8000);
  EXPECT_EQ(kernel->working_set_bytes(), 8000);
}

}  // namespace
}  // namespace assay
