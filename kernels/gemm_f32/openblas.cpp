// The GEMM of OpenBLAS: cblas_sgemm.
#include <memory>
#include <utility>

#include "kernels/gemm_f32/gemm_f32.h"
#include "kernels/parts/openblas.h"

namespace assay {
namespace {

class OpenBlasGemm final : public GemmImplementation {
 public:
  explicit OpenBlasGemm(OpenBlas blas) : blas_(std::move(blas)) {}

  void use_threads(int threads) override {
    if (blas_.set_threads != nullptr) {
      blas_.set_threads(threads);
    }
  }

  Status multiply(const GemmCall& call) override {
    const int m = static_cast<int>(call.m);
    const int n = static_cast<int>(call.n);
    const int k = static_cast<int>(call.k);
    blas_.sgemm(kCblasRowMajor, kCblasNoTranspose, kCblasTranspose, m, n, k, 1.0F, call.a, k, call.b, k, 0.0F, call.c,
                n);
    return {};
  }

  std::string library() const override { return blas_.version; }

 private:
  const OpenBlas blas_;
};

}  // namespace

Result<std::unique_ptr<Kernel>> make_openblas_gemm_f32() {
  auto blas = load_openblas();
  if (!blas) {
    return blas.error();
  }
  return make_gemm_f32_kernel(std::make_unique<OpenBlasGemm>(std::move(*blas)));
}

}  // namespace assay
