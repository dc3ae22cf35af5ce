// Zebra puzzles: clues are read from the text; of all arrangements, tried thing by thing, exactly one keeps them all,
// and without any one of the clues there are more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

enum class Relation : std::uint8_t { kAt, kNotAt, kSame, kJustLeft, kSomeLeft, kNextTo };

// Things as kind and number; a clue on one thing has it twice.
struct Clue {
  std::string sentence;
  std::vector<std::pair<std::size_t, std::size_t>> things;
  Relation relation = Relation::kSame;
  int place = 0;
};

struct Puzzle {
  std::vector<std::vector<std::string>> kinds;  // the names first
  std::vector<Clue> clues;
  std::string question;
};

using Places = std::vector<std::vector<int>>;  // of each kind's things

std::vector<std::pair<std::size_t, std::size_t>> things_in(const std::string& sentence,
                                                           const std::vector<std::vector<std::string>>& kinds) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const std::string_view word : split(sentence, ' ')) {
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      const auto at = std::find(kinds[kind].begin(), kinds[kind].end(), word);
      if (at != kinds[kind].end()) {
        found.emplace_back(kind, at - kinds[kind].begin());
      }
    }
  }
  return found;
}

Clue read_clue(const std::string& sentence, const std::vector<std::vector<std::string>>& kinds) {
  Clue clue{.sentence = sentence, .things = things_in(sentence, kinds)};
  const auto numbers = whole_numbers_in(sentence);
  if (!numbers.empty()) {
    clue.place = static_cast<int>(numbers[0]);
    clue.relation = says(sentence, " does not ") ? Relation::kNotAt : Relation::kAt;
  } else {
    clue.relation = says(sentence, "directly to the left of")    ? Relation::kJustLeft
                    : says(sentence, "somewhere to the left of") ? Relation::kSomeLeft
                    : says(sentence, " next to ")                ? Relation::kNextTo
                                                                 : Relation::kSame;
  }
  if (clue.things.size() == 1) {
    clue.things.push_back(clue.things[0]);
  }
  return clue;
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
      puzzle.clues.push_back(read_clue(sentence, puzzle.kinds));
    }
  }
  puzzle.question = puzzle.clues.back().sentence;
  puzzle.clues.pop_back();
  return puzzle;
}

bool holds(const Clue& clue, const Places& places) {
  const int first = places[clue.things[0].first][clue.things[0].second];
  const int second = places[clue.things[1].first][clue.things[1].second];
  switch (clue.relation) {
    case Relation::kAt:
      return first == clue.place;
    case Relation::kNotAt:
      return first != clue.place;
    case Relation::kSame:
      return first == second;
    case Relation::kJustLeft:
      return first + 1 == second;
    case Relation::kSomeLeft:
      return first < second;
    case Relation::kNextTo:
      return std::abs(first - second) == 1;
  }
  return false;
}

using Thing = std::pair<std::size_t, std::size_t>;

// The thing next in turn: the one with most clues that its place would decide.
Thing next_thing(const Puzzle& puzzle, const Places& places) {
  std::optional<Thing> best;
  std::ptrdiff_t most = -1;
  for (std::size_t kind = 0; kind < places.size(); ++kind) {
    for (std::size_t number = 0; number < places[kind].size(); ++number) {
      const Thing thing{kind, number};
      const auto is_placed = [&](const Thing& other) {
        return other == thing || places[other.first][other.second] != 0;
      };
      const auto decided = std::count_if(puzzle.clues.begin(), puzzle.clues.end(), [&](const Clue& clue) {
        return (clue.things[0] == thing || clue.things[1] == thing) && is_placed(clue.things[0]) &&
               is_placed(clue.things[1]);
      });
      if (places[kind][number] == 0 && decided > most) {
        best = thing;
        most = decided;
      }
    }
  }
  return best.value();
}

// Thing by thing, every place that is free for its kind; 0 is no place yet.
void search(const Puzzle& puzzle, std::size_t left, Places& places, std::vector<Places>& found) {
  if (left == 0) {
    found.push_back(places);
    return;
  }
  const Thing thing = next_thing(puzzle, places);
  std::vector<int>& kind = places[thing.first];
  for (int place = 1; place <= static_cast<int>(kind.size()) && found.size() < 2; ++place) {
    if (std::find(kind.begin(), kind.end(), place) != kind.end()) {
      continue;
    }
    kind[thing.second] = place;
    const bool fits = std::all_of(puzzle.clues.begin(), puzzle.clues.end(), [&](const Clue& clue) {
      const bool is_known = places[clue.things[0].first][clue.things[0].second] != 0 &&
                            places[clue.things[1].first][clue.things[1].second] != 0;
      return !is_known || holds(clue, places);
    });
    if (fits) {
      search(puzzle, left - 1, places, found);
    }
    kind[thing.second] = 0;
  }
}

std::vector<Places> solve(const Puzzle& puzzle) {
  std::vector<Places> found;
  Places places;
  for (const auto& kind : puzzle.kinds) {
    places.emplace_back(kind.size(), 0);
  }
  search(puzzle, puzzle.kinds.size() * puzzle.kinds[0].size(), places, found);
  return found;
}

std::string answer_of(const Puzzle& puzzle, const Places& places) {
  const auto [kind, number] = things_in(puzzle.question, puzzle.kinds).at(0);
  const int place = places.at(kind).at(number);
  if (starts_with(puzzle.question, "What is the number")) {
    return std::to_string(place);
  }
  const auto person = std::find(places[0].begin(), places[0].end(), place) - places[0].begin();
  return puzzle.kinds[0].at(static_cast<std::size_t>(person));
}

class ZebraPuzzles : public testing::TestWithParam<int> {};

TEST_P(ZebraPuzzles, HaveOneSolutionAndNoClueToSpare) {
  const int count = GetParam() == 5 ? 10 : 60;
  check_twins(zebra_puzzles_generator(), GetParam(), count, [](const std::string& text, const std::string& gold) {
    const Puzzle puzzle = read(text);
    const auto found = solve(puzzle);

    ASSERT_EQ(found.size(), 1u) << text;
    ASSERT_EQ(answer_of(puzzle, found[0]), gold) << text;
    for (std::size_t i = 0; i < puzzle.clues.size() && GetParam() < 5; ++i) {
      Puzzle fewer = puzzle;
      fewer.clues.erase(fewer.clues.begin() + static_cast<std::ptrdiff_t>(i));
      ASSERT_GT(solve(fewer).size(), 1u) << puzzle.clues[i].sentence << " | " << text;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, ZebraPuzzles, testing::Range(1, 6));

}  // namespace
}  // namespace assay
