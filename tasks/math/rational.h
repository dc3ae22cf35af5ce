// Exact numbers of any size, with bounded powers.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

// Bits of the larger of numerator and denominator.
std::size_t bits_of(const Rational& value);
bool is_integer(const Rational& value);
// The value as a machine integer, if it is one.
std::optional<std::int64_t> small_integer(const Rational& value);

// base^exponent, if it has at most `bits_max` bits. Nothing for 0 to a negative power.
std::optional<Rational> power_of(const Rational& base, std::int64_t exponent, std::size_t bits_max);

// "12", "12.50", ".5" with `repeating` digits behind (0.1(6): "0.1" and "6"). REQUIRES: digits and at most one point.
Rational decimal_number(std::string_view digits, std::string_view repeating);

}  // namespace assay
