// SmallFraction: exact rational numbers for generators, which keep their numbers small.
#pragma once

#include <cstdint>
#include <string>

namespace assay {

// In lowest terms, the denominator positive. Arithmetic is exact while numerators and denominators are below 10^9.
struct SmallFraction {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  bool is_whole() const { return denominator == 1; }
  bool operator==(const SmallFraction&) const = default;
};

SmallFraction make_fraction(std::int64_t numerator, std::int64_t denominator = 1);  // REQUIRES: denominator != 0
SmallFraction operator+(const SmallFraction& left, const SmallFraction& right);
SmallFraction operator-(const SmallFraction& left, const SmallFraction& right);
SmallFraction operator*(const SmallFraction& left, const SmallFraction& right);
SmallFraction operator/(const SmallFraction& left, const SmallFraction& right);  // REQUIRES: right is not 0

std::string text_of(const SmallFraction& value);  // "3/4", "-2"
// "0.75" where the decimal ends within nine places, else as text_of.
std::string decimal_of(const SmallFraction& value);

}  // namespace assay
