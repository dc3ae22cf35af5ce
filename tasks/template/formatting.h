// Python's two ways to format: text % values, and text.format(...).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tasks/template/builtins.h"
#include "tasks/template/cell.h"

namespace assay::templates {

Cell brace_format(Renderer& renderer, const std::string& pattern, const CallValues& values);

// How one value is laid out: of "%+08.3f" or of "{:+08.3f}".
struct FormatSpec {
  std::string fill = " ";
  char align = '\0';  // '<', '>', '^', '=' (between sign and digits)
  char sign = '-';    // '-', '+', ' '
  bool is_alternate = false;
  char grouping = '\0';  // ',' or '_'
  std::int64_t width = 0;
  std::optional<int> precision;
  char type = '\0';
};

// Digits with their sign, filled up to the width.
std::string laid_out(const FormatSpec& spec, const std::string& sign, const std::string& digits, char align);
std::string sign_text(const FormatSpec& spec, bool is_negative);
std::string real_digits(const FormatSpec& spec, double magnitude);  // type e, f, g; REQUIRES: magnitude >= 0 or nan
std::string whole_digits(const FormatSpec& spec, const std::string& magnitude);  // type d, x, o, b
// format(value, spec)
std::string formatted(Renderer& renderer, const Cell& value, std::string_view spec);

constexpr std::int64_t kFormatWidthMax = 100'000;
constexpr int kFormatPrecisionMax = 1000;

}  // namespace assay::templates
