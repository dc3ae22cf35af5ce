// The loops. Each is compiled for its own instruction set and chosen at run time; always optimised (CMakeLists.txt).
#include "kernels/peak/loops.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay {
namespace {

// Enough independent chains to hide the latency of a multiply-add (4 or 5 cycles) at two a cycle, and registers left of
// sixteen for the two operands. Each begins with a value of its own, or a compiler would see that all are the same one.
constexpr int kChains = 12;
// Values stay near 1: acc × kFactor + kTerm has its fixed point there, so no denormal, no infinity.
constexpr float kFactor = 0.99F;
constexpr float kTerm = 0.01F;

// What every compiler makes of a vector type: sse2 on x86-64 (a multiplication and an addition), neon elsewhere.
using Baseline = float __attribute__((vector_size(16)));

float run_baseline(std::int64_t rounds) {
  Baseline chains[kChains];
  float start = 0;
  for (Baseline& chain : chains) {
    chain = Baseline{} + (start += kTerm);
  }
  const Baseline factor = Baseline{} + kFactor;
  const Baseline term = Baseline{} + kTerm;
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (Baseline& chain : chains) {
      chain = chain * factor + term;
    }
  }
  float sum = 0;
  for (const Baseline& chain : chains) {
    sum += chain[0] + chain[1] + chain[2] + chain[3];
  }
  return sum;
}

void copy_by_library(float* to, const float* from, std::size_t count) { std::memcpy(to, from, count * sizeof(float)); }

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) float run_avx2(std::int64_t rounds) {
  __m256 chains[kChains];
  float start = 0;
  for (__m256& chain : chains) {
    chain = _mm256_set1_ps(start += kTerm);
  }
  const __m256 factor = _mm256_set1_ps(kFactor);
  const __m256 term = _mm256_set1_ps(kTerm);
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (__m256& chain : chains) {
      chain = _mm256_fmadd_ps(chain, factor, term);
    }
  }
  float lanes[8];
  float sum = 0;
  for (const __m256& chain : chains) {
    _mm256_storeu_ps(lanes, chain);
    for (const float lane : lanes) {
      sum += lane;
    }
  }
  return sum;
}

__attribute__((target("avx512f"))) float run_avx512(std::int64_t rounds) {
  __m512 chains[kChains];
  float start = 0;
  for (__m512& chain : chains) {
    chain = _mm512_set1_ps(start += kTerm);
  }
  const __m512 factor = _mm512_set1_ps(kFactor);
  const __m512 term = _mm512_set1_ps(kTerm);
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (__m512& chain : chains) {
      chain = _mm512_fmadd_ps(chain, factor, term);
    }
  }
  float lanes[16];
  float sum = 0;
  for (const __m512& chain : chains) {
    _mm512_storeu_ps(lanes, chain);
    for (const float lane : lanes) {
      sum += lane;
    }
  }
  return sum;
}

__attribute__((target("avx2"))) void copy_avx2(float* to, const float* from, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 32) {
    const __m256 first = _mm256_load_ps(from + i);
    const __m256 second = _mm256_load_ps(from + i + 8);
    const __m256 third = _mm256_load_ps(from + i + 16);
    const __m256 fourth = _mm256_load_ps(from + i + 24);
    _mm256_store_ps(to + i, first);
    _mm256_store_ps(to + i + 8, second);
    _mm256_store_ps(to + i + 16, third);
    _mm256_store_ps(to + i + 24, fourth);
  }
}

// Stores that leave the cache alone: no line is read before it is overwritten, a third of the traffic less.
__attribute__((target("avx2"))) void copy_avx2_streaming(float* to, const float* from, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 32) {
    const __m256 first = _mm256_load_ps(from + i);
    const __m256 second = _mm256_load_ps(from + i + 8);
    const __m256 third = _mm256_load_ps(from + i + 16);
    const __m256 fourth = _mm256_load_ps(from + i + 24);
    _mm256_stream_ps(to + i, first);
    _mm256_stream_ps(to + i + 8, second);
    _mm256_stream_ps(to + i + 16, third);
    _mm256_stream_ps(to + i + 24, fourth);
  }
  _mm_sfence();
}

__attribute__((target("avx512f"))) void copy_avx512(float* to, const float* from, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 64) {
    const __m512 first = _mm512_load_ps(from + i);
    const __m512 second = _mm512_load_ps(from + i + 16);
    const __m512 third = _mm512_load_ps(from + i + 32);
    const __m512 fourth = _mm512_load_ps(from + i + 48);
    _mm512_store_ps(to + i, first);
    _mm512_store_ps(to + i + 16, second);
    _mm512_store_ps(to + i + 32, third);
    _mm512_store_ps(to + i + 48, fourth);
  }
}

#endif

}  // namespace

std::vector<FlopsLoop> flops_loops() {
  std::vector<FlopsLoop> loops;
#if defined(__x86_64__)
  // A CPU may lower its clock for the widest registers: the narrower ones are tried too.
  if (__builtin_cpu_supports("avx512f")) {
    loops.push_back({.name = "avx512", .flops_per_round = 2.0 * 16 * kChains, .run = run_avx512});
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    loops.push_back({.name = "avx2", .flops_per_round = 2.0 * 8 * kChains, .run = run_avx2});
  }
#endif
  if (loops.empty()) {
    loops.push_back({.name = "128-bit vectors", .flops_per_round = 2.0 * 4 * kChains, .run = run_baseline});
  }
  return loops;
}

std::vector<CopyLoop> copy_loops() {
  std::vector<CopyLoop> loops{{.name = "memcpy", .run = copy_by_library}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    loops.push_back({.name = "avx2", .run = copy_avx2});
    loops.push_back({.name = "avx2 streaming", .run = copy_avx2_streaming});
  }
  if (__builtin_cpu_supports("avx512f")) {
    loops.push_back({.name = "avx512", .run = copy_avx512});
  }
#endif
  return loops;
}

}  // namespace assay
