// Wording: how a generated problem becomes text: places filled, names drawn, the form that all problems share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/api/task.h"
#include "harness/base/rng.h"

namespace assay {

// Texts with places, such as "{N} has {a} coins."
class Wording {
 public:
  Wording& set(std::string_view place, std::string_view value);
  Wording& set(std::string_view place, std::int64_t value);
  // REQUIRES: every place in `text` has a value.
  std::string fill(std::string_view text) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

// First names, no two the same. REQUIRES: count <= 36.
std::vector<std::string> draw_names(std::size_t count, Rng& rng);

// `count` of `words`, no two the same, in the order drawn. REQUIRES: count <= words.size().
std::vector<std::string> draw_words(std::span<const std::string_view> words, std::size_t count, Rng& rng);

std::string capitalised(std::string text);                     // an ASCII first letter
std::string listed(std::span<const std::string> words);        // "a, b and c"
std::string comma_listed(std::span<const std::string> words);  // "a, b, c"

// "Question: TEXT\nAnswer:" and, as the exemplar's target, "SOLUTION The answer is ANSWER."
Sample generated_sample(const std::string& text, const std::string& answer, const std::string& solution = "");

}  // namespace assay
