// PythonRandom: the numbers of CPython's random.Random(seed), for rules that are written in them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace assay {

// The Mersenne Twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 8(1), 1998), seeded and read as CPython 3.11 and
// 3.12 do. For replaying what a data set or a conventional harness drew; chance of our own comes from Rng.
// Not thread-safe.
class PythonRandom {
 public:
  explicit PythonRandom(std::int64_t seed);  // random.Random(seed): the sign is left out

  double random();                                            // [0, 1), 53 bits
  std::uint64_t getrandbits(int count);                       // REQUIRES: 1 <= count <= 64
  std::uint64_t below(std::uint64_t bound);                   // _randbelow. REQUIRES: bound > 0
  std::int64_t randint(std::int64_t low, std::int64_t high);  // both included. REQUIRES: low <= high

  // The places that sample(population, count), choices(population, k=count) and choice(population) take, for a
  // population of `size`. REQUIRES: count <= size; size > 0 for choices and choice.
  std::vector<std::size_t> sample(std::size_t size, std::size_t count);
  std::vector<std::size_t> choices(std::size_t size, std::size_t count);
  std::size_t choice(std::size_t size) { return below(size); }

  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      const std::size_t j = below(i);
      if (j != i - 1) {
        std::swap(items[i - 1], items[j]);
      }
    }
  }

 private:
  static constexpr std::size_t kWords = 624;
  std::uint32_t next();
  void refill();

  std::array<std::uint32_t, kWords> state_{};
  std::size_t place_ = kWords;
};

}  // namespace assay
