// Filling places and drawing words.
#include "tasks/procedural/parts/wording.h"

#include "harness/base/check.h"
#include "harness/base/text.h"
#include "tasks/parts/words.h"

namespace assay {

Wording& Wording::set(std::string_view place, std::string_view value) {
  for (auto& [known, text] : values_) {
    if (known == place) {
      text = value;
      return *this;
    }
  }
  values_.emplace_back(place, value);
  return *this;
}

Wording& Wording::set(std::string_view place, std::int64_t value) { return set(place, std::to_string(value)); }

std::string Wording::fill(std::string_view text) const {
  std::string filled(text);
  for (const auto& [place, value] : values_) {
    filled = replace_all(std::move(filled), "{" + place + "}", value);
  }
  ASSAY_CHECK(filled.find('{') == std::string::npos, "a place without a value");
  return filled;
}

std::vector<std::string> draw_words(std::span<const std::string_view> words, std::size_t count, Rng& rng) {
  ASSAY_CHECK(count <= words.size(), "more words are drawn than there are");
  std::vector<std::string> drawn(words.begin(), words.end());
  rng.shuffle(drawn);
  drawn.resize(count);
  return drawn;
}

std::vector<std::string> draw_names(std::size_t count, Rng& rng) { return draw_words(kFirstNames, count, rng); }

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string comma_listed(std::span<const std::string> words) { return join(words, ", "); }

std::string listed(std::span<const std::string> words) {
  if (words.size() < 2) {
    return words.empty() ? std::string() : words.front();
  }
  return join(words.first(words.size() - 1), ", ") + " and " + words.back();
}

Sample generated_sample(const std::string& text, const std::string& answer, const std::string& solution) {
  Sample sample;
  sample.question = "Question: " + text + "\nAnswer:";
  sample.gold = answer;
  sample.target = solution + (solution.empty() ? "" : " ") + "The answer is " + answer + ".";
  return sample;
}

}  // namespace assay
