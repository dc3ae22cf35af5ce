// Answers planted to try graders: golds of every kind, rewritten so that they stay what they are, or changed so that
// they do not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class GoldKind : std::uint8_t {
  kInteger,     // parts: the number
  kDecimal,     // the number
  kFraction,    // numerator, denominator
  kMixed,       // whole, numerator, denominator
  kPercent,     // the number
  kDegrees,     // the number
  kMoney,       // the number
  kQuantity,    // the number; extra: the unit
  kRadical,     // coefficient, radicand
  kPi,          // coefficient
  kPolynomial,  // coefficients, highest first
  kTuple,       // elements
  kInterval,    // ends; extra: its brackets
  kSet,         // elements
  kList,        // values that belong together, in any order
  kMatrix,      // four entries
  kLine,        // slope and intercept of y = mx + b
  kText,        // a word
  kChoice,      // a letter
  kOther,       // a real gold of no kind above
};
std::string_view name_of(GoldKind kind);

struct PlantedGold {
  GoldKind kind = GoldKind::kOther;
  std::vector<std::string> parts;
  std::string extra;
  std::string latex;
};

// Several hundred golds of our own making, all kinds but kOther; the same for the same seed.
std::vector<PlantedGold> built_in_golds(std::uint64_t seed);

// A real gold, with its kind and parts where its form shows them.
PlantedGold recognised_gold(std::string_view latex);

struct PlantedAnswer {
  std::string text;
  std::string_view change;  // "dfrac", "sign flipped", ...
};

// The same answer written otherwise: spaces, fraction commands, thousands commas, units left out, brackets, order of
// sets.
std::vector<PlantedAnswer> rewrites_of(const PlantedGold& gold);

// Another answer: one more or less, another sign, coordinates exchanged, open for closed, an element missing, another
// unit. Never equal to the gold.
std::vector<PlantedAnswer> near_misses_of(const PlantedGold& gold);

}  // namespace assay
