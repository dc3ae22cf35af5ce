// Counting without listing: binomials, factorials, inclusion and exclusion.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/parts/words.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/parts/wording.h"

namespace assay {
namespace {

std::int64_t binomial(std::int64_t n, std::int64_t k) {
  if (k < 0 || k > n) {
    return 0;
  }
  std::int64_t result = 1;
  for (std::int64_t i = 1; i <= k; ++i) {
    result = result * (n - k + i) / i;
  }
  return result;
}

std::int64_t factorial(std::int64_t n) { return n < 2 ? 1 : n * factorial(n - 1); }

std::int64_t power(std::int64_t base, std::int64_t exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

// A question's text and its answer.
struct Problem {
  std::string text;
  std::int64_t answer = 0;
};

// Things in a row that are alike within their colour.
Problem make_row(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 8> kColours{"red",   "blue",   "green", "yellow",
                                                            "white", "purple", "black", "orange"};
  static constexpr std::array<std::string_view, 3> kWordings{
      "{E} {T} are put in a row. {T} of the same colour look alike. How many different rows are possible?",
      "In how many different orders can {E} {T} be placed on a shelf, side by side, if {T} of the same colour cannot "
      "be "
      "told apart?",
      "{N} hangs {E} {T} on a straight string. {T} of one colour are all alike. How many different patterns, read from "
      "left "
      "to right, are there?"};
  const std::size_t kinds = difficulty < 3 ? 2 : 3;
  const std::vector<std::string> colours = draw_words(kColours, kinds, rng);
  std::vector<std::string> parts;
  std::int64_t total = 0;
  std::int64_t ways = 1;
  for (const std::string& colour : colours) {
    const std::int64_t count = rng.between(2, difficulty < 3 ? 2 + difficulty : 3);
    total += count;
    ways *= binomial(total, count);
    parts.push_back(std::to_string(count) + " " + colour);
  }
  const std::string things(pick(kThings, rng));
  std::string text(kWordings[rng.below(kWordings.size())]);
  const std::size_t begin = text.find(". {T}");
  if (begin != std::string::npos) {
    text.replace(begin + 2, 3, capitalised(things));
  }
  return {Wording().set("E", listed(parts)).set("T", things).set("N", draw_names(1, rng)[0]).fill(text), ways};
}

Problem make_committee(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kPlain{
      "A club has {n} members. How many ways are there to choose a team of {k} of them?",
      "In how many ways can {N} choose {k} of {n} different {T}?",
      "How many groups of {k} can be formed from {n} people?"};
  static constexpr std::array<std::string_view, 3> kExactly{
      "A committee of {k} people is chosen from {a} women and {b} men. In how many ways can it be chosen so that it "
      "has "
      "exactly {j} women?",
      "From {a} women and {b} men, a team of {k} is formed that has exactly {j} women in it. How many different teams "
      "are "
      "possible?",
      "A club has {a} women and {b} men as members. How many groups of {k} members are there with exactly {j} women?"};
  static constexpr std::array<std::string_view, 3> kAtLeast{
      "A committee of {k} people is chosen from {a} women and {b} men. In how many ways can it be chosen so that it "
      "has "
      "at least {j} women?",
      "From {a} women and {b} men, a team of {k} is formed that has at least {j} women in it. How many different teams "
      "are "
      "possible?",
      "A club has {a} women and {b} men as members. How many groups of {k} members are there with at least {j} women?"};
  const std::int64_t a = rng.between(3, 4 + difficulty);
  const std::int64_t b = rng.between(3, 4 + difficulty);
  const std::int64_t k = rng.between(2, difficulty < 3 ? 3 : 5);
  const std::int64_t j = std::min<std::int64_t>(rng.between(2, 3), std::min(k, a));
  Wording wording;
  wording.set("a", a).set("b", b).set("k", k).set("j", j).set("n", a + b).set("N", draw_names(1, rng)[0]);
  wording.set("T", pick(kThings, rng));
  const std::size_t which = rng.below(3);
  if (difficulty == 1) {
    return {wording.fill(kPlain[which]), binomial(a + b, k)};
  }
  if (difficulty < 4) {
    return {wording.fill(kExactly[which]), binomial(a, j) * binomial(b, k - j)};
  }
  std::int64_t ways = 0;
  for (std::int64_t women = j; women <= k; ++women) {
    ways += binomial(a, women) * binomial(b, k - women);
  }
  return {wording.fill(kAtLeast[which]), ways};
}

Problem make_path(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kSteps{
      "A robot walks on a grid from (0, 0) to ({a}, {b}). Each step goes one unit to the right or one unit up.",
      "{N} walks along streets that form a grid, from the crossing (0, 0) to the crossing ({a}, {b}). The first "
      "coordinate "
      "or the second one grows by 1 with every block.",
      "A path on a grid leads from (0, 0) to ({a}, {b}). It consists of steps that add 1 to exactly one coordinate."};
  const std::int64_t a = rng.between(2, 2 + 2 * difficulty);
  const std::int64_t b = rng.between(2, 2 + 2 * difficulty);
  const std::int64_t c = rng.between(1, a - 1);
  const std::int64_t d = rng.between(1, b - 1);
  Wording wording;
  wording.set("a", a).set("b", b).set("c", c).set("d", d).set("N", draw_names(1, rng)[0]);
  const std::string steps = wording.fill(kSteps[rng.below(kSteps.size())]);
  const std::int64_t all = binomial(a + b, a);
  const std::int64_t through = binomial(c + d, c) * binomial(a + b - c - d, a - c);
  if (difficulty < 3) {
    return {steps + " How many different paths are there?", all};
  }
  return rng.below(2) == 0
             ? Problem{steps + wording.fill(" How many different paths pass through ({c}, {d})?"), through}
             : Problem{steps + wording.fill(" How many different paths do not pass through ({c}, {d})?"),
                       all - through};
}

Problem make_code(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "How many codes of {k} digits can be made from the digits 1 to {n} if {R}?",
      "A lock opens with a code of {k} digits, each from 1 to {n}. How many codes are possible if {R}?",
      "{N} chooses a password of {k} digits from 1 to {n}. How many choices are there if {R}?"};
  static constexpr std::array<std::string_view, 3> kRules{
      "no digit is used twice", "neighbouring digits must be different", "at least one digit is used more than once"};
  const std::int64_t n = rng.between(4, 9);
  const std::int64_t k = rng.between(2, std::min<std::int64_t>(n, difficulty < 3 ? 3 : 5));
  const std::size_t rule = difficulty < 2 ? 0 : rng.below(3);
  const std::int64_t distinct = factorial(n) / factorial(n - k);
  const std::array<std::int64_t, 3> ways{distinct, n * power(n - 1, k - 1), power(n, k) - distinct};
  return {Wording()
              .set("n", n)
              .set("k", k)
              .set("R", kRules[rule])
              .set("N", draw_names(1, rng)[0])
              .fill(kWordings[rng.below(kWordings.size())]),
          ways[rule]};
}

Problem make_seats(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "{V} sit down in a row of {n} chairs. In how many orders can they sit{R}?",
      "{V} stand side by side for a photo. How many different line-ups are there{R}?",
      "{V} queue at a counter. How many different queues are possible{R}?"};
  const std::int64_t n = rng.between(3, difficulty < 3 ? 5 : 7);
  const std::vector<std::string> names = draw_names(static_cast<std::size_t>(n), rng);
  Wording wording;
  wording.set("V", listed(names)).set("n", n).set("N", names[0]).set("M", names[1]);
  std::string rule;
  std::int64_t ways = factorial(n);
  const std::size_t kind = difficulty < 2 ? 0 : rng.below(3);
  if (kind == 0 && difficulty > 1) {
    rule = wording.fill(" if {N} is at one of the two ends");
    ways = 2 * factorial(n - 1);
  } else if (kind == 1) {
    rule = wording.fill(" if {N} and {M} must be next to each other");
    ways = 2 * factorial(n - 1);
  } else if (kind == 2) {
    rule = wording.fill(" if {N} and {M} must not be next to each other");
    ways = factorial(n) - 2 * factorial(n - 1);
  }
  return {wording.set("R", rule).fill(kWordings[rng.below(kWordings.size())]), ways};
}

Problem make_shares(int difficulty, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "In how many ways can {n} identical {T} be shared among {k} children if each child gets at least {m}?",
      "{N} puts {n} identical {T} into {k} boxes of different colours, at least {m} into each box. In how many ways "
      "can "
      "this be done?",
      "{k} friends divide {n} identical {T}, and everyone must get at least {m}. How many ways are there?"};
  const std::int64_t k = rng.between(2, difficulty < 3 ? 3 : 4);
  const std::int64_t m = difficulty < 4 ? 1 : rng.between(1, 3);
  const std::int64_t n = m * k + rng.between(2, 3 * difficulty);
  return {Wording()
              .set("n", n)
              .set("k", k)
              .set("m", m)
              .set("T", pick(kThings, rng))
              .set("N", draw_names(1, rng)[0])
              .fill(kWordings[rng.below(kWordings.size())]),
          binomial(n - m * k + k - 1, k - 1)};
}

Sample make_counting(Rng& rng, int difficulty) {
  using Maker = Problem (*)(int, Rng&);
  static constexpr std::array<Maker, 6> kMakers{make_row,  make_committee, make_path,
                                                make_code, make_seats,     make_shares};
  const Problem problem = kMakers[rng.below(kMakers.size())](difficulty, rng);
  return generated_sample(problem.text, std::to_string(problem.answer));
}

}  // namespace

GeneratorEntry counting_generator() {
  return {.name = "counting",
          .summary = "rows, committees, paths, codes, seats and shares",
          .version = 1,
          .difficulty_max = 5,
          .make = make_counting};
}

}  // namespace assay
