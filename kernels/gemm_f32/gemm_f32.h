// The kernel "gemm_f32": c = a × bᵀ in single precision, as a linear layer does it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "harness/api/kernel.h"

namespace assay {

// Row-major, without gaps: a is m × k (tokens), b is n × k (weights, a row for each output), c is m × n.
struct GemmCall {
  std::int64_t m = 0;
  std::int64_t n = 0;
  std::int64_t k = 0;
  const float* a = nullptr;
  const float* b = nullptr;
  float* c = nullptr;  // overwritten, never read
};

// One way to do it.
class GemmImplementation {
 public:
  virtual ~GemmImplementation() = default;
  virtual void use_threads(int threads) = 0;
  virtual Status multiply(const GemmCall& call) = 0;
  virtual std::string library() const { return ""; }
};

// Shape: m, n, k. Formula 1: 2mnk FLOPs, 4(mk + nk + mn) bytes. Tolerance of c[i][j], with unit roundoff u = 2^-24:
//   8 sqrt(k) u |a_i| |b_j|   (Euclidean norms of the rows)
// Rounding errors of a sum of k products, in any order, stay below lambda sqrt(k) u sum |a_il b_jl| except with a
// probability of about 2 k exp(-lambda^2 / 2) (Higham and Mary, SIAM J. Sci. Comput. 41(5), 2019); lambda = 8 makes
// that 1e-11 for k = 1000; Cauchy and Schwarz bound the sum. The sure bound, k in place of 8 sqrt(k), would let a lost
// product pass from k = 4000 on.
std::unique_ptr<Kernel> make_gemm_f32_kernel(std::unique_ptr<GemmImplementation> implementation);

Result<std::unique_ptr<Kernel>> make_reference_gemm_f32();
Result<std::unique_ptr<Kernel>> make_openblas_gemm_f32();

}  // namespace assay
