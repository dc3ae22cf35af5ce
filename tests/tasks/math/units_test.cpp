// Units: names, powers, quotients, and which can be converted.
#include "tasks/math/units.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

struct RatioCase {
  const char* left;
  const char* right;
  std::optional<Rational> ratio;
};

TEST(UnitRatio, ConvertsWhatMeasuresTheSame) {
  for (const auto& [left, right, ratio] :
       {RatioCase{"m", "cm", 100}, RatioCase{"meters", "metre", 1}, RatioCase{"square feet", "ft ^2", 1},
        RatioCase{"square feet", "square inches", 144}, RatioCase{"cubic meter", "liters", 1000},
        RatioCase{"km / h", "kilometers per hour", 1}, RatioCase{"mph", "miles per hour", 1},
        RatioCase{"dollars", "cents", 100}, RatioCase{"hour", "minutes", 60}, RatioCase{"units", "cm", 1},
        RatioCase{"square units", "cm ^2", 1}, RatioCase{"apples", "apple", 1}, RatioCase{"ways", "different ways", 1},
        RatioCase{"a.m.", "AM", 1}}) {
    EXPECT_EQ(unit_ratio(measure_unit(left), measure_unit(right)), ratio) << left << " | " << right;
  }
}

TEST(UnitRatio, KeepsApartWhatDoesNot) {
  for (const auto& [left, right] :
       {std::pair("m", "s"), std::pair("cm", "cm ^2"), std::pair("apples", "oranges"), std::pair("cm", "apples"),
        std::pair("a.m.", "p.m."), std::pair("mph", "m"), std::pair("dollars", "euro"), std::pair("pounds", "gbp")}) {
    EXPECT_EQ(unit_ratio(measure_unit(left), measure_unit(right)), std::nullopt) << left << " | " << right;
  }
}

TEST(MeasureUnit, IsBounded) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    text += "cm ^9 ";
  }

  EXPECT_TRUE(measure_unit(text).is_known);
}

}  // namespace
}  // namespace assay
