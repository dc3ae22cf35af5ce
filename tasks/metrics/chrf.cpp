// Characters are counted as code points, words as numbers.
#include "tasks/metrics/chrf.h"

#include <optional>

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"
#include "harness/stats/corpus_scores.h"
#include "tasks/metrics/ngrams.h"

namespace assay {
namespace {

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

std::vector<std::uint32_t> characters_of(std::string_view text, bool keeps_white_space) {
  std::vector<std::uint32_t> characters;
  for (const char32_t c : to_points(text)) {
    if (keeps_white_space || !is_python_space(c)) {
      characters.push_back(static_cast<std::uint32_t>(c));
    }
  }
  return characters;
}

// One punctuation mark is cut off a word's end, else one off its beginning: "(hi)" gives "(hi" and ")".
std::vector<std::uint32_t> words_of(std::string_view text, TextNumbers& numbers) {
  std::vector<std::uint32_t> words;
  for (const std::string_view word : python_split(text)) {
    if (word.size() > 1 && is_ascii_punctuation(word.back())) {
      words.push_back(numbers.of(word.substr(0, word.size() - 1)));
      words.push_back(numbers.of(word.substr(word.size() - 1)));
    } else if (word.size() > 1 && is_ascii_punctuation(word.front())) {
      words.push_back(numbers.of(word.substr(0, 1)));
      words.push_back(numbers.of(word.substr(1)));
    } else {
      words.push_back(numbers.of(word));
    }
  }
  return words;
}

// The counts of every order.
std::vector<std::vector<NgramCount>> counts_of(std::string_view text, const ChrfOptions& options,
                                               TextNumbers& numbers) {
  const std::string cased = options.is_lowercase ? python_lower(text) : std::string(text);
  std::vector<std::vector<NgramCount>> counts;
  const auto characters = characters_of(cased, options.keeps_white_space);
  for (int order = 1; order <= options.character_orders; ++order) {
    counts.push_back(count_ngrams(characters, static_cast<std::size_t>(order)));
  }
  if (options.word_orders > 0) {
    const auto words = words_of(cased, numbers);
    for (int order = 1; order <= options.word_orders; ++order) {
      counts.push_back(count_ngrams(words, static_cast<std::size_t>(order)));
    }
  }
  return counts;
}

}  // namespace

std::vector<double> chrf_parts(std::string_view hypothesis, std::span<const std::string> references,
                               const ChrfOptions& options) {
  ASSAY_CHECK(!references.empty(), "chrF needs a reference");
  TextNumbers numbers;
  const auto counts = counts_of(hypothesis, options, numbers);
  std::vector<double> best;
  double best_score = -1;
  for (const std::string& reference : references) {
    const auto reference_counts = counts_of(reference, options, numbers);
    std::vector<double> parts;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::int64_t in_reference = total_of(reference_counts[i]);
      // An order that the reference is too short for counts for neither side.
      parts.push_back(in_reference == 0 ? 0 : static_cast<double>(total_of(counts[i])));
      parts.push_back(static_cast<double>(in_reference));
      parts.push_back(static_cast<double>(matches_of(counts[i], reference_counts[i])));
    }
    const double score = chrf_score(parts);
    if (score > best_score) {
      best_score = score;
      best = std::move(parts);
    }
  }
  return best;
}

}  // namespace assay
