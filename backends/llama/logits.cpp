// The loops are written so that the compiler turns each into vector code; blocks stay in the first-level cache.
#include "backends/llama/logits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "harness/base/check.h"

// One version per vector width, chosen when the program starts. The sanitizers' start-up cannot run that choice.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define ASSAY_VECTOR_VERSIONS __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ASSAY_VECTOR_VERSIONS
#endif

namespace assay {
namespace {

constexpr std::size_t kBlock = 1024;
constexpr std::size_t kLanes = 16;

// e^x for x in [-700, 0], within 2 units in the last place: x = n ln 2 + r, e^r by its Taylor series, 2^n by the
// exponent. Branch-free, so that a loop over it vectorises.
inline double exp_of_negative(double x) {
  constexpr double kLog2E = 1.4426950408889634;
  constexpr double kLn2High = 0.693147180369123816490;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kRounder = 6755399441055744.0;  // 1.5 * 2^52: adding it leaves the nearest integer in the low bits
  constexpr std::uint64_t kBias = 1023;
  const double shifted = x * kLog2E + kRounder;
  const double n = shifted - kRounder;
  const double r = (x - n * kLn2High) - n * kLn2Low;
  double sum = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  return sum * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + kBias) << 52);
}

ASSAY_VECTOR_VERSIONS float block_max(const float* logits, std::size_t count) {
  std::array<float, kLanes> best{};
  best.fill(-std::numeric_limits<float>::infinity());
  std::size_t at = 0;
  for (; at + kLanes <= count; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      best[lane] = best[lane] < logits[at + lane] ? logits[at + lane] : best[lane];
    }
  }
  float most = *std::max_element(best.begin(), best.end());
  for (; at < count; ++at) {
    most = most < logits[at] ? logits[at] : most;
  }
  return most;
}

// The sum of exp(logit - most) over a block of at most kBlock.
ASSAY_VECTOR_VERSIONS double block_sum(const float* logits, std::size_t count, float most) {
  std::array<double, kBlock> terms;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
  for (std::size_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(logits[i]) - static_cast<double>(most);
    terms[i] = exp_of_negative(x < -700.0 ? -700.0 : x);
  }
  std::array<double, kLanes> sums{};
  std::size_t at = 0;
  for (; at + kLanes <= count; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      sums[lane] += terms[at + lane];
    }
  }
  double sum = 0;
  for (const double lane : sums) {
    sum += lane;
  }
  for (; at < count; ++at) {
    sum += terms[at];
  }
  return sum;
}

}  // namespace

TopTwo top_two(std::span<const float> logits) {
  ASSAY_CHECK(!logits.empty(), "a row of logits has at least one");
  constexpr float kNone = -std::numeric_limits<float>::infinity();
  float best = kNone;
  float second = kNone;  // the best block maximum but the best
  std::size_t best_block = 0;
  for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
    const float most = block_max(logits.data() + begin, std::min(kBlock, logits.size() - begin));
    if (most > best) {
      second = best;
      best = most;
      best_block = begin;
    } else {
      second = std::max(second, most);
    }
  }
  const std::size_t end = std::min(best_block + kBlock, logits.size());
  std::size_t index = best_block;
  while (index + 1 < end && !(logits[index] == best)) {
    ++index;
  }
  for (std::size_t i = best_block; i < end; ++i) {
    if (i != index) {
      second = std::max(second, logits[i]);
    }
  }
  return {.best = static_cast<TokenId>(index), .best_logit = best, .second_logit = second};
}

RowSummary summarize(std::span<const float> logits) {
  ASSAY_CHECK(!logits.empty(), "a row of logits has at least one");
  float best = -std::numeric_limits<float>::infinity();
  std::size_t best_block = 0;
  double sum = 0;
  for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
    const float* block = logits.data() + begin;
    const std::size_t count = std::min(kBlock, logits.size() - begin);
    const float most = block_max(block, count);
    if (most > best) {
      sum *= std::isinf(best) ? 0.0 : std::exp(static_cast<double>(best) - static_cast<double>(most));
      best = most;
      best_block = begin;
    }
    if (!std::isinf(best)) {
      sum += block_sum(block, count, best);
    }
  }
  const auto first = logits.begin() + static_cast<std::ptrdiff_t>(best_block);
  const auto last = logits.begin() + static_cast<std::ptrdiff_t>(std::min(best_block + kBlock, logits.size()));
  const auto found = std::find(first, last, best);
  const auto index = (found == last ? first : found) - logits.begin();
  return {.log_sum = static_cast<double>(best) + std::log(sum), .best = static_cast<TokenId>(index)};
}

}  // namespace assay
