// Allocation, poison, guards.
#include "kernels/parts/guarded_buffer.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>

#include "harness/base/rng.h"

namespace assay {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kBytesMax = std::size_t{1} << 39;  // more is a slip; sanitizers abort where malloc returns null
constexpr std::uint32_t kGuardBits = 0x7fa5'c3e1;        // a NaN that no arithmetic produces

bool is_guard(float word) { return std::bit_cast<std::uint32_t>(word) == kGuardBits; }

}  // namespace

Result<GuardedBuffer> GuardedBuffer::make(std::int64_t count) {
  ASSAY_CHECK(count >= 0, "a negative size");
  const std::size_t words = static_cast<std::size_t>(count) + 2 * kGuardWords;
  const std::size_t bytes = (words * sizeof(float) + kAlignment - 1) / kAlignment * kAlignment;
  auto* memory = bytes > kBytesMax ? nullptr : static_cast<float*>(std::aligned_alloc(kAlignment, bytes));
  if (memory == nullptr) {
    return Error{ErrorKind::kEnvironment, "no memory for a buffer of " + std::to_string(bytes) + " bytes"};
  }
  GuardedBuffer buffer(memory, static_cast<std::size_t>(count));
  std::fill(memory, memory + kGuardWords, std::bit_cast<float>(kGuardBits));
  std::fill(memory + kGuardWords + count, memory + words, std::bit_cast<float>(kGuardBits));
  buffer.poison();
  return buffer;
}

void GuardedBuffer::poison() {
  const std::span<float> all = values();
  std::fill(all.begin(), all.end(), std::numeric_limits<float>::quiet_NaN());
}

bool GuardedBuffer::has_intact_guards() const {
  const float* begin = raw_.get();
  const float* end = begin + kGuardWords + count_;
  return std::all_of(begin, begin + kGuardWords, is_guard) && std::all_of(end, end + kGuardWords, is_guard);
}

void fill_random(std::span<float> values, std::uint64_t seed) {
  Rng rng(seed);
  for (float& value : values) {
    // 24 random bits: every multiple of 2^-23 in [-1, 1).
    value = static_cast<float>(static_cast<std::int32_t>(rng.next() >> 40) - (1 << 23)) * 0x1p-23F;
  }
}

}  // namespace assay
