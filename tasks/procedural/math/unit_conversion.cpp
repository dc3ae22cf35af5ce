// Units of length, mass, volume and time, and rates of them. Every answer is a decimal that ends.
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "harness/base/text.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/small_fraction.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

constexpr int kAttemptsMax = 10'000;

struct Unit {
  std::string_view name;   // plural
  std::int64_t size = 1;   // in the smallest of its kind
  bool is_decimal = true;  // amounts of it are said as decimals
};

constexpr std::array<Unit, 4> kLengths{
    {{"millimetres", 1}, {"centimetres", 10}, {"metres", 1000}, {"kilometres", 1'000'000}}};
constexpr std::array<Unit, 4> kMasses{
    {{"milligrams", 1}, {"grams", 1000}, {"kilograms", 1'000'000}, {"tonnes", 1'000'000'000}}};
constexpr std::array<Unit, 3> kVolumes{{{"millilitres", 1}, {"litres", 1000}, {"cubic metres", 1'000'000}}};
constexpr std::array<Unit, 5> kTimes{{{"seconds", 1, false},
                                      {"minutes", 60, false},
                                      {"hours", 3600, false},
                                      {"days", 86'400, false},
                                      {"weeks", 604'800, false}}};
constexpr std::array<Unit, 4> kImperial{
    {{"inches", 1, false}, {"feet", 12, false}, {"yards", 36, false}, {"miles", 63'360, false}}};

constexpr std::array<std::span<const Unit>, 5> kKinds{kLengths, kMasses, kVolumes, kTimes, kImperial};

constexpr std::array<std::string_view, 5> kWordings{
    "How many {u} are {A}?", "Convert {A} to {u}. What is the number of {u}?", "Express {A} in {u}.",
    "{A} is how many {u}?", "{N} measures {A}. How many {u} is that?"};

std::string ask(const std::string& amount, std::string_view unit, Rng& rng) {
  return Wording()
      .set("A", amount)
      .set("u", unit)
      .set("N", draw_names(1, rng)[0])
      .fill(kWordings[rng.below(kWordings.size())]);
}

Sample answer_with(const std::string& text, const SmallFraction& answer, const std::string& work) {
  return generated_sample(text, decimal_of(answer), work);
}

// A whole number of a unit into a smaller one.
Sample make_smaller(Rng& rng) {
  const std::span<const Unit> kind = kKinds[rng.below(kKinds.size())];
  const std::size_t from = 1 + rng.below(kind.size() - 1);
  const std::size_t to = from == 1 ? 0 : from - 1 - rng.below(2);
  const std::int64_t amount = rng.between(2, 250);
  const std::int64_t factor = kind[from].size / kind[to].size;
  const std::string said = std::to_string(amount) + " " + std::string(kind[from].name);
  return answer_with(
      ask(said, kind[to].name, rng), make_fraction(amount * factor),
      std::to_string(amount) + " * " + std::to_string(factor) + " = " + std::to_string(amount * factor) + ".");
}

// Either way, with decimals where the units have them. Parts of a unit that are no short decimals are drawn again.
Sample make_either_way(Rng& rng) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const std::span<const Unit> kind = kKinds[rng.below(kKinds.size())];
    const std::size_t from = rng.below(kind.size());
    const std::size_t to = (from + 1 + rng.below(kind.size() - 1)) % kind.size();
    const SmallFraction amount = make_fraction(rng.between(2, 9999), kind[from].is_decimal ? 100 : 1);
    const SmallFraction factor = make_fraction(kind[from].size, kind[to].size);
    if (amount == make_fraction(1) || factor.numerator > 1'000'000 || factor.denominator > 1'000'000) {
      continue;
    }
    const SmallFraction answer = amount * factor;
    if (answer.denominator > 1 && 1'000'000 % answer.denominator != 0) {
      continue;
    }
    const std::string said = decimal_of(amount) + " " + std::string(kind[from].name);
    return answer_with(
        ask(said, kind[to].name, rng), answer,
        factor.denominator == 1
            ? decimal_of(amount) + " * " + text_of(factor) + " = " + decimal_of(answer) + "."
            : decimal_of(amount) + " / " + text_of(make_fraction(1) / factor) + " = " + decimal_of(answer) + ".");
  }
  ASSAY_CHECK(false, "no amount was found");
  return {};
}

// Two or three units together, in a smaller one.
Sample make_sum(Rng& rng) {
  const std::span<const Unit> kind = kKinds[rng.below(kKinds.size())];
  const std::size_t parts = std::min<std::size_t>(2 + rng.below(2), kind.size());
  const std::size_t low = rng.below(kind.size() - parts + 1);
  std::vector<std::string> said;
  std::vector<std::string> worked;
  std::int64_t total = 0;
  for (std::size_t i = low + parts; i-- > low;) {
    const std::int64_t step = i + 1 < kind.size() ? kind[i + 1].size / kind[i].size : 20;
    const std::int64_t amount = rng.between(2, std::min<std::int64_t>(step - 1, 120));
    said.push_back(std::to_string(amount) + " " + std::string(kind[i].name));
    worked.push_back(std::to_string(amount * (kind[i].size / kind[low].size)));
    total += amount * (kind[i].size / kind[low].size);
  }
  const std::string unit(kind[low].name);
  const std::array<std::string, 3> wordings{
      "How many " + unit + " are " + listed(said) + " together?",
      "Convert the sum of " + listed(said) + " to " + unit + ".",
      draw_names(1, rng)[0] + " adds up " + listed(said) + ". What is the total in " + unit + "?"};
  return generated_sample(wordings[rng.below(wordings.size())], std::to_string(total),
                          join(worked, " + ") + " = " + std::to_string(total) + ".");
}

// A rate in other units: `factor` takes one to the other.
struct Rate {
  std::string_view from, to;
  SmallFraction factor;
  std::int64_t amount_step = 1;  // amounts are multiples of it
};

constexpr std::array<Rate, 12> kRates{{
    {"kilometres per hour", "metres per second", {5, 18}, 9},
    {"metres per second", "kilometres per hour", {18, 5}, 1},
    {"litres per minute", "litres per hour", {60, 1}, 1},
    {"litres per hour", "litres per minute", {1, 60}, 3},
    {"millilitres per second", "litres per minute", {3, 50}, 1},
    {"litres per minute", "millilitres per second", {50, 3}, 3},
    {"litres per second", "cubic metres per hour", {18, 5}, 1},
    {"kilograms per cubic metre", "grams per litre", {1, 1}, 1},
    {"grams per minute", "kilograms per hour", {3, 50}, 1},
    {"kilometres per hour", "metres per minute", {50, 3}, 3},
    {"centimetres per second", "metres per minute", {3, 5}, 1},
    {"metres per minute", "kilometres per hour", {3, 50}, 1},
}};

Sample make_rate(Rng& rng) {
  const Rate& rate = kRates[rng.below(kRates.size())];
  const std::int64_t amount = rate.amount_step * rng.between(2, 900);
  const SmallFraction answer = make_fraction(amount) * rate.factor;
  const std::string said = std::to_string(amount) + " " + std::string(rate.from);
  return answer_with(ask(said, rate.to, rng), answer,
                     std::to_string(amount) + " * " + text_of(rate.factor) + " = " + decimal_of(answer) + ".");
}

// A rate over a time: {r} units a second or a minute, for {h} hours and {m} minutes, in a larger unit.
struct Flow {
  std::string_view text;
  std::int64_t per_hour = 60;     // how often the rate's time goes into an hour
  std::int64_t unit_size = 1000;  // how many of the rate's units make one of the answer's
};

constexpr std::array<Flow, 7> kFlows{{
    {"A tap fills {r} millilitres a second. How many litres does it fill in {h} hours and {m} minutes?", 3600, 1000},
    {"A pump moves {r} litres a minute. How many cubic metres does it move in {h} hours and {m} minutes?", 60, 1000},
    {"{N} walks {r} metres a minute. How many kilometres does {N} walk in {h} hours and {m} minutes?", 60, 1000},
    {"A machine uses {r} grams of flour a minute. How many kilograms does it use in {h} hours and {m} minutes?", 60,
     1000},
    {"A train covers {r} metres a second. How many kilometres does it cover in {h} hours and {m} minutes?", 3600, 1000},
    {"A belt moves {r} centimetres a second. How many metres does it move in {h} hours and {m} minutes?", 3600, 100},
    {"{N} pours {r} millilitres a minute. How many litres does {N} pour in {h} hours and {m} minutes?", 60, 1000},
}};

Sample make_flow(Rng& rng) {
  const Flow& flow = kFlows[rng.below(kFlows.size())];
  const std::int64_t rate = rng.between(2, 95);
  const std::int64_t hours = rng.between(2, 9);
  const std::int64_t minutes = rng.between(2, 59);
  const std::int64_t times = (hours * 60 + minutes) * flow.per_hour / 60;
  const SmallFraction answer = make_fraction(rate * times, flow.unit_size);
  const std::string text =
      Wording().set("r", rate).set("h", hours).set("m", minutes).set("N", draw_names(1, rng)[0]).fill(flow.text);
  return answer_with(text, answer,
                     std::to_string(rate) + " * " + std::to_string(times) + " = " + std::to_string(rate * times) +
                         ". " + std::to_string(rate * times) + " / " + std::to_string(flow.unit_size) + " = " +
                         decimal_of(answer) + ".");
}

Sample make_unit_conversion(Rng& rng, int difficulty) {
  switch (difficulty) {
    case 1:
      return make_smaller(rng);
    case 2:
      return make_either_way(rng);
    case 3:
      return make_sum(rng);
    case 4:
      return make_rate(rng);
    default:
      return make_flow(rng);
  }
}

}  // namespace

GeneratorEntry unit_conversion_generator() {
  return {.name = "unit_conversion",
          .summary = "lengths, masses, volumes, times and rates in other units",
          .version = 1,
          .difficulty_max = 5,
          .make = make_unit_conversion};
}

}  // namespace assay
