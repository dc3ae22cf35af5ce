// The copy of OpenBLAS: cblas_scopy.
#include <memory>
#include <utility>

#include "kernels/copy/copy.h"
#include "kernels/parts/openblas.h"

namespace assay {
namespace {

class OpenBlasCopy final : public CopyImplementation {
 public:
  explicit OpenBlasCopy(OpenBlas blas) : blas_(std::move(blas)) {}

  void use_threads(int threads) override {
    if (blas_.set_threads != nullptr) {
      blas_.set_threads(threads);
    }
  }

  Status copy(std::span<const float> from, std::span<float> to) override {
    blas_.scopy(static_cast<int>(from.size()), from.data(), 1, to.data(), 1);
    return {};
  }

  std::string library() const override { return blas_.version; }

 private:
  const OpenBlas blas_;
};

}  // namespace

Result<std::unique_ptr<Kernel>> make_openblas_copy() {
  auto blas = load_openblas();
  if (!blas) {
    return blas.error();
  }
  return make_copy_kernel(std::make_unique<OpenBlasCopy>(std::move(*blas)));
}

}  // namespace assay
