// Units of measure: lengths, areas, times, money; what can be converted exactly, and what is only a noun.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/math/rational.h"

namespace assay {

struct MeasureUnit {
  bool is_known = false;    // every word is a unit of the table
  bool is_generic = false;  // "units", "square units": any unit, or none
  Rational factor = 1;      // in base units: metres, grams, seconds, degrees, dollars
  std::map<std::string, int> powers;
  std::vector<std::string> words;  // of an unknown unit: sorted, lower case, singular
};

// Reads "cm^2", "square feet", "miles per hour", "apples".
MeasureUnit measure_unit(std::string_view text);

// How many of `right` are one of `left`: 100 for m and cm; 1 where one is generic or both name the same thing.
// Nothing if they measure different things.
std::optional<Rational> unit_ratio(const MeasureUnit& left, const MeasureUnit& right);

}  // namespace assay
