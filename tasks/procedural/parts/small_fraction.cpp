// Exact arithmetic with cross-multiplication.
#include "tasks/procedural/parts/small_fraction.h"

#include <numeric>

#include "harness/base/check.h"

namespace assay {

SmallFraction make_fraction(std::int64_t numerator, std::int64_t denominator) {
  ASSAY_CHECK(denominator != 0, "a fraction over 0");
  const std::int64_t common = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  return {.numerator = numerator / common, .denominator = denominator / common};
}

SmallFraction operator+(const SmallFraction& left, const SmallFraction& right) {
  return make_fraction(left.numerator * right.denominator + right.numerator * left.denominator,
                       left.denominator * right.denominator);
}

SmallFraction operator-(const SmallFraction& left, const SmallFraction& right) {
  return left + make_fraction(-right.numerator, right.denominator);
}

SmallFraction operator*(const SmallFraction& left, const SmallFraction& right) {
  return make_fraction(left.numerator * right.numerator, left.denominator * right.denominator);
}

SmallFraction operator/(const SmallFraction& left, const SmallFraction& right) {
  return make_fraction(left.numerator * right.denominator, left.denominator * right.numerator);
}

std::string text_of(const SmallFraction& value) {
  return std::to_string(value.numerator) + (value.is_whole() ? "" : "/" + std::to_string(value.denominator));
}

std::string decimal_of(const SmallFraction& value) {
  std::int64_t scale = 1;
  std::size_t places = 0;
  while (places < 9 && scale % value.denominator != 0) {
    scale *= 10;
    ++places;
  }
  if (scale % value.denominator != 0 || places == 0) {
    return text_of(value);
  }
  const std::int64_t scaled = value.numerator * (scale / value.denominator);
  std::string digits = std::to_string(scaled < 0 ? -scaled : scaled);
  if (digits.size() <= places) {
    digits.insert(0, places + 1 - digits.size(), '0');
  }
  digits.insert(digits.size() - places, ".");
  return (scaled < 0 ? "-" : "") + digits;
}

}  // namespace assay
