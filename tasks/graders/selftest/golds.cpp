// Golds: made of small numbers by a seed, or recognised in real ones.
#include <algorithm>
#include <numeric>

#include "harness/base/pattern.h"
#include "harness/base/rng.h"
#include "harness/base/text.h"
#include "tasks/graders/rule_text.h"
#include "tasks/graders/selftest/planted.h"
#include "tasks/graders/selftest/render.h"

namespace assay {
namespace {

constexpr int kOfEachKind = 24;

// A draw for one gold.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : rng_(seed) {}

  PlantedGold make(GoldKind kind) {
    PlantedGold gold{.kind = kind, .parts = parts_of(kind), .extra = extra_of(kind), .latex = {}};
    gold.latex = render(gold);
    return gold;
  }

 private:
  std::string whole(std::int64_t low, std::int64_t high) { return std::to_string(rng_.between(low, high)); }

  std::string signed_whole(std::int64_t high) {
    const std::int64_t size = rng_.between(1, high);
    return std::to_string(rng_.below(2) == 0 ? size : -size);
  }

  // In lowest terms, not a whole number.
  std::pair<std::int64_t, std::int64_t> fraction() {
    for (;;) {
      const std::int64_t above = rng_.between(1, 30);
      const std::int64_t below = rng_.between(2, 20);
      if (std::gcd(above, below) == 1) {
        return {rng_.below(4) == 0 ? -above : above, below};
      }
    }
  }

  std::string fraction_text() {
    const auto [above, below] = fraction();
    return std::to_string(above) + "/" + std::to_string(below);
  }

  std::string number() { return rng_.below(4) == 0 ? fraction_text() : signed_whole(12); }

  std::string square_free() {
    constexpr const char* kRadicands[] = {"2", "3", "5", "6", "7", "10", "11", "13", "14", "15"};
    return kRadicands[rng_.below(std::size(kRadicands))];
  }

  // Different integers, in rising order.
  std::vector<std::string> rising(std::size_t count) {
    std::vector<std::string> numbers;
    std::int64_t value = rng_.between(-9, 3);
    for (std::size_t i = 0; i < count; ++i) {
      numbers.push_back(std::to_string(value));
      value += rng_.between(1, 6);
    }
    return numbers;
  }

  std::vector<std::string> parts_of(GoldKind kind) {
    switch (kind) {
      case GoldKind::kInteger:
        return {rng_.below(3) == 0 ? whole(1'000, 9'999'999) : signed_whole(999)};
      case GoldKind::kDecimal:
        return {whole(0, 99) + "." + whole(0, 9) + whole(1, 9)};
      case GoldKind::kFraction: {
        const auto [above, below] = fraction();
        return {std::to_string(above), std::to_string(below)};
      }
      case GoldKind::kMixed:
        return {whole(1, 9), "1", whole(2, 9)};
      case GoldKind::kPercent:
      case GoldKind::kDegrees:
        return {whole(1, 99)};
      case GoldKind::kMoney:
        return {whole(1, 99) + "." + whole(1, 9) + whole(0, 9)};
      case GoldKind::kQuantity:
        return {whole(2, 200)};
      case GoldKind::kRadical:
        return {signed_whole(9), square_free()};
      case GoldKind::kPi:
        return {rng_.below(2) == 0 ? whole(1, 40) : fraction_text()};
      case GoldKind::kPolynomial:
        return {whole(1, 9), signed_whole(9), signed_whole(9)};
      case GoldKind::kTuple:
        return rng_.below(2) == 0 ? std::vector<std::string>{number(), number()}
                                  : std::vector<std::string>{number(), number(), number()};
      case GoldKind::kInterval:
        return rising(2);
      case GoldKind::kSet:
      case GoldKind::kList:
        return rising(2 + rng_.below(2));
      case GoldKind::kMatrix:
        return {signed_whole(9), signed_whole(9), signed_whole(9), signed_whole(9)};
      case GoldKind::kLine:
        return {signed_whole(9), signed_whole(9)};
      case GoldKind::kText: {
        constexpr const char* kWords[] = {"even",   "odd",     "Monday",   "Tuesday", "red",
                                          "circle", "ellipse", "parabola", "west"};
        return {kWords[rng_.below(std::size(kWords))]};
      }
      case GoldKind::kChoice:
        return {std::string(1, static_cast<char>('A' + rng_.below(5)))};
      case GoldKind::kOther:
        break;
    }
    return {};
  }

  std::string extra_of(GoldKind kind) {
    constexpr const char* kUnits[] = {"cm", "m", "km", "inches", "feet", "hours", "minutes", "miles"};
    constexpr const char* kBrackets[] = {"[]", "[)", "(]"};
    if (kind == GoldKind::kQuantity) {
      return kUnits[rng_.below(std::size(kUnits))];
    }
    return kind == GoldKind::kInterval ? kBrackets[rng_.below(std::size(kBrackets))] : "";
  }

  Rng rng_;
};

// An integer, a decimal or a \frac of integers, as a part; nothing for anything else.
std::optional<std::string> part_of(std::string_view text) {
  static const Pattern kNumber = rule_pattern("^-?\\d+(?:\\.\\d+)?$");
  static const Pattern kFraction = rule_pattern("^(-?)\\\\[dt]?frac\\{(\\d+)\\}\\{(\\d+)\\}$");
  text = trim(text);
  if (const auto number = kNumber.match(text); number && *number) {
    return std::string(text);
  }
  const auto fraction = kFraction.match(text);
  if (!fraction || !*fraction) {
    return std::nullopt;
  }
  const PatternMatch& groups = **fraction;
  return std::string(groups[1]->of(text)) + std::string(groups[2]->of(text)) + "/" + std::string(groups[3]->of(text));
}

std::optional<std::vector<std::string>> parts_of_list(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view piece : split(text, ',')) {
    const auto part = part_of(piece);
    if (!part) {
      return std::nullopt;
    }
    parts.push_back(*part);
  }
  return parts;
}

// Forms with one number in them: the pattern's first group is the number, its second the rest.
struct Form {
  GoldKind kind;
  const Pattern& pattern;
};

std::optional<PlantedGold> of_one_number(std::string_view text) {
  static const Pattern kPercent = rule_pattern("^(\\d+(?:\\.\\d+)?)\\s*\\\\?%$");
  static const Pattern kDegrees = rule_pattern("^(\\d+)\\^\\{?\\\\circ\\}?$");
  static const Pattern kMoney = rule_pattern("^\\\\\\$\\s*(\\d+(?:\\.\\d+)?)$");
  static const Pattern kQuantity =
      rule_pattern("^(\\d+(?:\\.\\d+)?)\\s*\\\\text\\{\\s*(cm|m|km|inches|feet|hours|minutes|miles)\\}$");
  static const Pattern kRadical = rule_pattern("^(-?\\d*)\\\\sqrt\\{(\\d+)\\}$");
  static const Pattern kPi = rule_pattern("^(\\d*)\\\\pi$");
  const Form forms[] = {{GoldKind::kPercent, kPercent},   {GoldKind::kDegrees, kDegrees}, {GoldKind::kMoney, kMoney},
                        {GoldKind::kQuantity, kQuantity}, {GoldKind::kRadical, kRadical}, {GoldKind::kPi, kPi}};
  for (const auto& [kind, pattern] : forms) {
    const auto match = pattern.match(text);
    if (!match || !*match) {
      continue;
    }
    const PatternMatch& groups = **match;
    const std::string first(groups[1]->of(text));
    const std::string number = first.empty() || first == "-" ? first + "1" : first;
    const std::string second = groups.size() > 2 ? std::string(groups[2]->of(text)) : "";
    const bool is_quantity = kind == GoldKind::kQuantity;
    PlantedGold gold{kind, {number}, is_quantity ? second : "", std::string(text)};
    if (kind == GoldKind::kRadical) {
      gold.parts.push_back(second);
    }
    return gold;
  }
  return std::nullopt;
}

std::optional<PlantedGold> of_several_numbers(std::string_view text) {
  std::string plain = replaced(std::string(text), {{"\\left", ""}, {"\\right", ""}});
  if (plain.size() < 3) {
    return std::nullopt;
  }
  const std::string brackets{plain.front(), plain.back()};
  const bool is_bracketed = brackets == "()" || brackets == "[]" || brackets == "[)" || brackets == "(]";
  const auto parts = parts_of_list(is_bracketed ? std::string_view(plain).substr(1, plain.size() - 2) : plain);
  if (!parts || parts->size() < 2 || (brackets != "()" && is_bracketed && parts->size() != 2)) {
    return std::nullopt;
  }
  if (!is_bracketed) {
    // "1,234" may be one number; "1, 2" is a list.
    const bool is_list = plain.find(", ") != std::string::npos || parts->back().size() != 3;
    return is_list ? std::optional(PlantedGold{GoldKind::kList, *parts, "", std::string(text)}) : std::nullopt;
  }
  const GoldKind kind = brackets == "()" ? GoldKind::kTuple : GoldKind::kInterval;
  return PlantedGold{kind, *parts, kind == GoldKind::kInterval ? brackets : "", std::string(text)};
}

}  // namespace

std::string_view name_of(GoldKind kind) {
  constexpr std::string_view kNames[] = {"integer",    "decimal", "fraction", "mixed number", "percentage",
                                         "angle",      "money",   "quantity", "radical",      "multiple of pi",
                                         "polynomial", "tuple",   "interval", "set",          "list",
                                         "matrix",     "line",    "word",     "choice",       "other"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<PlantedGold> built_in_golds(std::uint64_t seed) {
  Maker maker(seed);
  std::vector<PlantedGold> golds;
  for (int kind = 0; kind < static_cast<int>(GoldKind::kOther); ++kind) {
    for (int i = 0; i < kOfEachKind; ++i) {
      golds.push_back(maker.make(static_cast<GoldKind>(kind)));
    }
  }
  return golds;
}

PlantedGold recognised_gold(std::string_view latex) {
  static const Pattern kChoice = rule_pattern("^\\\\text\\{\\(([A-E])\\)\\}$");
  const std::string text(trim(latex));
  PlantedGold other{GoldKind::kOther, {}, "", text};
  if (const auto part = part_of(text)) {
    const std::size_t slash = part->find('/');
    if (slash != std::string::npos) {
      return {GoldKind::kFraction, {part->substr(0, slash), part->substr(slash + 1)}, "", text};
    }
    return {part->find('.') == std::string::npos ? GoldKind::kInteger : GoldKind::kDecimal, {*part}, "", text};
  }
  if (const auto choice = kChoice.match(text); choice && *choice) {
    return {GoldKind::kChoice, {std::string((**choice)[1]->of(text))}, "", text};
  }
  if (auto gold = of_one_number(text)) {
    return *gold;
  }
  return of_several_numbers(text).value_or(other);
}

}  // namespace assay
