// Word problems: a reader that takes sentence after sentence by its words, from the text alone, gets the same answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "tasks/procedural/math/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

bool says_one_of(const std::string& sentence, std::initializer_list<const char*> phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](const char* phrase) { return says(sentence, phrase); });
}

bool is_aside(const std::string& sentence) {
  return says_one_of(sentence, {"years old", "house number", "The street has", "has been awake", "is line"});
}

// The quantity after a sentence; nothing if the words are not understood.
std::optional<std::int64_t> read(const std::string& sentence, std::int64_t value) {
  const auto n = whole_numbers_in(sentence);
  if (n.empty()) {
    return says_one_of(sentence, {"alf of "})       ? value / 2
           : says_one_of(sentence, {"double"})      ? 2 * value
           : says_one_of(sentence, {"three times"}) ? 3 * value
           : says_one_of(sentence, {"How", "What"}) ? std::optional(value)
                                                    : std::nullopt;
  }
  if (n.size() == 2) {
    const bool is_less = says_one_of(sentence, {"to each of", "gives the bags away", "of parking", "customers buy",
                                                "are sold", "leak", "buckets"}) ||
                         (says(sentence, " buys ") && says(sentence, "dollars each"));
    return is_less ? value - n[0] * n[1] : value + n[0] * n[1];
  }
  if (says_one_of(sentence, {"equally", "the same number into each", "packed into", "barrels of"})) {
    return value % n[0] == 0 ? std::optional(value / n[0]) : std::nullopt;
  }
  if (says_one_of(sentence, {"dollars each", "cents a litre", "times as much"})) {
    return value * n[0];
  }
  if (says_one_of(sentence, {"loses", "sells", "spends", "pays", "lends", "buy", "damaged", "takes", "evaporate"})) {
    return value - n[0];
  }
  if (says_one_of(sentence, {"finds", "more", "wins", "earns", "aunt", "brings", "adds"})) {
    return value + n[0];
  }
  return says(sentence, " gives ") && says(sentence, " to ") ? std::optional(value - n[0]) : std::nullopt;
}

class WordProblems : public testing::TestWithParam<int> {};

TEST_P(WordProblems, HaveTheAnswerThatAReaderFinds) {
  check_twins(word_problems_generator(), GetParam(), 400, [](const std::string& text, const std::string& gold) {
    std::optional<std::int64_t> value;
    std::size_t asides = 0;
    for (const std::string& sentence : sentences_of(text)) {
      if (is_aside(sentence)) {
        ++asides;
        continue;
      }
      const auto next = value ? read(sentence, *value) : whole_numbers_in(sentence).at(0);
      ASSERT_TRUE(next) << sentence << " | " << text;
      ASSERT_GT(*next, 0) << sentence << " | " << text;
      value = next;
    }

    EXPECT_EQ(std::to_string(*value), gold) << text;
    EXPECT_EQ(asides, static_cast<std::size_t>(std::max(0, GetParam() - 3))) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, WordProblems, testing::Range(1, 6));

}  // namespace
}  // namespace assay
