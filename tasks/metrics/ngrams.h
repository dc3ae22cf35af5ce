// Counted n-grams of numbers: what BLEU and chrF compare.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

// Gives every different text a number, counting from 1.
class TextNumbers {
 public:
  std::uint32_t of(std::string_view text);
  std::vector<std::uint32_t> of_all(std::span<const std::string_view> texts);

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// Up to four numbers of 32 bits, or up to six of 21 bits (code points), packed.
struct Ngram {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Ngram&) const = default;
};

struct NgramCount {
  Ngram ngram;
  std::int64_t count = 0;
};

// Sorted by n-gram. REQUIRES: 1 <= order <= 4, or 1 <= order <= 6 with all items below 2^21.
std::vector<NgramCount> count_ngrams(std::span<const std::uint32_t> items, std::size_t order);

std::int64_t total_of(std::span<const NgramCount> counts);

// Of every n-gram the smaller of both counts, added up.
std::int64_t matches_of(std::span<const NgramCount> first, std::span<const NgramCount> second);

// The larger of both counts for every n-gram.
std::vector<NgramCount> larger_counts(std::span<const NgramCount> first, std::span<const NgramCount> second);

}  // namespace assay
