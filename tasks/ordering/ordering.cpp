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

// One clue about two neighbours.
std::string clue(const Relation& relation, std::string_view more, std::string_view less, bool is_turned) {
  const std::string_view subject = is_turned ? less : more;
  const std::string_view object = is_turned ? more : less;
  return std::string(subject) + " is " + std::string(is_turned ? relation.less : relation.more) + " than " +
         std::string(object) + ". ";
}

// How the clues of a puzzle are told; three levels for each number of people, from three on.
enum class Telling {
  kFromTheAnswer,  // in the hidden order, in 3 of 4 puzzles from the end that is asked for, else from the other one
  kFromAnEnd,      // in the hidden order, from either end
  kMixed,          // in any order, each clue from either side
};

std::vector<std::string> tell(const Relation& relation, const std::vector<std::string_view>& order, Telling telling,
                              bool asks_most, Rng& rng) {
  const bool is_from_answer = rng.below(4) != 0;
  const bool starts_at_most = telling == Telling::kFromTheAnswer ? is_from_answer == asks_most : rng.below(2) == 0;
  std::vector<std::string> clues;
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    const bool is_turned = telling == Telling::kMixed ? rng.below(2) == 0 : !starts_at_most;
    clues.push_back(clue(relation, order[i], order[i + 1], is_turned));
  }
  if (telling == Telling::kMixed) {
    rng.shuffle(clues);
  } else if (!starts_at_most) {
    std::reverse(clues.begin(), clues.end());
  }
  return clues;
}

Sample make_ordering(Rng& rng, int difficulty) {
  constexpr int kLevels = 3;
  const Relation& relation = kRelations[rng.below(kRelations.size())];
  const auto people = std::size_t{3} + static_cast<std::size_t>(difficulty - 1) / kLevels;
  const std::vector<std::string_view> order = draw_people(people, rng);  // from most to least
  const bool asks_most = rng.below(2) == 0;
  const auto telling = static_cast<Telling>((difficulty - 1) % kLevels);
  std::string text;
  for (const std::string& part : tell(relation, order, telling, asks_most, rng)) {
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

// The same puzzles, answered in words.
Sample make_ordering_answer(Rng& rng, int difficulty) {
  Sample sample = make_ordering(rng, difficulty);
  sample.question.insert(sample.question.rfind("\nAnswer:"), " Answer with the name.");
  sample.target = "The answer is " + sample.gold + ".";
  sample.choices.clear();
  sample.gold_choice.reset();
  return sample;
}

}  // namespace

GeneratorEntry ordering_generator() {
  return {.name = "ordering_puzzles",
          .summary = "who is first or last among people compared in pairs",
          .version = 1,
          .difficulty_max = 9,
          .make = make_ordering};
}

GeneratorEntry ordering_answers_generator() {
  return {.name = "ordering_answers",
          .summary = "who is first or last among people compared in pairs, answered by name",
          .version = 1,
          .difficulty_max = 9,
          .make = make_ordering_answer};
}

}  // namespace assay
