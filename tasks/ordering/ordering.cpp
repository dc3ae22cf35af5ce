// Neighbours in the hidden order are compared, so that the clues together fix it; positions of the gold choice are
// balanced.
#include "tasks/ordering/ordering.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/parts/words.h"

namespace assay {
namespace {

struct Relation {
  std::string_view more, less;   // "taller", "shorter"
  std::string_view most, least;  // "tallest", "shortest"
};

constexpr std::array<Relation, 8> kRelations{{
    {"taller", "shorter", "tallest", "shortest"},
    {"older", "younger", "oldest", "youngest"},
    {"faster", "slower", "fastest", "slowest"},
    {"heavier", "lighter", "heaviest", "lightest"},
    {"richer", "poorer", "richest", "poorest"},
    {"stronger", "weaker", "strongest", "weakest"},
    {"louder", "quieter", "loudest", "quietest"},
    {"happier", "sadder", "happiest", "saddest"},
}};

std::vector<std::string_view> draw_people(std::size_t count, Rng& rng) {
  std::vector<std::string_view> people(kFirstNames.begin(), kFirstNames.end());
  rng.shuffle(people);
  people.resize(count);
  return people;
}

// One clue about two neighbours, said from either side.
std::string clue(const Relation& relation, std::string_view more, std::string_view less, Rng& rng) {
  const bool is_turned = rng.below(2) == 1;
  const std::string_view subject = is_turned ? less : more;
  const std::string_view object = is_turned ? more : less;
  return std::string(subject) + " is " + std::string(is_turned ? relation.less : relation.more) + " than " +
         std::string(object) + ". ";
}

Sample make_ordering(Rng& rng, int difficulty) {
  const Relation& relation = kRelations[rng.below(kRelations.size())];
  const std::vector<std::string_view> order =
      draw_people(static_cast<std::size_t>(difficulty) + 2, rng);  // from most to least
  std::vector<std::string> clues;
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    clues.push_back(clue(relation, order[i], order[i + 1], rng));
  }
  if (difficulty > 1) {
    rng.shuffle(clues);
  }
  const bool asks_most = rng.below(2) == 0;
  std::string text;
  for (const std::string& part : clues) {
    text += part;
  }
  Sample sample;
  sample.question =
      "Question: " + text + "Who is the " + std::string(asks_most ? relation.most : relation.least) + "?\nAnswer:";
  sample.gold = std::string(asks_most ? order.front() : order.back());
  std::vector<std::string_view> shown = order;
  rng.shuffle(shown);
  for (const std::string_view person : shown) {
    sample.choices.emplace_back(person);
  }
  sample.gold_choice = static_cast<int>(std::find(shown.begin(), shown.end(), sample.gold) - shown.begin());
  sample.target = sample.gold;
  return sample;
}

}  // namespace

GeneratorEntry ordering_generator() {
  return {.name = "ordering_puzzles",
          .summary = "who is first or last among people compared in pairs",
          .version = 1,
          .difficulty_max = 6,
          .make = make_ordering};
}

}  // namespace assay
