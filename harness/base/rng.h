// Rng: the only source of chance; a seed gives the same numbers on every machine and in every version.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace assay {

// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018), seeded by SplitMix64.
// Not thread-safe: one object per thread.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  // Uniform over all 64-bit numbers.
  std::uint64_t next();

  // Uniform in [0, bound), without bias (rejection). REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  // Uniform in [low, high], both included. REQUIRES: low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);

  // Uniform in [0, 1), 53 bits.
  double uniform();

  // Fisher-Yates.
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(i)]);
    }
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace assay
