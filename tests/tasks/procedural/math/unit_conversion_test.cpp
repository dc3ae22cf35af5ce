// Units: amounts of the text are taken to base units and on, by a table of its own and in whole numbers.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/math/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

using Wide = __int128;

// Over a common denominator; wide enough for every number here.
struct Amount {
  Wide above = 0;
  Wide below = 1;
};

// In thousandths of a millimetre, milligrams, millilitres, seconds; inches have a base of their own.
const std::map<std::string, std::int64_t>& sizes() {
  static const std::map<std::string, std::int64_t> kSizes{{"millimetres", 1},
                                                          {"centimetres", 10},
                                                          {"metres", 1000},
                                                          {"metre", 1000},
                                                          {"kilometres", 1000 * 1000},
                                                          {"milligrams", 1},
                                                          {"grams", 1000},
                                                          {"kilograms", 1000000},
                                                          {"tonnes", 1000000000},
                                                          {"millilitres", 1},
                                                          {"litres", 1000},
                                                          {"litre", 1000},
                                                          {"second", 1},
                                                          {"seconds", 1},
                                                          {"minute", 60},
                                                          {"minutes", 60},
                                                          {"hour", 3600},
                                                          {"hours", 3600},
                                                          {"days", 24 * 3600},
                                                          {"weeks", 7 * 24 * 3600},
                                                          {"inches", 1},
                                                          {"feet", 12},
                                                          {"yards", 3 * 12},
                                                          {"miles", 1760 * 3 * 12}};
  return kSizes;
}

// "kilometres per hour", "cubic metres": in base units.
Amount size_of(std::string unit) {
  unit = replace_all(unit, "cubic metres", "CUBE");
  unit = replace_all(unit, "cubic metre", "CUBE");
  const std::size_t per = unit.find(" per ");
  const auto plain = [](const std::string& name) {
    return name == "CUBE" ? std::int64_t{1000} * 1000 : sizes().at(name);
  };
  if (per == std::string::npos) {
    return {.above = plain(unit)};
  }
  return {.above = plain(unit.substr(0, per)), .below = plain(unit.substr(per + 5))};
}

struct Said {
  Amount number;
  std::string unit;
};

bool is_unit_word(const std::string& word) { return sizes().count(word) > 0 || word == "per" || word == "cubic"; }

// Every number with the unit behind it, and every unit without a number (number 0).
std::vector<Said> amounts_in(const std::string& text) {
  std::vector<Said> found;
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    std::string plain(word);
    while (!plain.empty() && std::string_view(".,?").find(plain.back()) != std::string_view::npos) {
      plain.pop_back();
    }
    words.push_back(plain);
  }
  for (std::size_t i = 0; i < words.size();) {
    const bool is_number = !words[i].empty() && words[i][0] >= '0' && words[i][0] <= '9';
    Said said;
    if (is_number) {
      for (const char c : words[i]) {
        said.number.above = c == '.' ? said.number.above : 10 * said.number.above + (c - '0');
      }
      const std::size_t point = words[i].find('.');
      for (std::size_t k = point; point != std::string::npos && k + 1 < words[i].size(); ++k) {
        said.number.below *= 10;
      }
      ++i;
    }
    for (; i < words.size() && is_unit_word(words[i]); ++i) {
      said.unit += (said.unit.empty() ? "" : " ") + words[i];
    }
    if (!said.unit.empty()) {
      found.push_back(said);
    } else if (!is_number) {
      ++i;
    }
  }
  return found;
}

// {sum of the amounts} in the one unit that has no number.
Amount convert(const std::string& text) {
  Amount sum;
  Amount unit;
  std::string wanted;
  for (const Said& said : amounts_in(text)) {
    const Amount size = size_of(said.unit);
    if (said.number.above == 0) {
      EXPECT_TRUE(wanted.empty() || wanted == said.unit) << text;
      wanted = said.unit;
      unit = size;
      continue;
    }
    const Wide above = said.number.above * size.above;
    const Wide below = said.number.below * size.below;
    sum = {.above = sum.above * below + above * sum.below, .below = sum.below * below};
  }
  EXPECT_FALSE(wanted.empty()) << text;
  return {.above = sum.above * unit.below, .below = sum.below * unit.above};
}

// "... RATE units a second. How many UNITS ... in H hours and M minutes?"
Amount flow(const std::string& text) {
  const auto n = whole_numbers_in(text);
  EXPECT_EQ(n.size(), 3u) << text;
  const std::string first = text.substr(0, text.find(". How many "));
  const Said rate = amounts_in(first).at(0);
  const Said each = amounts_in(first).back();  // a second, a minute
  const std::string wanted = amounts_in(text.substr(first.size())).at(0).unit;
  const Wide seconds = (n[1] * 60 + n[2]) * 60;
  const Amount from = size_of(rate.unit);
  const Amount to = size_of(wanted);
  return {.above = rate.number.above * from.above * seconds, .below = size_of(each.unit).above * to.above};
}

class UnitConversion : public testing::TestWithParam<int> {};

TEST_P(UnitConversion, HasTheAnswerThatATableGives) {
  check_twins(unit_conversion_generator(), GetParam(), 500, [](const std::string& text, const std::string& gold) {
    const Amount expected = GetParam() == 5 ? flow(text) : convert(text);
    const GoldFraction found = gold_fraction(gold);
    ASSERT_GT(found.numerator, 0) << text;
    ASSERT_TRUE(expected.above * found.denominator == expected.below * found.numerator) << text << " -> " << gold;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, UnitConversion, testing::Range(1, 6));

}  // namespace
}  // namespace assay
