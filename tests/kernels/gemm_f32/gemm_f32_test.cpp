// The kernel "gemm_f32": its float64 check passes rounding errors and catches everything larger.
#include "kernels/gemm_f32/gemm_f32.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/parts/comparison.h"

namespace assay {
namespace {

using testing::HasSubstr;
using GemmFunction = std::function<void(const GemmCall&)>;

class GivenGemm final : public GemmImplementation {
 public:
  explicit GivenGemm(GemmFunction function) : function_(std::move(function)) {}
  void use_threads(int) override {}
  Status multiply(const GemmCall& call) override {
    function_(call);
    return {};
  }

 private:
  GemmFunction function_;
};

// One sum after the other in single precision: the plainest right answer there is.
void plain(const GemmCall& call) {
  for (std::int64_t i = 0; i < call.m; ++i) {
    for (std::int64_t j = 0; j < call.n; ++j) {
      float sum = 0;
      for (std::int64_t l = 0; l < call.k; ++l) {
        sum += call.a[i * call.k + l] * call.b[j * call.k + l];
      }
      call.c[i * call.n + j] = sum;
    }
  }
}

KernelError verified(GemmFunction function, const KernelShape& shape = {{"m", 9}, {"n", 13}, {"k", 257}}) {
  const auto kernel = make_gemm_f32_kernel(std::make_unique<GivenGemm>(std::move(function)));
  EXPECT_TRUE(kernel->prepare(shape, 3, 1, 1));
  const auto error = kernel->verify();
  EXPECT_TRUE(error);
  return *error;
}

TEST(GemmKernel, PassesPlainSumsByFarAtEveryDepth) {
  for (const std::int64_t k : {1, 2, 7, 64, 1000, 8192}) {
    EXPECT_LT(verified(plain, {{"m", 3}, {"n", 5}, {"k", k}}).error_max, 0.5) << k;
  }
}

TEST(GemmKernel, CatchesALostProductAtEveryDepth) {
  for (const std::int64_t k : {1, 7, 64, 1000, 8192}) {
    const KernelError error = verified(
        [](const GemmCall& call) {
          plain(call);
          // The largest product of c[1][2] is the one that a tail loop forgot.
          float largest = 0;
          for (std::int64_t l = 0; l < call.k; ++l) {
            const float product = call.a[call.k + l] * call.b[2 * call.k + l];
            largest = product * product > largest * largest ? product : largest;
          }
          call.c[call.n + 2] -= largest;
        },
        {{"m", 3}, {"n", 5}, {"k", k}});
    EXPECT_GT(error.error_max, 2) << k;
    EXPECT_THAT(error.worst, HasSubstr("c[1][2]")) << k;
  }
}

TEST(GemmKernel, CatchesInputsRoundedToHalfThePrecision) {
  const KernelError error = verified(
      [](const GemmCall& call) {
        std::vector<float> a(call.a, call.a + call.m * call.k);
        for (float& value : a) {
          std::uint32_t bits = 0;
          std::memcpy(&bits, &value, sizeof(bits));
          bits &= 0xffff0000;  // as bfloat16, cut off
          std::memcpy(&value, &bits, sizeof(bits));
        }
        GemmCall rounded = call;
        rounded.a = a.data();
        plain(rounded);
      },
      {{"m", 64}, {"n", 64}, {"k", 576}});

  EXPECT_GT(error.error_max, 2);
}

TEST(GemmKernel, CatchesAFlippedSignANanAndAnElementLeftOut) {
  EXPECT_GT(verified([](const GemmCall& call) {
              plain(call);
              call.c[17] = -call.c[17];
            }).error_max,
            1);
  EXPECT_EQ(verified([](const GemmCall& call) {
              plain(call);
              call.c[17] = std::numeric_limits<float>::quiet_NaN();
            }).error_max,
            kWrongAltogether);
  EXPECT_EQ(verified([](const GemmCall& call) {
              GemmCall short_of_a_row = call;
              --short_of_a_row.m;
              plain(short_of_a_row);
            }).error_max,
            kWrongAltogether);
}

TEST(GemmKernel, CatchesAResultThatWasAddedToWhatWasThere) {
  EXPECT_EQ(verified([](const GemmCall& call) {
              std::vector<float> c(static_cast<std::size_t>(call.m * call.n));
              GemmCall aside = call;
              aside.c = c.data();
              plain(aside);
              for (std::size_t at = 0; at < c.size(); ++at) {
                call.c[at] += c[at];
              }
            }).error_max,
            kWrongAltogether);
}

TEST(GemmKernel, CatchesAWriteBesideTheMatrix) {
  EXPECT_THAT(verified([](const GemmCall& call) {
                plain(call);
                call.c[-1] = 0;
              }).worst,
              HasSubstr("guard words"));
}

TEST(GemmKernel, CatchesOnTheSecondCheckAnInputSpoiledByTheFirstRun) {
  const auto kernel = make_gemm_f32_kernel(std::make_unique<GivenGemm>([](const GemmCall& call) {
    plain(call);
    const_cast<float*>(call.a)[0] += 1;
  }));
  ASSERT_TRUE(kernel->prepare({{"m", 9}, {"n", 13}, {"k", 257}}, 3, 1, 1));

  EXPECT_LT(kernel->verify()->error_max, 1);
  EXPECT_GT(kernel->verify()->error_max, 1);
}

TEST(GemmKernel, CountsAsTheFormulasSay) {
  const auto kernel = make_gemm_f32_kernel(std::make_unique<GivenGemm>(plain));
  ASSERT_TRUE(kernel->prepare({{"m", 2}, {"n", 3}, {"k", 5}}, 3, 1, 2));

  EXPECT_EQ(kernel->cost().flops, 60);  // 2 * 2 * 3 * 5
  EXPECT_EQ(kernel->cost().bytes, 4 * (10 + 15 + 6));
  EXPECT_EQ(kernel->working_set_bytes(), 4 * (10 + 15 + 6));
  EXPECT_EQ(kernel->cost().formula_version, 1);
}

}  // namespace
}  // namespace assay
