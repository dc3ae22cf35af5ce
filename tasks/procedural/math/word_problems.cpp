// A quantity, what happens to it step by step, and what is asked of it in the end. Every step has several wordings.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "tasks/parts/words.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

constexpr std::int64_t kValueMax = 5000;
constexpr int kAttemptsMax = 10'000;

// What a sentence does to the quantity v: '+' v+b, '-' v-b, 'p' v+b*c, 'm' v-b*c, 'h' v/2, '2' 2v, '3' 3v; of a last
// sentence: '=' v, 'x' v*b, '/' v/b.
struct Sentence {
  char effect;
  std::string_view text;
};

// {N} and {M} people, {T} things, {P} a place; {a} the beginning, {b} and {c} the numbers of a step.
struct Setting {
  std::array<std::string_view, 3> openings;
  std::span<const Sentence> steps;
  std::span<const Sentence> ends;
};

constexpr std::array<Sentence, 14> kCollectionSteps{{
    {'+', "{N} finds {b} more {T}."},
    {'+', "{M} gives {N} {b} more {T}."},
    {'+', "{N} wins {b} {T} in a game."},
    {'-', "{N} gives {b} {T} to {M}."},
    {'-', "{N} loses {b} of the {T}."},
    {'-', "{N} sells {b} of the {T}."},
    {'p', "{N} buys {b} packs with {c} {T} in each pack."},
    {'p', "{N} gets {c} {T} from each of {b} friends."},
    {'m', "{N} gives {c} {T} to each of {b} cousins."},
    {'m', "{N} fills {b} bags with {c} {T} each and gives the bags away."},
    {'h', "{N} counts all the {T} and gives half of them to {M}."},
    {'h', "{N} counts all the {T}, leaves half of them at school and never gets them back."},
    {'2', "{N} buys as many {T} as are already there, so that the number doubles."},
    {'3', "{N} trades with {M} and now has three times as many {T}."},
}};
constexpr std::array<Sentence, 5> kCollectionEnds{{
    {'=', "How many {T} does {N} have now?"},
    {'=', "What is the number of {T} that {N} has in the end?"},
    {'x',
     "{N} now sells every one of the {T} that are left, for {b} dollars each. How many dollars does {N} get for them?"},
    {'/', "{N} shares all {T} that are left equally among {b} children. How many {T} does each child get?"},
    {'/', "{N} puts all {T} that are left into {b} boxes, the same number into each. How many {T} are in each box?"},
}};

constexpr std::array<Sentence, 12> kMoneySteps{{
    {'+', "{N} earns {b} dollars by washing cars."},
    {'+', "An aunt gives {N} {b} dollars."},
    {'-', "{N} spends {b} dollars on a jacket."},
    {'-', "{N} pays {b} dollars for a train ticket."},
    {'-', "{N} lends {M} {b} dollars."},
    {'p', "{N} works for {b} hours and earns {c} dollars an hour."},
    {'p', "{N} sells {b} {T} for {c} dollars each."},
    {'m', "{N} buys {b} {T} for {c} dollars each."},
    {'m', "{N} pays {c} dollars a day for {b} days of parking."},
    {'h', "{N} counts all the money and gives half of it to {M}."},
    {'h', "{N} counts all the money and spends half of it on a bicycle."},
    {'2', "A prize doubles all the money that {N} has."},
}};
constexpr std::array<Sentence, 4> kMoneyEnds{{
    {'=', "How many dollars does {N} have now?"},
    {'=', "How much money does {N} have in the end, in dollars?"},
    {'/', "{N} splits all the money equally between {b} jars. How many dollars are in each jar?"},
    {'x', "A year later {N} has {b} times as much money in all. How many dollars is that?"},
}};

constexpr std::array<Sentence, 12> kStockSteps{{
    {'+', "A delivery brings {b} more {T}."},
    {'+', "{N} brings {b} {T} from home for the {P}."},
    {'-', "Customers buy {b} of the {T}."},
    {'-', "{b} of the {T} are damaged and thrown away."},
    {'p', "{b} crates arrive with {c} {T} in each."},
    {'p', "{b} suppliers bring {c} {T} each."},
    {'m', "{b} customers buy {c} {T} each."},
    {'m', "On each of {b} days {c} {T} are sold."},
    {'h', "The {P} sends half of all its {T} to another town."},
    {'h', "Half of all {T} in the {P} are sold at a fair."},
    {'2', "The owner orders as many {T} as are there, and so the whole stock doubles."},
    {'3', "The owner buys enough {T} to have three times the whole stock."},
}};
constexpr std::array<Sentence, 4> kStockEnds{{
    {'=', "How many {T} does the {P} have now?"},
    {'=', "How many {T} are left in the {P}?"},
    {'/', "All {T} in the {P} are packed into boxes of {b}. How many boxes are filled?"},
    {'x', "All {T} in the {P} are then sold for {b} dollars each. How many dollars does the {P} take for them?"},
}};

constexpr std::array<Sentence, 11> kTankSteps{{
    {'+', "Rain adds {b} litres."},
    {'+', "{N} pours in {b} more litres."},
    {'-', "{N} takes {b} litres for the garden."},
    {'-', "{b} litres evaporate."},
    {'p', "A pump adds {c} litres a minute for {b} minutes."},
    {'p', "{N} empties {b} cans of {c} litres each into the tank."},
    {'m', "A leak loses {c} litres an hour for {b} hours."},
    {'m', "{N} fills {b} buckets with {c} litres each from the tank."},
    {'h', "Half of all the water in the tank is drained."},
    {'h', "{M} pumps half of all the water in the tank into a pool."},
    {'2', "A storm doubles the water in the tank."},
}};
constexpr std::array<Sentence, 4> kTankEnds{{
    {'=', "How many litres are in the tank now?"},
    {'=', "How much water is in the tank in the end, in litres?"},
    {'/', "All the water in the tank is filled into barrels of {b} litres. How many barrels are filled?"},
    {'x', "All the water in the tank is sold for {b} cents a litre. How many cents does it bring?"},
}};

constexpr std::array<Setting, 4> kSettings{{
    {{"{N} has {a} {T}.", "{N} starts the week with {a} {T}.", "There are {a} {T} in a box that belongs to {N}."},
     kCollectionSteps,
     kCollectionEnds},
    {{"{N} has {a} dollars.", "{N} has saved {a} dollars.", "At the start of a month {N} has {a} dollars."},
     kMoneySteps,
     kMoneyEnds},
    {{"A {P} has {a} {T}.", "In the morning a {P} has {a} {T}.", "{N} owns a {P} with {a} {T}."},
     kStockSteps,
     kStockEnds},
    {{"A tank holds {a} litres of water.", "{N} has a tank with {a} litres of water in it.",
      "There are {a} litres of water in a large tank."},
     kTankSteps,
     kTankEnds},
}};

constexpr std::array<std::string_view, 5> kAsides{"{M} is {d} years old.", "{N} lives in house number {d}.",
                                                  "The street has {d} lamps.", "{N} has been awake for {d} minutes.",
                                                  "The bus of {M} is line {d}."};
constexpr std::array<std::string_view, 6> kPlaces{"shop", "market stall", "warehouse", "store", "kiosk", "stand"};

// The numbers of a sentence, and what it makes of the quantity; `work` is the solution's step.
struct Step {
  std::int64_t b = 0, c = 0;
  std::int64_t value = 0;
  std::string work;
};

std::string equation(std::int64_t left, char operation, std::int64_t right, std::int64_t result) {
  return std::to_string(left) + " " + operation + " " + std::to_string(right) + " = " + std::to_string(result) + ". ";
}

Step scale(std::int64_t value, char operation, std::int64_t by) {
  const std::int64_t result = operation == '*' ? value * by : value / by;
  return {.b = by, .value = result, .work = equation(value, operation, by, result)};
}

// Nothing if the step cannot be taken from this quantity.
std::optional<Step> take(char effect, std::int64_t value, Rng& rng) {
  const std::int64_t b = effect == 'p' || effect == 'm' ? rng.between(2, 9) : rng.between(3, 60);
  const std::int64_t c = rng.between(2, 12);
  Step step{.b = b, .c = c};
  switch (effect) {
    case '=':
      return Step{.value = value};
    case '+':
    case '-':
      step.value = effect == '+' ? value + b : value - b;
      step.work = equation(value, effect, b, step.value);
      break;
    case 'p':
    case 'm':
      step.value = effect == 'p' ? value + b * c : value - b * c;
      step.work = equation(b, '*', c, b * c) + equation(value, effect == 'p' ? '+' : '-', b * c, step.value);
      break;
    case 'x':
      step = scale(value, '*', rng.between(2, 9));
      break;
    case '/': {
      const std::int64_t by = rng.between(2, 9);
      if (value % by != 0) {
        return std::nullopt;
      }
      step = scale(value, '/', by);
      break;
    }
    case 'h':
      if (value % 2 != 0) {
        return std::nullopt;
      }
      step = scale(value, '/', 2);
      break;
    default:
      step = scale(value, '*', effect - '0');
  }
  return step.value >= 2 && step.value <= kValueMax ? std::optional(step) : std::nullopt;
}

// A sentence that can be taken from `value`, not the one said just before.
std::pair<Sentence, Step> draw_step(std::span<const Sentence> sentences, const Sentence* before, std::int64_t value,
                                    Rng& rng) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const Sentence& sentence = sentences[rng.below(sentences.size())];
    if (before != nullptr && before->effect == sentence.effect) {
      continue;
    }
    if (auto step = take(sentence.effect, value, rng)) {
      return {sentence, *step};
    }
  }
  ASSAY_CHECK(false, "no step can be taken");
  return {};
}

Sample make_word_problem(Rng& rng, int difficulty) {
  const Setting& setting = kSettings[rng.below(kSettings.size())];
  const std::vector<std::string> names = draw_names(2, rng);
  Wording wording;
  wording.set("N", names[0]).set("M", names[1]).set("T", pick(kThings, rng)).set("P", pick(kPlaces, rng));
  std::int64_t value = rng.between(20, 120);
  wording.set("a", value);
  std::vector<std::string> sentences{wording.fill(pick(setting.openings, rng))};
  std::string solution;
  Sentence before{};
  for (int i = 0; i <= difficulty; ++i) {
    const bool is_last = i == difficulty;
    const auto [sentence, step] =
        draw_step(is_last ? setting.ends : setting.steps, i > 0 && !is_last ? &before : nullptr, value, rng);
    before = sentence;
    value = step.value;
    solution += step.work;
    wording.set("b", step.b).set("c", step.c);
    sentences.push_back(wording.fill(sentence.text));
  }
  std::vector<std::string_view> asides(kAsides.begin(), kAsides.end());
  rng.shuffle(asides);
  for (int i = 0; i < difficulty - 3; ++i) {
    wording.set("d", rng.between(11, 90));
    const auto at = static_cast<std::ptrdiff_t>(1 + rng.below(sentences.size() - 2));
    sentences.insert(sentences.begin() + at, wording.fill(asides[static_cast<std::size_t>(i)]));
  }
  std::string text;
  for (const std::string& sentence : sentences) {
    text += (text.empty() ? "" : " ") + sentence;
  }
  solution.pop_back();
  return generated_sample(text, std::to_string(value), solution);
}

}  // namespace

GeneratorEntry word_problems_generator() {
  return {.name = "word_problems",
          .summary = "word problems in two to six steps",
          .version = 1,
          .difficulty_max = 5,
          .make = make_word_problem};
}

}  // namespace assay
