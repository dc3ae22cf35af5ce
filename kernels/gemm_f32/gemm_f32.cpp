// Buffers, inputs, formulas and the float64 check of the kernel "gemm_f32", the same for every implementation.
#include "kernels/gemm_f32/gemm_f32.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "harness/base/hash.h"
#include "kernels/parts/comparison.h"
#include "kernels/parts/guarded_buffer.h"
#include "kernels/parts/shape.h"

namespace assay {
namespace {

constexpr double kUnitRoundoff = 0x1p-24;
constexpr double kLambda = 8;

using Row = std::span<const double>;

// Four partial sums, so that additions need not wait for each other.
double dot(Row a, Row b) {
  std::array<double, 4> sums{};
  const std::size_t whole = a.size() / 4 * 4;
  for (std::size_t l = 0; l < whole; l += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      sums[lane] += a[l + lane] * b[l + lane];
    }
  }
  for (std::size_t l = whole; l < a.size(); ++l) {
    sums[0] += a[l] * b[l];
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// What c must be, in float64, and the norms that its tolerance is made of.
struct Expected {
  std::vector<double> c;
  std::vector<double> norm_a;
  std::vector<double> norm_b;
};

Expected compute_expected(const GemmCall& call) {
  const auto m = static_cast<std::size_t>(call.m);
  const auto n = static_cast<std::size_t>(call.n);
  const auto k = static_cast<std::size_t>(call.k);
  const std::vector<double> a(call.a, call.a + m * k);
  const std::vector<double> b(call.b, call.b + n * k);
  const auto row = [&](const std::vector<double>& matrix, std::size_t i) { return Row(matrix).subspan(i * k, k); };
  Expected expected;
  for (std::size_t i = 0; i < m; ++i) {
    expected.norm_a.push_back(std::sqrt(dot(row(a, i), row(a, i))));
    for (std::size_t j = 0; j < n; ++j) {
      expected.c.push_back(dot(row(a, i), row(b, j)));
    }
  }
  for (std::size_t j = 0; j < n; ++j) {
    expected.norm_b.push_back(std::sqrt(dot(row(b, j), row(b, j))));
  }
  return expected;
}

struct Buffers {
  GuardedBuffer a;
  GuardedBuffer b;
  GuardedBuffer c;

  bool has_intact_guards() const { return a.has_intact_guards() && b.has_intact_guards() && c.has_intact_guards(); }
};

class GemmKernel final : public Kernel {
 public:
  explicit GemmKernel(std::unique_ptr<GemmImplementation> implementation)
      : implementation_(std::move(implementation)) {}

  Status prepare(const KernelShape& shape, std::uint64_t seed, int threads, int copies) override {
    if (auto fits = check_axes(shape, {"m", "n", "k"}); !fits) {
      return fits;
    }
    shape_ = {.m = shape.at("m"), .n = shape.at("n"), .k = shape.at("k")};
    expected_ = {};
    buffers_.clear();
    for (int copy = 0; copy < copies; ++copy) {
      if (auto added = add_buffers(seed); !added) {
        return added;
      }
    }
    implementation_->use_threads(threads);
    return {};
  }

  Status run(int copy) override { return implementation_->multiply(call_of(buffers_[static_cast<std::size_t>(copy)])); }

  // The reference is computed before the first run, from inputs that no kernel has touched.
  Result<KernelError> verify() override {
    Buffers& buffers = buffers_.front();
    if (expected_.c.empty()) {
      expected_ = compute_expected(call_of(buffers));
    }
    buffers.c.poison();
    if (auto done = run(0); !done) {
      return done.error();
    }
    if (!buffers.has_intact_guards()) {
      return KernelError{.error_max = kWrongAltogether, .worst = "the guard words beside a matrix"};
    }
    const double scale = kLambda * std::sqrt(static_cast<double>(shape_.k)) * kUnitRoundoff;
    const std::span<const float> c = std::as_const(buffers.c).values();
    const auto n = static_cast<std::size_t>(shape_.n);
    Comparison comparison;
    for (std::size_t at = 0; at < c.size(); ++at) {
      comparison.add(static_cast<std::int64_t>(at), c[at], expected_.c[at],
                     scale * expected_.norm_a[at / n] * expected_.norm_b[at % n]);
    }
    const std::int64_t worst = comparison.worst_index();
    return comparison.result("c[" + std::to_string(worst / shape_.n) + "][" + std::to_string(worst % shape_.n) + "]");
  }

  KernelCost cost() const override {
    const double flops =
        2.0 * static_cast<double>(shape_.m) * static_cast<double>(shape_.n) * static_cast<double>(shape_.k);
    return {.flops = flops, .bytes = static_cast<double>(working_set_bytes())};
  }

  std::int64_t working_set_bytes() const override {
    return static_cast<std::int64_t>(sizeof(float)) * (shape_.m * shape_.k + shape_.n * shape_.k + shape_.m * shape_.n);
  }

  std::string library() const override { return implementation_->library(); }

 private:
  // The first set gets random numbers, the others the same ones.
  Status add_buffers(std::uint64_t seed) {
    auto a = GuardedBuffer::make(shape_.m * shape_.k);
    auto b = GuardedBuffer::make(shape_.n * shape_.k);
    auto c = GuardedBuffer::make(shape_.m * shape_.n);
    for (const auto* made : {&a, &b, &c}) {
      if (!*made) {
        return made->error();
      }
    }
    if (buffers_.empty()) {
      fill_random(a->values(), seed_from({"gemm_f32.a", std::to_string(seed)}));
      fill_random(b->values(), seed_from({"gemm_f32.b", std::to_string(seed)}));
    } else {
      std::ranges::copy(buffers_.front().a.values(), a->values().begin());
      std::ranges::copy(buffers_.front().b.values(), b->values().begin());
    }
    buffers_.push_back({.a = std::move(*a), .b = std::move(*b), .c = std::move(*c)});
    return {};
  }

  GemmCall call_of(Buffers& buffers) const {
    GemmCall call = shape_;
    call.a = buffers.a.values().data();
    call.b = buffers.b.values().data();
    call.c = buffers.c.values().data();
    return call;
  }

  std::unique_ptr<GemmImplementation> implementation_;
  GemmCall shape_;  // without buffers
  std::vector<Buffers> buffers_;
  Expected expected_;
};

}  // namespace

std::unique_ptr<Kernel> make_gemm_f32_kernel(std::unique_ptr<GemmImplementation> implementation) {
  return std::make_unique<GemmKernel>(std::move(implementation));
}

}  // namespace assay
