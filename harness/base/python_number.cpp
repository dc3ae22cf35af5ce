// Numbers as Python's float() reads them and str() prints them.
#include "harness/base/python_number.h"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

// Digits of other scripts as ASCII digits; nothing if another character beyond ASCII is there.
std::optional<std::string> ascii_number(std::string_view text) {
  std::string ascii;
  for (const char32_t point : to_points(text)) {
    const int digit = decimal_value(point);
    if (point < 0x80) {
      ascii += static_cast<char>(point);
    } else if (digit >= 0) {
      ascii += static_cast<char>('0' + digit);
    } else {
      return std::nullopt;
    }
  }
  return ascii;
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// Underscores may stand between digits alone.
std::optional<std::string> without_underscores(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      plain += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return plain;
}

std::optional<double> special(std::string_view text, bool is_negative) {
  const double sign = is_negative ? -1 : 1;
  if (text == "inf" || text == "infinity") {
    return sign * std::numeric_limits<double>::infinity();
  }
  return text == "nan" ? std::optional(std::numeric_limits<double>::quiet_NaN()) : std::nullopt;
}

}  // namespace

std::optional<double> python_float(std::string_view text) {
  const auto ascii = ascii_number(python_strip(text));
  const auto plain = ascii ? without_underscores(*ascii) : std::nullopt;
  if (!plain || plain->empty()) {
    return std::nullopt;
  }
  std::string_view digits = *plain;
  const bool is_negative = digits.front() == '-';
  if (is_negative || digits.front() == '+') {
    digits.remove_prefix(1);
  }
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.')) {
    return special(python_lower(digits), is_negative);
  }
  double value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end != digits.data() + digits.size() || code == std::errc::invalid_argument) {
    return std::nullopt;
  }
  if (code == std::errc::result_out_of_range) {
    // from_chars leaves the value alone here; which end it fell off, the exponent's sign says for every real number.
    const std::size_t exponent = digits.find_first_of("eE");
    const bool is_tiny = (exponent != std::string_view::npos && digits.substr(exponent + 1, 1) == "-") ||
                         (exponent == std::string_view::npos && (digits.front() == '0' || digits.front() == '.'));
    value = is_tiny ? 0 : std::numeric_limits<double>::infinity();
  }
  return is_negative ? -value : value;
}

std::string python_float_text(double value) {
  if (std::isnan(value)) {
    return "nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-inf" : "inf";
  }
  char buffer[64];
  const double size = std::fabs(value);
  const bool is_plain = value == 0 || (size >= 1e-4 && size < 1e16);
  const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto [end, code] = std::to_chars(buffer, buffer + sizeof(buffer), value, format);
  std::string text(buffer, code == std::errc() ? end : buffer);
  if (is_plain && text.find('.') == std::string::npos) {
    text += ".0";
  }
  return text;
}

}  // namespace assay
