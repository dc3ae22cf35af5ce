// MT19937 by the constants of its paper; sampling by the rules of CPython's Lib/random.py.
#include "harness/base/python_random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_set>

#include "harness/base/check.h"

namespace assay {

PythonRandom::PythonRandom(std::int64_t seed) {
  const std::uint64_t size = seed < 0 ? 0 - static_cast<std::uint64_t>(seed) : static_cast<std::uint64_t>(seed);
  std::vector<std::uint32_t> key{static_cast<std::uint32_t>(size)};
  if (size >> 32 != 0) {
    key.push_back(static_cast<std::uint32_t>(size >> 32));
  }
  state_[0] = 19650218U;
  for (std::size_t i = 1; i < kWords; ++i) {
    state_[i] = 1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30)) + static_cast<std::uint32_t>(i);
  }
  std::size_t i = 1;
  std::size_t j = 0;
  const auto step = [&] {
    if (++i == kWords) {
      state_[0] = state_[kWords - 1];
      i = 1;
    }
  };
  for (std::size_t k = std::max(kWords, key.size()); k > 0; --k) {
    const std::uint32_t mixed = (state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525U;
    state_[i] = (state_[i] ^ mixed) + key[j] + static_cast<std::uint32_t>(j);
    j = (j + 1) % key.size();
    step();
  }
  for (std::size_t k = kWords - 1; k > 0; --k) {
    const std::uint32_t mixed = (state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941U;
    state_[i] = (state_[i] ^ mixed) - static_cast<std::uint32_t>(i);
    step();
  }
  state_[0] = 0x80000000U;
}

void PythonRandom::refill() {
  constexpr std::size_t kAhead = 397;
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint32_t joined = (state_[i] & 0x80000000U) | (state_[(i + 1) % kWords] & 0x7FFFFFFFU);
    const std::uint32_t twist = (joined & 1U) != 0 ? 0x9908B0DFU : 0U;
    state_[i] = state_[(i + kAhead) % kWords] ^ (joined >> 1) ^ twist;
  }
  place_ = 0;
}

std::uint32_t PythonRandom::next() {
  if (place_ == kWords) {
    refill();
  }
  std::uint32_t word = state_[place_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9D2C5680U;
  word ^= (word << 15) & 0xEFC60000U;
  return word ^ (word >> 18);
}

double PythonRandom::random() {
  const std::uint32_t high = next() >> 5;
  const std::uint32_t low = next() >> 6;
  return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
}

std::uint64_t PythonRandom::getrandbits(int count) {
  ASSAY_CHECK(count >= 1 && count <= 64, "getrandbits gives 1 to 64 bits");
  if (count <= 32) {
    return next() >> (32 - count);
  }
  const std::uint64_t low = next();
  const std::uint64_t high = next() >> (64 - count);
  return (high << 32) | low;
}

std::uint64_t PythonRandom::below(std::uint64_t bound) {
  ASSAY_CHECK(bound > 0, "below needs a positive bound");
  const auto bits = static_cast<int>(std::bit_width(bound));
  std::uint64_t drawn = getrandbits(bits);
  while (drawn >= bound) {
    drawn = getrandbits(bits);
  }
  return drawn;
}

std::int64_t PythonRandom::randint(std::int64_t low, std::int64_t high) {
  ASSAY_CHECK(low <= high, "randint needs low <= high");
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  ASSAY_CHECK(width != 0, "a range of 2^64 numbers");
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + below(width));
}

std::vector<std::size_t> PythonRandom::sample(std::size_t size, std::size_t count) {
  ASSAY_CHECK(count <= size, "a sample is no larger than its population");
  std::vector<std::size_t> taken;
  taken.reserve(count);
  // Small populations are kept as a list, large ones as the set of what was drawn.
  double list_max = 21;
  if (count > 5) {
    list_max += std::pow(4.0, std::ceil(std::log(static_cast<double>(count) * 3) / std::log(4.0)));
  }
  if (static_cast<double>(size) <= list_max) {
    std::vector<std::size_t> pool(size);
    for (std::size_t i = 0; i < size; ++i) {
      pool[i] = i;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t j = below(size - i);
      taken.push_back(pool[j]);
      pool[j] = pool[size - i - 1];
    }
    return taken;
  }
  std::unordered_set<std::size_t> seen;
  while (taken.size() < count) {
    const std::size_t j = below(size);
    if (seen.insert(j).second) {
      taken.push_back(j);
    }
  }
  return taken;
}

std::vector<std::size_t> PythonRandom::choices(std::size_t size, std::size_t count) {
  ASSAY_CHECK(size > 0, "choices needs a population");
  std::vector<std::size_t> taken(count);
  for (std::size_t& place : taken) {
    place = static_cast<std::size_t>(std::floor(random() * static_cast<double>(size)));
  }
  return taken;
}

}  // namespace assay
