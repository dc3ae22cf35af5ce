// Exact numbers: sizes, bounded powers, decimals.
#include "tasks/math/rational.h"

#include <algorithm>
#include <string>

namespace assay {
namespace {

std::size_t bits_of_integer(const Integer& value) {
  return value.is_zero() ? 0 : boost::multiprecision::msb(boost::multiprecision::abs(value)) + 1;
}

Integer integer_of(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');  // a leading 0 would mean base eight
  return first == std::string_view::npos ? Integer(0) : Integer(std::string(digits.substr(first)));
}

Integer ten_to(std::size_t exponent) {
  return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

}  // namespace

std::size_t bits_of(const Rational& value) {
  return std::max(bits_of_integer(numerator(value)), bits_of_integer(denominator(value)));
}

bool is_integer(const Rational& value) { return denominator(value) == 1; }

std::optional<std::int64_t> small_integer(const Rational& value) {
  if (!is_integer(value) || bits_of(value) > 62) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(numerator(value));
}

std::optional<Rational> power_of(const Rational& base, std::int64_t exponent, std::size_t bits_max) {
  if (exponent == 0) {
    return Rational(1);
  }
  if (base.is_zero()) {
    return exponent > 0 ? std::optional<Rational>(base) : std::nullopt;
  }
  if (base == 1) {
    return base;
  }
  if (base == -1) {
    return exponent % 2 == 0 ? Rational(1) : base;
  }
  const std::int64_t size = exponent < 0 ? -exponent : exponent;
  if (size < 0 || size > static_cast<std::int64_t>(bits_max)) {
    return std::nullopt;
  }
  const std::size_t bits = std::max<std::size_t>(bits_of(base) - 1, 1) * static_cast<std::size_t>(size);
  if (bits > bits_max) {
    return std::nullopt;
  }
  const auto n = static_cast<unsigned>(size);
  Integer top = boost::multiprecision::pow(Integer(numerator(base)), n);
  Integer bottom = boost::multiprecision::pow(Integer(denominator(base)), n);
  return exponent > 0 ? Rational(top, bottom) : Rational(bottom, top);
}

Rational decimal_number(std::string_view digits, std::string_view repeating) {
  const std::size_t point = digits.find('.');
  if (point == std::string_view::npos && repeating.empty()) {
    return integer_of(digits);
  }
  const std::size_t places = point == std::string_view::npos ? 0 : digits.size() - point - 1;
  std::string all(digits.substr(0, point));
  if (places > 0) {
    all += digits.substr(point + 1);
  }
  const Integer scale = ten_to(places);
  Rational value(integer_of(all), scale);
  if (!repeating.empty()) {  // the repeating block over as many nines, behind the other digits
    value += Rational(integer_of(repeating), scale * (ten_to(repeating.size()) - 1));
  }
  return value;
}

}  // namespace assay
