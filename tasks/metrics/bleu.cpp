// Tokens become numbers, n-grams of numbers are counted.
#include "tasks/metrics/bleu.h"

#include <cstdlib>

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"
#include "tasks/metrics/ngrams.h"

namespace assay {
namespace {

constexpr std::size_t kOrders = 4;

std::vector<std::uint32_t> token_numbers(std::string_view text, const BleuOptions& options, TextNumbers& numbers) {
  const std::string cased = options.is_lowercase ? python_lower(text) : std::string(text);
  const std::string line = tokenized(python_strip_right(cased), options.tokenizer);
  return numbers.of_all(python_split(line));
}

}  // namespace

std::vector<double> bleu_parts(std::string_view hypothesis, std::span<const std::string> references,
                               const BleuOptions& options) {
  ASSAY_CHECK(!references.empty(), "BLEU needs a reference");
  TextNumbers numbers;
  const auto tokens = token_numbers(hypothesis, options, numbers);
  const auto size = static_cast<std::int64_t>(tokens.size());
  std::vector<std::vector<NgramCount>> most(kOrders);
  std::int64_t nearest_size = -1;
  for (const std::string& reference : references) {
    const auto reference_tokens = token_numbers(reference, options, numbers);
    const auto reference_size = static_cast<std::int64_t>(reference_tokens.size());
    const std::int64_t gap = std::abs(size - reference_size);
    const std::int64_t nearest_gap = std::abs(size - nearest_size);
    if (nearest_size < 0 || gap < nearest_gap || (gap == nearest_gap && reference_size < nearest_size)) {
      nearest_size = reference_size;
    }
    for (std::size_t order = 1; order <= kOrders; ++order) {
      most[order - 1] = larger_counts(most[order - 1], count_ngrams(reference_tokens, order));
    }
  }
  std::vector<double> parts(2 + 2 * kOrders);
  parts[0] = static_cast<double>(size);
  parts[1] = static_cast<double>(nearest_size);
  for (std::size_t order = 1; order <= kOrders; ++order) {
    const auto counts = count_ngrams(tokens, order);
    parts[1 + order] = static_cast<double>(matches_of(counts, most[order - 1]));
    parts[1 + kOrders + order] = static_cast<double>(total_of(counts));
  }
  return parts;
}

}  // namespace assay
