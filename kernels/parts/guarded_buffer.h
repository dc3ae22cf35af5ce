// A buffer of floats between guard words, for kernels: aligned, poisonable, and it knows if somebody wrote beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "harness/base/result.h"

namespace assay {

class GuardedBuffer {
 public:
  // Aligned to 64 bytes, guarded by 64 bytes on each side, poisoned. kEnvironment without memory.
  static Result<GuardedBuffer> make(std::int64_t count);

  std::span<float> values() { return {raw_.get() + kGuardWords, count_}; }
  std::span<const float> values() const { return {raw_.get() + kGuardWords, count_}; }

  // Every value a NaN: what a kernel leaves out shows.
  void poison();

  // The guards are NaNs of a bit pattern of their own: reading them shows in results, writing them shows here.
  bool has_intact_guards() const;

 private:
  static constexpr std::size_t kGuardWords = 16;
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };

  GuardedBuffer(float* memory, std::size_t count) : raw_(memory), count_(count) {}

  std::unique_ptr<float[], Free> raw_;
  std::size_t count_;
};

// Uniform in [-1, 1]: zeros and constants make some machines faster, large values hide rounding errors.
void fill_random(std::span<float> values, std::uint64_t seed);

}  // namespace assay
