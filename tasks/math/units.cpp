// The table of units and the small grammar around it: square, cubic, per, powers.
#include "tasks/math/units.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"

namespace assay {
namespace {

struct UnitEntry {
  const char* names;  // singular, lower case unless a symbol; '|' between them
  const char* base;
  std::int64_t numerator;
  std::int64_t denominator;
  int power;
};

// Exact by definition: the international inch, pound, gallon; 1 litre = 1/1000 cubic metre.
constexpr std::array kUnits{
    UnitEntry{"m|meter|metre", "m", 1, 1, 1},
    UnitEntry{"cm|centimeter|centimetre", "m", 1, 100, 1},
    UnitEntry{"mm|millimeter|millimetre", "m", 1, 1000, 1},
    UnitEntry{"dm|decimeter|decimetre", "m", 1, 10, 1},
    UnitEntry{"km|kilometer|kilometre", "m", 1000, 1, 1},
    UnitEntry{"in|inch|inche", "m", 254, 10000, 1},
    UnitEntry{"ft|foot|feet", "m", 3048, 10000, 1},
    UnitEntry{"yd|yard", "m", 9144, 10000, 1},
    UnitEntry{"mi|mile", "m", 1609344, 1000, 1},
    UnitEntry{"g|gm|gram", "g", 1, 1, 1},
    UnitEntry{"kg|kilogram|kilo", "g", 1000, 1, 1},
    UnitEntry{"mg|milligram", "g", 1, 1000, 1},
    UnitEntry{"ton|tonne", "ton", 1, 1, 1},
    UnitEntry{"lb|pound", "g", 45359237, 100000, 1},
    UnitEntry{"oz|ounce", "g", 45359237, 1600000, 1},
    UnitEntry{"s|sec|second", "s", 1, 1, 1},
    UnitEntry{"min|minute", "s", 60, 1, 1},
    UnitEntry{"h|hr|hour", "s", 3600, 1, 1},
    UnitEntry{"day", "s", 86400, 1, 1},
    UnitEntry{"week", "s", 604800, 1, 1},
    UnitEntry{"month", "month", 1, 1, 1},
    UnitEntry{"year|yr", "month", 12, 1, 1},
    UnitEntry{"l|liter|litre", "m", 1, 1000, 3},
    UnitEntry{"ml|milliliter|millilitre", "m", 1, 1000000, 3},
    UnitEntry{"gallon|gal", "gallon", 1, 1, 1},
    UnitEntry{"quart|qt", "gallon", 1, 4, 1},
    UnitEntry{"pint|pt", "gallon", 1, 8, 1},
    UnitEntry{"acre", "acre", 1, 1, 1},
    UnitEntry{"degree|deg|°", "degree", 1, 1, 1},
    UnitEntry{"radian|rad", "radian", 1, 1, 1},
    UnitEntry{"celsius", "celsius", 1, 1, 1},
    UnitEntry{"fahrenheit", "fahrenheit", 1, 1, 1},
    UnitEntry{"dollar|usd|$", "dollar", 1, 1, 1},
    UnitEntry{"cent|¢", "dollar", 1, 100, 1},
    UnitEntry{"euro|eur", "euro", 1, 1, 1},
    UnitEntry{"pound sterling|gbp", "sterling", 1, 1, 1},
    UnitEntry{"yen|jpy", "yen", 1, 1, 1},
    UnitEntry{"rupee", "rupee", 1, 1, 1},
    UnitEntry{"newton|N", "newton", 1, 1, 1},
    UnitEntry{"joule|J", "joule", 1, 1, 1},
    UnitEntry{"kj|kilojoule", "joule", 1000, 1, 1},
    UnitEntry{"watt|W", "watt", 1, 1, 1},
    UnitEntry{"kw|kilowatt", "watt", 1000, 1, 1},
    UnitEntry{"volt|V", "volt", 1, 1, 1},
    UnitEntry{"hz|hertz", "hertz", 1, 1, 1},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return out;
}

const UnitEntry* find_unit(std::string_view word) {
  for (const UnitEntry& entry : kUnits) {
    for (const std::string_view name : split(entry.names, '|')) {
      if (name == word) {
        return &entry;
      }
    }
  }
  return nullptr;
}

// "inches" -> "inche", "ways" -> "way", "cm" -> "cm".
std::string singular(std::string word) {
  if (word.size() > 3 && word.back() == 's' && word[word.size() - 2] != 's') {
    word.pop_back();
  }
  return word;
}

const UnitEntry* unit_named(const std::string& word) {
  const UnitEntry* entry = find_unit(word);
  if (entry == nullptr) {
    entry = find_unit(lower(word));
  }
  if (entry == nullptr) {
    entry = find_unit(singular(lower(word)));
  }
  return entry == nullptr && (word == "lbs" || word == "hrs" || word == "mins")
             ? find_unit(word.substr(0, word.size() - 1))
             : entry;
}

class UnitReader {
 public:
  explicit UnitReader(std::string_view text) : words_(split(text, ' ')) {}

  MeasureUnit read() {
    unit_.is_known = true;
    for (const std::string_view word : words_) {
      take(word);
    }
    unit_.is_generic = has_generic_ && unit_.powers.empty() && unit_.words.empty();
    unit_.is_known = unit_.is_known && !unit_.powers.empty();
    std::sort(unit_.words.begin(), unit_.words.end());
    std::erase_if(unit_.powers, [](const auto& power) { return power.second == 0; });
    return std::move(unit_);
  }

 private:
  void take(std::string_view written) {
    std::string word(written);
    std::erase(word, '.');
    const std::string small = lower(word);
    if (word.empty() || small == "of" || small == "the" || small == "a" || small == "*") {
      return;
    }
    if (small == "/" || small == "per") {
      sign_ = -1;
    } else if (small == "square" || small == "sq" || small == "squared") {
      square(2, small == "squared");
    } else if (small == "cubic" || small == "cu" || small == "cubed") {
      square(3, small == "cubed");
    } else if (word.size() == 2 && word[0] == '^') {
      square(word[1] - '0', true);
    } else if (small == "unit" || small == "units") {
      has_generic_ = true;
      power_ = 1;
    } else if (small == "mph" || small == "kph" || small == "kmh") {
      apply(*find_unit(small == "mph" ? "mi" : "km"), 1);
      apply(*find_unit("h"), -1);
    } else if (const UnitEntry* entry = unit_named(word); entry != nullptr) {
      apply(*entry, sign_ * power_);
      last_ = entry;
      last_sign_ = sign_;
      power_ = 1;
    } else {
      unit_.is_known = false;
      unit_.words.push_back(singular(small));
    }
  }

  // "square" stands before its unit, "squared" and ^2 behind.
  void square(int power, bool is_behind) {
    if (!is_behind) {
      power_ = power;
    } else if (last_ != nullptr) {
      apply(*last_, last_sign_ * (power - 1));
      last_ = nullptr;
    }
  }

  void apply(const UnitEntry& entry, int power) {
    const auto factor = power_of(Rational(entry.numerator, entry.denominator), power, 4096);
    unit_.factor *= factor.value_or(Rational(1));
    unit_.powers[entry.base] += entry.power * power;
  }

  std::vector<std::string_view> words_;
  MeasureUnit unit_;
  const UnitEntry* last_ = nullptr;
  int last_sign_ = 1;
  int sign_ = 1;
  int power_ = 1;
  bool has_generic_ = false;
};

}  // namespace

MeasureUnit measure_unit(std::string_view text) { return UnitReader(text.substr(0, 200)).read(); }

std::optional<Rational> unit_ratio(const MeasureUnit& left, const MeasureUnit& right) {
  if (left.is_generic || right.is_generic) {
    return Rational(1);
  }
  if (left.is_known && right.is_known) {
    return left.powers == right.powers ? std::optional<Rational>(left.factor / right.factor) : std::nullopt;
  }
  if (left.is_known || right.is_known) {
    return std::nullopt;
  }
  const auto& [few, many] =
      left.words.size() < right.words.size() ? std::tie(left.words, right.words) : std::tie(right.words, left.words);
  const bool is_same =
      left.powers == right.powers && !few.empty() && std::includes(many.begin(), many.end(), few.begin(), few.end());
  return is_same ? std::optional<Rational>(1) : std::nullopt;
}

}  // namespace assay
