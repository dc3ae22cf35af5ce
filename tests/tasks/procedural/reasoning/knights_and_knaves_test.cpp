// Knights and knaves: what is said is read from the text; of all sets of truthful people exactly one fits.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

using People = std::set<std::string>;

bool is_truthful_kind(const std::string& kind) {
  return kind == "knight" || kind == "truth-teller" || kind == "scout" || kind == "saint";
}

struct Speech {
  std::string speaker, said;
};

// "Anna is a knight", "I am a knave"
bool atom_holds(const std::string& text, const std::string& speaker, const People& truthful) {
  const auto words = split(text, ' ');
  EXPECT_EQ(words.size(), 4u) << text;
  const std::string who(words[0] == "I" ? std::string_view(speaker) : words[0]);
  return (truthful.count(who) > 0) == is_truthful_kind(std::string(words.back()));
}

bool holds(const Speech& speech, const People& truthful) {
  const std::string& said = speech.said;
  const auto atom = [&](const std::string& text) { return atom_holds(text, speech.speaker, truthful); };
  if (starts_with(said, "There ")) {
    const auto count = static_cast<std::int64_t>(truthful.size());
    const std::int64_t wanted = whole_numbers_in(said).at(0);
    return says(said, "exactly") ? count == wanted : count >= wanted;
  }
  if (says(said, " kind")) {
    const auto words = split(said, ' ');
    const std::string second(words[2] == "I" ? std::string_view(speech.speaker) : words[2]);
    const bool is_same = truthful.count(std::string(words[0])) == truthful.count(second);
    return says(said, "the same kind") == is_same;
  }
  if (starts_with(said, "If ")) {
    const std::size_t then = said.find(", then ");
    return !atom(said.substr(3, then - 3)) || atom(said.substr(then + 7));
  }
  if (const std::size_t either = said.find(" or "); either != std::string::npos) {
    const std::size_t second = either + 4;
    return atom(said.substr(0, either)) || atom(said.substr(second, said.find(", or both") - second));
  }
  if (const std::size_t both = said.find(" and "); both != std::string::npos) {
    return atom(said.substr(0, both)) && atom(said.substr(both + 5));
  }
  return atom(said);
}

// NAME says: "...", NAME says, "...", NAME: "..."
std::vector<Speech> speeches_in(const std::string& text) {
  std::vector<Speech> speeches;
  for (std::size_t open = text.find('"'); open != std::string::npos;) {
    const std::size_t close = text.find('"', open + 1);
    std::string before = text.substr(0, open - 1);
    before = replace_all(std::move(before), " says:", ":");
    before = replace_all(std::move(before), " says,", ":");
    before.pop_back();
    speeches.push_back({before.substr(before.rfind(' ') + 1), text.substr(open + 1, close - open - 2)});
    open = text.find('"', close + 1);
  }
  return speeches;
}

class KnightsAndKnaves : public testing::TestWithParam<int> {};

TEST_P(KnightsAndKnaves, LeaveExactlyOneAnswer) {
  check_twins(knights_and_knaves_generator(), GetParam(), 200, [](const std::string& text, const std::string& gold) {
    const auto speeches = speeches_in(text);
    ASSERT_GE(speeches.size(), 2u) << text;
    std::vector<People> sets{{}};
    for (const Speech& speech : speeches) {
      for (std::size_t i = sets.size(); i-- > 0;) {
        sets.push_back(sets[i]);
        sets.back().insert(speech.speaker);
      }
    }
    std::vector<std::string> answers;
    for (const People& truthful : sets) {
      const bool fits = std::all_of(speeches.begin(), speeches.end(), [&](const Speech& speech) {
        return holds(speech, truthful) == (truthful.count(speech.speaker) > 0);
      });
      if (fits) {
        const std::vector<std::string> names(truthful.begin(), truthful.end());
        answers.push_back(names.empty() ? "nobody" : join(names, ", "));
      }
    }

    ASSERT_EQ(answers, std::vector<std::string>{gold}) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, KnightsAndKnaves, testing::Range(1, 6));

}  // namespace
}  // namespace assay
