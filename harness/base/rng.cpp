// xoshiro256** with SplitMix64 seeding.
#include "harness/base/rng.h"

#include <bit>

#include "harness/base/check.h"

namespace assay {

Rng::Rng(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    word = mixed ^ (mixed >> 31);
  }
}

std::uint64_t Rng::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  ASSAY_CHECK(bound > 0, "Rng::below needs a positive bound");
  const std::uint64_t unfair = (0 - bound) % bound;  // 2^64 mod bound: numbers below it would be drawn too often
  std::uint64_t drawn = next();
  while (drawn < unfair) {
    drawn = next();
  }
  return drawn % bound;
}

std::int64_t Rng::between(std::int64_t low, std::int64_t high) {
  ASSAY_CHECK(low <= high, "Rng::between needs low <= high");
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t offset = width == 0 ? next() : below(width);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

double Rng::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace assay
