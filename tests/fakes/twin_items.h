// Items of generators for tests that solve them a second time from their text alone.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/parts/generator.h"

namespace assay {

// Calls `check` with the text of each item (without "Question: " and "Answer:") and its gold answer: `count` items of
// one difficulty, or $ASSAY_TWIN_ITEMS if that is set. Fails the test for an item whose form is not the common one, and
// stops at the first failure.
void check_twins(const GeneratorEntry& entry, int difficulty, int count,
                 const std::function<void(const std::string& text, const std::string& gold)>& check);

// Whole numbers without a sign, in their order.
std::vector<std::int64_t> whole_numbers_in(std::string_view text);

bool says(std::string_view text, std::string_view words);

// What stands between two texts; a failure of the test and "" if they do not stand there in this order.
std::string between(const std::string& text, std::string_view before, std::string_view behind);

// "a, b and c" as its parts.
std::vector<std::string> unlisted(std::string_view text);

// Sentences, without what ends them: a '.' or '?' before a blank or the end.
std::vector<std::string> sentences_of(std::string_view text);

struct GoldFraction {
  std::int64_t numerator = 0, denominator = 1;
};
// "3/4", "-2", "0.75"; a failure of the test for anything else, and for what is not in lowest terms.
GoldFraction gold_fraction(const std::string& gold);

}  // namespace assay
