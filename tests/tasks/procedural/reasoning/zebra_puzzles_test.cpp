// Zebra puzzles: clues are read from the text; of all arrangements, tried kind by kind, exactly one keeps them all, and
// without any one of the clues there are more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

using Places = std::map<std::string, int>;  // of things that have one

struct Clue {
  std::string sentence;
  std::vector<std::string> things;  // in the order of the sentence
};

struct Puzzle {
  std::vector<std::vector<std::string>> kinds;  // the names first
  std::vector<Clue> clues;
  std::string question;
};

std::vector<std::string> things_in(const std::string& sentence, const std::vector<std::vector<std::string>>& kinds) {
  std::vector<std::string> all;
  for (const auto& kind : kinds) {
    all.insert(all.end(), kind.begin(), kind.end());
  }
  std::vector<std::string> found;
  for (const std::string_view word : split(sentence, ' ')) {
    if (std::find(all.begin(), all.end(), word) != all.end()) {
      found.emplace_back(word);
    }
  }
  return found;
}

Puzzle read(const std::string& text) {
  Puzzle puzzle;
  for (const std::string& sentence : sentences_of(text)) {
    const std::size_t verb = std::min(
        {sentence.find(" live in them"), sentence.find(" sit side by side"), sentence.find(" stand in a line")});
    if (verb != std::string::npos) {
      puzzle.kinds.push_back(unlisted(sentence.substr(0, verb)));
    } else if (starts_with(sentence, "Each has a different ")) {
      puzzle.kinds.push_back(unlisted(sentence.substr(sentence.find(": ") + 2)));
    } else if (!starts_with(sentence, "There are ")) {
      puzzle.clues.push_back({sentence, things_in(sentence, puzzle.kinds)});
    }
  }
  puzzle.question = puzzle.clues.back().sentence;
  puzzle.clues.pop_back();
  return puzzle;
}

// True while a thing of the clue has no place yet.
bool may_hold(const Clue& clue, const Places& places) {
  for (const std::string& thing : clue.things) {
    if (places.count(thing) == 0) {
      return true;
    }
  }
  const int first = places.at(clue.things.at(0));
  if (clue.things.size() == 1) {
    return (first == whole_numbers_in(clue.sentence).at(0)) != says(clue.sentence, " does not ");
  }
  const int second = places.at(clue.things.at(1));
  return says(clue.sentence, "directly to the left of")    ? first + 1 == second
         : says(clue.sentence, "somewhere to the left of") ? first < second
         : says(clue.sentence, " next to ")                ? std::abs(first - second) == 1
                                                           : first == second;
}

void search(const Puzzle& puzzle, std::size_t kind, Places& places, std::vector<Places>& found) {
  if (kind == puzzle.kinds.size() || found.size() > 1) {
    found.push_back(places);
    return;
  }
  std::vector<int> order(puzzle.kinds[kind].size());
  std::iota(order.begin(), order.end(), 1);
  do {
    for (std::size_t i = 0; i < order.size(); ++i) {
      places[puzzle.kinds[kind][i]] = order[i];
    }
    if (std::all_of(puzzle.clues.begin(), puzzle.clues.end(),
                    [&](const Clue& clue) { return may_hold(clue, places); })) {
      search(puzzle, kind + 1, places, found);
    }
  } while (std::next_permutation(order.begin(), order.end()) && found.size() < 2);
  for (const std::string& thing : puzzle.kinds[kind]) {
    places.erase(thing);
  }
}

std::vector<Places> solve(const Puzzle& puzzle) {
  std::vector<Places> found;
  Places places;
  search(puzzle, 0, places, found);
  return found;
}

std::string answer_of(const Puzzle& puzzle, const Places& places) {
  const int place = places.at(things_in(puzzle.question, puzzle.kinds).at(0));
  if (starts_with(puzzle.question, "What is the number")) {
    return std::to_string(place);
  }
  for (const std::string& name : puzzle.kinds[0]) {
    if (places.at(name) == place) {
      return name;
    }
  }
  return "";
}

class ZebraPuzzles : public testing::TestWithParam<int> {};

TEST_P(ZebraPuzzles, HaveOneSolutionAndNoClueToSpare) {
  const int count = GetParam() == 5 ? 15 : 60;
  check_twins(zebra_puzzles_generator(), GetParam(), count, [](const std::string& text, const std::string& gold) {
    const Puzzle puzzle = read(text);
    const auto found = solve(puzzle);

    ASSERT_EQ(found.size(), 1u) << text;
    ASSERT_EQ(answer_of(puzzle, found[0]), gold) << text;
    for (std::size_t i = 0; i < puzzle.clues.size() && GetParam() < 4; ++i) {
      Puzzle fewer = puzzle;
      fewer.clues.erase(fewer.clues.begin() + static_cast<std::ptrdiff_t>(i));
      ASSERT_GT(solve(fewer).size(), 1u) << puzzle.clues[i].sentence << " | " << text;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, ZebraPuzzles, testing::Range(1, 6));

}  // namespace
}  // namespace assay
