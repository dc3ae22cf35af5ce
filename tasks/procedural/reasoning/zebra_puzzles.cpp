// A hidden arrangement, all clues that it allows, and of those a set that leaves one arrangement and no clue to spare.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tasks/procedural/reasoning/zebra_solver.h"

namespace assay {
namespace {

constexpr std::array<std::size_t, 5> kPlaces{3, 3, 4, 4, 5};
constexpr std::array<std::size_t, 5> kKindsBesideNames{1, 2, 2, 3, 4};

// {x} is the thing: "the person who {predicate}".
struct Kind {
  std::string_view label;      // "a different pet"
  std::string_view predicate;  // "has the {x}"
  std::array<std::string_view, 7> things;
};

constexpr std::array<Kind, 6> kKinds{{
    {"pet", "has the {x}", {"cat", "dog", "fish", "horse", "parrot", "rabbit", "turtle"}},
    {"drink", "drinks {x}", {"tea", "coffee", "milk", "water", "juice", "cocoa", "lemonade"}},
    {"hat", "wears the {x} hat", {"red", "blue", "green", "yellow", "white", "black", "purple"}},
    {"job", "works as a {x}", {"baker", "doctor", "teacher", "painter", "lawyer", "nurse", "pilot"}},
    {"sport", "likes {x}", {"tennis", "chess", "rowing", "golf", "judo", "skiing", "cricket"}},
    {"instrument", "plays the {x}", {"piano", "violin", "flute", "drum", "harp", "trumpet", "cello"}},
}};

struct Manner {
  std::string_view intro;
  std::string_view at, not_at, just_left, next_to, some_left, ask_place;
};

constexpr std::array<Manner, 3> kManners{{
    {"There are {n} houses in a row, numbered 1 to {n} from left to right. {V} live in them, one in each house.",
     "{a} lives in house {k}.", "{a} does not live in house {k}.", "{a} lives directly to the left of {b}.",
     "{a} lives next to {b}.", "{a} lives somewhere to the left of {b}.",
     "What is the number of the house in which {a} lives?"},
    {"{V} sit side by side on {n} seats, numbered 1 to {n} from left to right.", "{a} sits on seat {k}.",
     "{a} does not sit on seat {k}.", "{a} sits directly to the left of {b}.", "{a} sits next to {b}.",
     "{a} sits somewhere to the left of {b}.", "What is the number of the seat on which {a} sits?"},
    {"{V} stand in a line at {n} marks, numbered 1 to {n} from left to right.", "{a} stands at mark {k}.",
     "{a} does not stand at mark {k}.", "{a} stands directly to the left of {b}.", "{a} stands next to {b}.",
     "{a} stands somewhere to the left of {b}.", "What is the number of the mark at which {a} stands?"},
}};

// Kind 0 are the names; every thing has its words.
struct Cast {
  std::size_t places = 0;
  std::vector<const Kind*> kinds;                // beside the names
  std::vector<std::vector<std::string>> things;  // of each kind, the names first

  std::string predicate(std::size_t thing) const {
    return Wording().set("x", things[thing / places][thing % places]).fill(kinds[thing / places - 1]->predicate);
  }
  std::string subject(std::size_t thing) const {
    return thing < places ? things[0][thing] : "the person who " + predicate(thing);
  }
};

using Form = ZebraClue::Form;

// Everything true of an arrangement that a clue can say.
std::vector<ZebraClue> true_clues(const std::vector<std::size_t>& place_of, std::size_t places) {
  std::vector<ZebraClue> clues;
  for (std::size_t a = 0; a < place_of.size(); ++a) {
    for (std::size_t place = 0; place < places; ++place) {
      clues.push_back(
          {.form = place == place_of[a] ? Form::kAt : Form::kNotAt, .first = a, .second = a, .place = place});
    }
    for (std::size_t b = 0; b < place_of.size(); ++b) {
      if (place_of[a] == place_of[b] && a / places < b / places) {
        clues.push_back({.form = Form::kSame, .first = a, .second = b});
      }
      if (place_of[a] < place_of[b]) {
        clues.push_back({.form = Form::kSomeLeft, .first = a, .second = b});
      }
      if (place_of[a] + 1 == place_of[b]) {
        clues.push_back({.form = Form::kJustLeft, .first = a, .second = b});
        clues.push_back({.form = Form::kNextTo, .first = a, .second = b});
      }
    }
  }
  return clues;
}

// Clues are taken until one arrangement is left, then those that are not needed go.
std::vector<ZebraClue> draw_clues(const std::vector<std::size_t>& place_of, std::size_t places, Rng& rng) {
  std::vector<ZebraClue> all = true_clues(place_of, places);
  rng.shuffle(all);
  // Few clues that name a place: they solve too much.
  std::stable_partition(all.begin(), all.end(), [](const ZebraClue& clue) { return clue.form != Form::kAt; });
  const std::size_t kinds = place_of.size() / places;
  std::size_t enough = all.size();  // more clues never leave more arrangements: the shortest beginning by bisection
  for (std::size_t few = 0; few + 1 < enough;) {
    const std::size_t middle = (few + enough) / 2;
    const std::vector<ZebraClue> tried(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(middle));
    (solve_zebra(places, kinds, tried, 2).size() == 1 ? enough : few) = middle;
  }
  std::vector<ZebraClue> clues(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(enough));
  for (std::size_t i = clues.size(); i-- > 0;) {
    std::vector<ZebraClue> fewer = clues;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (solve_zebra(places, kinds, fewer, 2).size() == 1) {
      clues = std::move(fewer);
    }
  }
  rng.shuffle(clues);
  return clues;
}

std::string say(const ZebraClue& clue, const Cast& cast, const Manner& manner, Rng& rng) {
  const bool is_turned = clue.form == Form::kNextTo && rng.below(2) == 0;
  Wording wording;
  wording.set("a", cast.subject(is_turned ? clue.second : clue.first));
  wording.set("b", cast.subject(is_turned ? clue.first : clue.second));
  wording.set("k", static_cast<std::int64_t>(clue.place) + 1);
  switch (clue.form) {
    case Form::kAt:
      return capitalised(wording.fill(manner.at));
    case Form::kNotAt:
      return capitalised(wording.fill(manner.not_at));
    case Form::kSame:
      return capitalised(cast.subject(clue.first) + " " + cast.predicate(clue.second) + ".");
    case Form::kJustLeft:
      return capitalised(wording.fill(manner.just_left));
    case Form::kNextTo:
      return capitalised(wording.fill(manner.next_to));
    case Form::kSomeLeft:
      return capitalised(wording.fill(manner.some_left));
  }
  return {};
}

Cast draw_cast(std::size_t places, std::size_t kinds, Rng& rng) {
  Cast cast{.places = places};
  std::vector<const Kind*> all;
  for (const Kind& kind : kKinds) {
    all.push_back(&kind);
  }
  rng.shuffle(all);
  cast.kinds.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kinds));
  cast.things.push_back(draw_names(places, rng));
  for (const Kind* kind : cast.kinds) {
    cast.things.push_back(draw_words(kind->things, places, rng));
  }
  return cast;
}

std::string introduction(const Cast& cast, const Manner& manner, Rng& rng) {
  std::vector<std::string> names = cast.things[0];
  std::sort(names.begin(), names.end());
  std::string text =
      Wording().set("n", static_cast<std::int64_t>(cast.places)).set("V", listed(names)).fill(manner.intro);
  for (std::size_t i = 0; i < cast.kinds.size(); ++i) {
    std::vector<std::string> things = cast.things[i + 1];
    rng.shuffle(things);
    text += " Each has a different " + std::string(cast.kinds[i]->label) + ": " + listed(things) + ".";
  }
  return text;
}

// A thing, no name, of which no clue says alone whose or where it is; any thing if there is no such.
std::size_t draw_asked(const std::vector<ZebraClue>& clues, const Cast& cast, bool asks_place, Rng& rng) {
  std::vector<std::size_t> things;
  for (std::size_t thing = cast.places; thing < cast.places * cast.things.size(); ++thing) {
    const bool is_told = std::any_of(clues.begin(), clues.end(), [&](const ZebraClue& clue) {
      return asks_place ? clue.form == Form::kAt && clue.first == thing
                        : clue.form == Form::kSame && clue.first < cast.places && clue.second == thing;
    });
    if (!is_told) {
      things.push_back(thing);
    }
  }
  return things.empty() ? cast.places + rng.below(cast.places) : things[rng.below(things.size())];
}

Sample make_zebra_puzzle(Rng& rng, int difficulty) {
  const auto level = static_cast<std::size_t>(difficulty - 1);
  const std::size_t places = kPlaces[level];
  const Cast cast = draw_cast(places, kKindsBesideNames[level], rng);
  const Manner& manner = kManners[rng.below(kManners.size())];
  std::vector<std::size_t> place_of;
  for (std::size_t kind = 0; kind < cast.things.size(); ++kind) {
    std::vector<std::size_t> order(places);
    for (std::size_t i = 0; i < places; ++i) {
      order[i] = i;
    }
    rng.shuffle(order);
    place_of.insert(place_of.end(), order.begin(), order.end());
  }
  const std::vector<ZebraClue> clues = draw_clues(place_of, places, rng);
  ASSAY_CHECK(solve_zebra(places, cast.things.size(), clues, 2).size() == 1, "a zebra puzzle without one solution");
  std::string text = introduction(cast, manner, rng);
  for (const ZebraClue& clue : clues) {
    text += " " + say(clue, cast, manner, rng);
  }
  const bool asks_place = rng.below(3) == 0;
  const std::size_t asked = draw_asked(clues, cast, asks_place, rng);
  if (asks_place) {
    text += " " + Wording().set("a", cast.subject(asked)).fill(manner.ask_place);
    return generated_sample(text, std::to_string(place_of[asked] + 1));
  }
  const auto person =
      std::find(place_of.begin(), place_of.begin() + static_cast<std::ptrdiff_t>(places), place_of[asked]);
  text += " Who " + cast.predicate(asked) + "?";
  return generated_sample(text, cast.things[0][static_cast<std::size_t>(person - place_of.begin())]);
}

}  // namespace

GeneratorEntry zebra_puzzles_generator() {
  return {.name = "zebra_puzzles",
          .summary = "people in a row and what is theirs, with one solution",
          .version = 1,
          .difficulty_max = 5,
          .make = make_zebra_puzzle};
}

}  // namespace assay
