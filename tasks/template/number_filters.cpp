// Filters on numbers: abs, round, int, float; and the reading of numbers they share.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "harness/base/python_number.h"
#include "harness/base/unicode.h"
#include "tasks/template/builtins.h"
#include "tasks/template/numbers.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

// Without white space around, digits of all scripts as ASCII ones, underscores between digits taken out; nothing if an
// underscore stands elsewhere.
std::optional<std::string> plain_number(std::string_view text) {
  text = python_strip(text);
  std::string plain;
  char last = '\0';
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_point(text, at);
    const int digit = point < 0x80 ? -1 : decimal_value(point);
    if (point >= 0x80 && digit < 0) {
      return std::nullopt;
    }
    const char c = digit >= 0 ? static_cast<char>('0' + digit) : static_cast<char>(point);
    if (c == '_') {
      const bool is_between =
          std::isalnum(static_cast<unsigned char>(last)) != 0 && at < text.size() && text[at] != '_';
      if (!is_between) {
        return std::nullopt;
      }
    } else {
      plain += c;
    }
    last = c;
  }
  return plain;
}

Cell do_abs(Renderer& renderer, const Cell& value, CallValues&) {
  if (value.is_whole()) {
    return value.whole() < 0 ? negated(renderer, value, true) : Cell::of(value.whole());
  }
  if (value.is(CellKind::kReal)) {
    return Cell::of(std::fabs(value.real));
  }
  return renderer.require(value) ? renderer.fail("abs needs a number, not " + std::string(type_name(value))) : Cell();
}

Cell round_whole(Renderer& renderer, const Cell& value, std::int64_t digits) {
  if (digits >= 0) {
    return Cell::of(value.whole());
  }
  if (digits < -18) {
    return renderer.refuse("rounding to so many digits before the point is not supported");
  }
  std::int64_t unit = 1;
  for (; digits < 0; ++digits) {
    unit *= 10;
  }
  const std::int64_t rest = ((value.whole() % unit) + unit) % unit;
  const __int128 below = static_cast<__int128>(value.whole()) - rest;
  const bool is_up = rest * 2 > unit || (rest * 2 == unit && (below / unit) % 2 != 0);
  const __int128 result = below + (is_up ? unit : 0);
  if (rest > INT64_MAX / 2 || result > INT64_MAX || result < INT64_MIN) {
    return renderer.refuse("whole numbers beyond 64 bits are not computed with");
  }
  return Cell::of(static_cast<std::int64_t>(result));
}

Cell do_round(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t digits = whole_argument(renderer, call.values[0], 0, "round's precision");
  const std::string method = text_argument(renderer, call.values[1], "common", "round's method");
  if (!renderer.require(value) || !value.is_number() || value.is(CellKind::kBigInteger)) {
    return renderer.fail("round needs a number of 64 bits, not " + std::string(type_name(value)));
  }
  if (method != "common" && method != "ceil" && method != "floor") {
    return renderer.fail("round's method is common, ceil or floor, not '" + method + "'");
  }
  if (method == "common" && value.is_whole()) {
    return round_whole(renderer, value, digits);
  }
  const double real = real_of(renderer, value);
  if (method == "common" && digits < 0) {
    return renderer.refuse("rounding a real number before the point is not supported");
  }
  if (method == "common") {
    return Cell::of(std::isfinite(real) ? rounded(real, digits) : real);
  }
  const double unit = std::pow(10.0, static_cast<double>(digits));
  const double scaled = real * unit;
  if (!std::isfinite(scaled)) {
    return renderer.fail("a number that is not finite cannot be rounded");
  }
  return Cell::of((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / unit);
}

// What int() makes of a number; nothing where it raises what the filter catches.
std::optional<Cell> whole_of_real(Renderer& renderer, double real) {
  return std::isnan(real) ? std::nullopt : std::optional(truncated(renderer, real));
}

Cell do_int(Renderer& renderer, const Cell& value, CallValues& call) {
  const Cell otherwise = call.values[0].is_given() ? call.values[0] : Cell::of(std::int64_t{0});
  const std::int64_t base = whole_argument(renderer, call.values[1], 10, "int's base");
  if (!renderer.require_defined(value) || renderer.failed()) {
    return {};
  }
  if (value.is_whole() || value.is(CellKind::kBigInteger)) {
    return value.is(CellKind::kBigInteger) ? value : Cell::of(value.whole());
  }
  if (value.is(CellKind::kReal)) {
    if (std::isinf(value.real)) {
      return renderer.fail("an infinite number has no whole part");
    }
    return whole_of_real(renderer, value.real).value_or(otherwise);
  }
  if (!value.is_text()) {
    return otherwise;
  }
  if (const auto whole = parse_python_int(renderer, *value.text, base)) {
    return *whole;
  }
  const auto real = python_float(*value.text);
  return real && std::isfinite(*real) ? whole_of_real(renderer, *real).value_or(otherwise) : otherwise;
}

Cell do_float(Renderer& renderer, const Cell& value, CallValues& call) {
  const Cell otherwise = call.values[0].is_given() ? call.values[0] : Cell::of(0.0);
  if (!renderer.require_defined(value)) {
    return {};
  }
  if (value.is_number()) {
    return Cell::of(real_of(renderer, value));
  }
  const auto real = value.is_text() ? python_float(*value.text) : std::nullopt;
  return real ? Cell::of(*real) : otherwise;
}

constexpr std::array<BuiltinEntry, 4> kFilters{{{"abs", do_abs, 0, {}},
                                                {"round", do_round, 0, {"precision", "method"}},
                                                {"int", do_int, 0, {"default", "base"}},
                                                {"float", do_float, 0, {"default"}}}};

}  // namespace

std::span<const BuiltinEntry> number_filters() { return kFilters; }

std::optional<Cell> parse_python_int(Renderer& renderer, std::string_view text, std::int64_t base) {
  std::optional<std::string> plain = plain_number(text);
  if (!plain || (base != 0 && (base < 2 || base > 36))) {
    return std::nullopt;
  }
  std::string digits = *plain;
  const bool is_negative = !digits.empty() && digits[0] == '-';
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    digits.erase(0, 1);
  }
  const char letter = digits.size() > 2 && digits[0] == '0' ? static_cast<char>(digits[1] | 0x20) : '\0';
  const int prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (prefix != 0 && (base == 0 || base == prefix)) {
    digits.erase(0, 2);
    base = prefix;
  } else if (base == 0) {
    base = 10;
    if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of('0') != std::string::npos) {
      return std::nullopt;
    }
  }
  std::int64_t number = 0;
  const std::string signed_digits = (is_negative ? "-" : "") + digits;
  const char* end_of_text = signed_digits.data() + signed_digits.size();
  const auto [end, code] = std::from_chars(signed_digits.data(), end_of_text, number, static_cast<int>(base));
  if (digits.empty() || digits[0] == '-' || end != end_of_text || code == std::errc::invalid_argument) {
    return std::nullopt;
  }
  if (code == std::errc()) {
    return Cell::of(number);
  }
  if (base != 10 || digits.size() > 4300) {
    return renderer.refuse("a whole number beyond 64 bits");
  }
  digits.erase(0, digits.find_first_not_of('0'));
  Cell big = renderer.text((is_negative ? "-" : "") + digits);
  big.kind = renderer.failed() ? CellKind::kNone : CellKind::kBigInteger;
  return big;
}

Cell truncated(Renderer& renderer, double value) {
  const double whole = std::trunc(value);
  if (whole >= -0x1p63 && whole < 0x1p63) {
    return Cell::of(static_cast<std::int64_t>(whole));
  }
  std::array<char, 400> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.0f", whole);
  Cell big = renderer.text(std::string(buffer.data(), static_cast<std::size_t>(length)));
  big.kind = renderer.failed() ? CellKind::kNone : CellKind::kBigInteger;
  return big;
}

double rounded(double value, std::int64_t digits) {
  if (digits > 323) {
    return value;
  }
  std::array<char, 800> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*f", static_cast<int>(digits), value);
  return std::strtod(buffer.data(), nullptr);
}

}  // namespace assay::templates
