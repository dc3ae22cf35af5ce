// Buffers, inputs and the check of the kernel "copy", the same for every implementation.
#include "kernels/copy/copy.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "kernels/parts/comparison.h"
#include "kernels/parts/guarded_buffer.h"
#include "kernels/parts/shape.h"

namespace assay {
namespace {

struct Buffers {
  GuardedBuffer from;
  GuardedBuffer to;
};

class CopyKernel final : public Kernel {
 public:
  explicit CopyKernel(std::unique_ptr<CopyImplementation> implementation)
      : implementation_(std::move(implementation)) {}

  Status prepare(const KernelShape& shape, std::uint64_t seed, int threads, int copies) override {
    if (auto fits = check_axes(shape, {"n"}); !fits) {
      return fits;
    }
    count_ = shape.at("n");
    seed_ = seed;
    buffers_.clear();
    for (int copy = 0; copy < copies; ++copy) {
      auto from = GuardedBuffer::make(count_);
      auto to = GuardedBuffer::make(count_);
      if (!from || !to) {
        return from ? to.error() : from.error();
      }
      if (copy == 0) {
        fill_random(from->values(), seed);
      } else {
        std::ranges::copy(buffers_.front().from.values(), from->values().begin());
      }
      buffers_.push_back({.from = std::move(*from), .to = std::move(*to)});
    }
    implementation_->use_threads(threads);
    return {};
  }

  Status run(int copy) override {
    Buffers& buffers = buffers_[static_cast<std::size_t>(copy)];
    return implementation_->copy(std::as_const(buffers.from).values(), buffers.to.values());
  }

  // Against numbers made anew from the seed: a kernel that spoils its input does not pass by spoiling both alike.
  Result<KernelError> verify() override {
    Buffers& buffers = buffers_.front();
    buffers.to.poison();
    if (auto done = run(0); !done) {
      return done.error();
    }
    if (!buffers.from.has_intact_guards() || !buffers.to.has_intact_guards()) {
      return KernelError{.error_max = kWrongAltogether, .worst = "the guard words beside a buffer"};
    }
    std::vector<float> expected(static_cast<std::size_t>(count_));
    fill_random(expected, seed_);
    Comparison comparison;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      comparison.add(static_cast<std::int64_t>(i), buffers.to.values()[i], expected[i], 0);
    }
    return comparison.result("to[" + std::to_string(comparison.worst_index()) + "]");
  }

  KernelCost cost() const override { return {.bytes = static_cast<double>(working_set_bytes())}; }
  std::int64_t working_set_bytes() const override { return 2 * count_ * static_cast<std::int64_t>(sizeof(float)); }
  std::string library() const override { return implementation_->library(); }

 private:
  std::unique_ptr<CopyImplementation> implementation_;
  std::vector<Buffers> buffers_;
  std::int64_t count_ = 0;
  std::uint64_t seed_ = 0;
};

}  // namespace

std::unique_ptr<Kernel> make_copy_kernel(std::unique_ptr<CopyImplementation> implementation) {
  return std::make_unique<CopyKernel>(std::move(implementation));
}

}  // namespace assay
