// Things change hands step by step; the answer is followed forwards.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

constexpr std::array<std::size_t, 5> kPeople{3, 3, 4, 5, 7};
constexpr std::array<int, 5> kSteps{3, 5, 7, 9, 13};

// {x}, {y}, {z} people; {t} a thing, of which the colour is the answer.
struct Manner {
  std::string_view intro;
  std::string_view has;  // "{x} has the {t} ball"
  std::array<std::string_view, 3> swaps;
  std::string_view round;
  std::string_view ask_thing, ask_person;
};

constexpr std::array<Manner, 3> kManners{{
    {"{V} are playing a game with balls.",
     "{x} has the {t} ball",
     {"{x} and {y} swap their balls.", "{x} and {y} trade balls.",
      "{y} gives a ball to {x}, and gets the ball of {x} for it."},
     "At the same moment {x} hands a ball to {y}, {y} one to {z}, and {z} one to {x}.",
     "What colour is the ball that {x} has at the end?",
     "Who has the {t} ball at the end?"},
    {"{V} each sit on a chair.",
     "{x} sits on the {t} chair",
     {"{x} and {y} swap chairs.", "{x} and {y} trade places.", "{y} asks {x} to change places, and they do."},
     "{x} moves to the chair of {y}, {y} to the chair of {z}, and {z} to the chair of {x}, all at the same time.",
     "What colour is the chair on which {x} sits at the end?",
     "Who sits on the {t} chair at the end?"},
    {"{V} each wear a hat.",
     "{x} wears the {t} hat",
     {"{x} and {y} swap hats.", "{x} and {y} trade hats.", "{y} puts on the hat of {x}, and {x} the hat of {y}."},
     "{x} puts on the hat of {y}, {y} the hat of {z}, and {z} the hat of {x}, all at the same time.",
     "What colour is the hat that {x} wears at the end?",
     "Who wears the {t} hat at the end?"},
}};
constexpr std::array<std::string_view, 10> kColours{"red",    "blue",  "green",  "yellow", "white",
                                                    "purple", "black", "orange", "pink",   "grey"};

// A ball that is handed over goes on to the next person, a place or hat that is taken comes from the next person.
bool hands_on(const Manner& manner) { return manner.round.find("hands") != std::string_view::npos; }

Sample make_object_tracking(Rng& rng, int difficulty) {
  static constexpr std::array<std::string_view, 4> kStarts{"At the start ", "In the beginning ", "At first ",
                                                           "To begin with, "};
  const auto level = static_cast<std::size_t>(difficulty - 1);
  const Manner& manner = kManners[rng.below(kManners.size())];
  const std::size_t count = kPeople[level];
  const std::vector<std::string> names = draw_names(count, rng);
  std::vector<std::string> things = draw_words(kColours, count, rng);
  std::vector<std::string> has;
  for (std::size_t i = 0; i < count; ++i) {
    has.push_back(Wording().set("x", names[i]).set("t", things[i]).fill(manner.has));
  }
  std::string text = Wording().set("V", listed(names)).fill(manner.intro) + " " +
                     std::string(kStarts[rng.below(kStarts.size())]) + listed(has) + ".";
  std::vector<std::size_t> people(count);
  for (std::size_t i = 0; i < count; ++i) {
    people[i] = i;
  }
  for (int step = 0; step < kSteps[level]; ++step) {
    rng.shuffle(people);
    const std::size_t x = people[0];
    const std::size_t y = people[1];
    const std::size_t z = people[2];
    const bool is_round = difficulty > 2 && rng.below(4) == 0;
    const std::string_view sentence = is_round ? manner.round : manner.swaps[rng.below(manner.swaps.size())];
    text += " " + Wording().set("x", names[x]).set("y", names[y]).set("z", names[z]).fill(sentence);
    std::swap(things[x], things[y]);  // x has what y had, and y what x had
    if (is_round) {
      std::swap(hands_on(manner) ? things[x] : things[y], things[z]);
    }
  }
  const std::size_t asked = rng.below(count);
  const bool asks_thing = rng.below(2) == 0;
  text +=
      " " +
      Wording().set("x", names[asked]).set("t", things[asked]).fill(asks_thing ? manner.ask_thing : manner.ask_person);
  std::vector<std::string> held;
  for (std::size_t i = 0; i < count; ++i) {
    held.push_back(names[i] + ": " + things[i]);
  }
  return generated_sample(text, asks_thing ? things[asked] : names[asked], "At the end: " + comma_listed(held) + ".");
}

}  // namespace

GeneratorEntry object_tracking_generator() {
  return {.name = "object_tracking",
          .summary = "who has what after swaps",
          .version = 1,
          .difficulty_max = 5,
          .make = make_object_tracking};
}

}  // namespace assay
