// The letter of a choice in a free answer: the generative twin of log-likelihood choice tasks.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/api/task.h"

namespace assay {

struct LetterAnswer {
  std::size_t choice = 0;
  std::string_view rule;  // which one found it
};

// The choice an answer names, by the first of these rules that finds any; two different letters in what a rule looks at
// are no answer:
//   1. the last \boxed{X}, with \text, brackets or dollar signs around the letter;
//   2. behind the last "answer is", "answer:" or "final answer": a letter, perhaps in bold, quotes, brackets, $ or
//   \boxed;
//   3. a last line that is a letter alone;
//   4. the last letter in round brackets;
//   5. the last sentence holds the text of exactly one choice.
// Letters are A to Z within `choices`; one that a word goes on from, or the article "A" before a lower-case word, is
// none. Linear in the answer's length.
std::optional<LetterAnswer> find_letter(std::string_view answer, std::span<const std::string> choices);

// "A", "B", ...
std::string letter_of(std::size_t choice);

// "letter": right if the letter is the gold choice's. An answer cut off before a letter is truncated, one without a
// letter unparsed.
std::unique_ptr<Scorer> make_letter_scorer();

}  // namespace assay
