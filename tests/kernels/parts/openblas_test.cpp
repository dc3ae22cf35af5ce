// Loading OpenBLAS: what is said where it is missing, or is something else.
#include "kernels/parts/openblas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::HasSubstr;

TEST(LoadOpenBlas, SaysWhatToInstallIfItIsMissing) {
  const auto blas = load_openblas("libno-such-library.so.0");

  ASSERT_FALSE(blas);
  EXPECT_EQ(blas.error().kind, ErrorKind::kEnvironment);
  EXPECT_THAT(blas.error().message, HasSubstr("apt install libopenblas0"));
}

TEST(LoadOpenBlas, RefusesALibraryWithoutTheFunctions) {
  const auto blas = load_openblas("libm.so.6");

  ASSERT_FALSE(blas);
  EXPECT_THAT(blas.error().message, HasSubstr("has no cblas_sgemm"));
}

TEST(LoadOpenBlas, TellsItsVersionWhereItIsInstalled) {
  const auto blas = load_openblas();
  if (!blas) {
    GTEST_SKIP() << blas.error().message;
  }

  EXPECT_THAT(blas->version, HasSubstr("OpenBLAS"));
}

}  // namespace
}  // namespace assay
