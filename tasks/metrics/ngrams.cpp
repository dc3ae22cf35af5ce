// n-grams are packed into 128 bits and sorted, which needs no hashing and no text.
#include "tasks/metrics/ngrams.h"

#include <algorithm>

#include "harness/base/check.h"

namespace assay {

std::uint32_t TextNumbers::of(std::string_view text) {
  return numbers_.emplace(std::string(text), static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
}

std::vector<std::uint32_t> TextNumbers::of_all(std::span<const std::string_view> texts) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(texts.size());
  for (const std::string_view text : texts) {
    numbers.push_back(of(text));
  }
  return numbers;
}

std::vector<NgramCount> count_ngrams(std::span<const std::uint32_t> items, std::size_t order) {
  ASSAY_CHECK(order >= 1 && order <= 6, "n-grams of 1 to 6 items");
  const unsigned bits = order <= 4 ? 32 : 21;
  const std::size_t in_high = order <= 4 ? 2 : 3;
  std::vector<Ngram> ngrams;
  for (std::size_t begin = 0; begin + order <= items.size(); ++begin) {
    Ngram ngram;
    for (std::size_t i = 0; i < order; ++i) {
      std::uint64_t& half = i < in_high ? ngram.high : ngram.low;
      half = (half << bits) | items[begin + i];
    }
    ngrams.push_back(ngram);
  }
  std::sort(ngrams.begin(), ngrams.end());
  std::vector<NgramCount> counts;
  for (const Ngram& ngram : ngrams) {
    if (counts.empty() || counts.back().ngram != ngram) {
      counts.push_back({.ngram = ngram, .count = 0});
    }
    ++counts.back().count;
  }
  return counts;
}

std::int64_t total_of(std::span<const NgramCount> counts) {
  std::int64_t total = 0;
  for (const NgramCount& one : counts) {
    total += one.count;
  }
  return total;
}

std::int64_t matches_of(std::span<const NgramCount> first, std::span<const NgramCount> second) {
  std::int64_t matches = 0;
  std::size_t j = 0;
  for (const NgramCount& one : first) {
    while (j < second.size() && second[j].ngram < one.ngram) {
      ++j;
    }
    if (j < second.size() && second[j].ngram == one.ngram) {
      matches += std::min(one.count, second[j].count);
    }
  }
  return matches;
}

std::vector<NgramCount> larger_counts(std::span<const NgramCount> first, std::span<const NgramCount> second) {
  std::vector<NgramCount> larger;
  std::size_t j = 0;
  for (const NgramCount& one : first) {
    while (j < second.size() && second[j].ngram < one.ngram) {
      larger.push_back(second[j++]);
    }
    larger.push_back(one);
    if (j < second.size() && second[j].ngram == one.ngram) {
      larger.back().count = std::max(one.count, second[j++].count);
    }
  }
  larger.insert(larger.end(), second.begin() + static_cast<std::ptrdiff_t>(j), second.end());
  return larger;
}

}  // namespace assay
