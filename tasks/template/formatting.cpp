// text.format(...) and the layout of single values.
#include "tasks/template/formatting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "harness/base/letter_case.h"
#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/operations.h"
#include "tasks/template/python_text.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

bool is_align(char32_t point) { return point == '<' || point == '>' || point == '^' || point == '='; }

bool take(std::string_view& text, char c) {
  const bool is_there = !text.empty() && text[0] == c;
  text.remove_prefix(is_there ? 1 : 0);
  return is_there;
}

std::int64_t take_number(std::string_view& text) {
  std::int64_t value = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9' && value <= kFormatWidthMax) {
    value = value * 10 + (text[0] - '0');
    text.remove_prefix(1);
  }
  return value;
}

// [[fill]align][sign][#][0][width][grouping][.precision][type]
std::optional<FormatSpec> parse_spec(std::string_view text) {
  FormatSpec spec;
  std::size_t at = 0;
  if (!text.empty()) {
    next_point(text, at);
  }
  if (at < text.size() && is_align(static_cast<unsigned char>(text[at]))) {
    spec.fill = std::string(text.substr(0, at));
    spec.align = text[at];
    text.remove_prefix(at + 1);
  } else if (!text.empty() && is_align(static_cast<unsigned char>(text[0]))) {
    spec.align = text[0];
    text.remove_prefix(1);
  }
  for (const char sign : {'+', '-', ' '}) {
    if (take(text, sign)) {
      spec.sign = sign;
      break;
    }
  }
  spec.is_alternate = take(text, '#');
  if (take(text, '0') && spec.align == '\0') {
    spec.fill = "0";
    spec.align = '0';  // '=' for numbers, '<' for texts
  }
  spec.width = take_number(text);
  spec.grouping = take(text, ',') ? ',' : take(text, '_') ? '_' : '\0';
  if (take(text, '.')) {
    if (text.empty() || text[0] < '0' || text[0] > '9') {
      return std::nullopt;
    }
    spec.precision = static_cast<int>(std::min<std::int64_t>(take_number(text), kFormatPrecisionMax + 1));
  }
  if (!text.empty()) {
    spec.type = text[0];
    text.remove_prefix(1);
  }
  const bool is_bounded = spec.width <= kFormatWidthMax && spec.precision.value_or(0) <= kFormatPrecisionMax;
  return text.empty() && is_bounded ? std::optional(spec) : std::nullopt;
}

std::string grouped(const std::string& digits, char separator, std::size_t size) {
  const std::size_t end = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
  std::string out;
  for (std::size_t i = 0; i < end; ++i) {
    if (i > 0 && (end - i) % size == 0) {
      out += separator;
    }
    out += digits[i];
  }
  return out + digits.substr(end);
}

std::string format_text(Renderer& renderer, const FormatSpec& spec, const std::string& text) {
  if ((spec.type != '\0' && spec.type != 's') || spec.sign != '-' || spec.is_alternate || spec.grouping != '\0' ||
      spec.align == '=') {
    renderer.fail("a format that does not go with a text");
    return "";
  }
  const std::string shown(
      spec.precision
          ? point_range(text, 0, std::min<std::size_t>(static_cast<std::size_t>(*spec.precision), code_points(text)))
          : std::string_view(text));
  return laid_out(spec, "", shown, spec.align == '\0' || spec.align == '0' ? '<' : spec.align);
}

char number_align(const FormatSpec& spec) { return spec.align == '\0' ? '>' : spec.align == '0' ? '=' : spec.align; }

std::string format_real(Renderer& renderer, FormatSpec spec, double real) {
  std::string digits;
  const bool is_percent = spec.type == '%';
  if (spec.grouping != '\0' && number_align(spec) == '=') {
    renderer.refuse("a format with both zeros in front and grouped digits is not supported");
    return "";
  }
  if (spec.type == '\0') {
    if (spec.precision) {
      renderer.refuse("a format of a real number with a precision and no type is not supported; write .2f or .2g");
    }
    digits = python_float_text(std::fabs(real));
  } else {
    spec.type = is_percent ? 'f' : spec.type;
    digits = real_digits(spec, std::fabs(real) * (is_percent ? 100 : 1));
  }
  digits = spec.grouping != '\0' ? grouped(digits, spec.grouping, 3) : digits;
  digits += is_percent ? "%" : "";
  return laid_out(spec, sign_text(spec, std::signbit(real) && !std::isnan(real)), digits, number_align(spec));
}

std::string format_whole(Renderer& renderer, FormatSpec spec, const Cell& value) {
  constexpr std::string_view kRealTypes = "eEfFgG%";
  if (spec.type != '\0' && kRealTypes.find(spec.type) != std::string_view::npos) {
    return format_real(renderer, spec, real_of(renderer, value));
  }
  spec.type = spec.type == '\0' ? 'd' : spec.type;
  if (spec.precision || std::string_view("dxXob").find(spec.type) == std::string_view::npos) {
    renderer.fail("a format that does not go with a whole number");
    return "";
  }
  if ((value.is(CellKind::kBigInteger) && spec.type != 'd') || (spec.grouping != '\0' && number_align(spec) == '=')) {
    renderer.refuse("this format of a whole number is not supported");
    return "";
  }
  std::string digits = value.is_whole() ? std::to_string(value.whole()) : *value.text;
  const bool is_negative = digits[0] == '-';
  digits = whole_digits(spec, digits.substr(is_negative ? 1 : 0));
  digits = spec.grouping != '\0' ? grouped(digits, spec.grouping, spec.type == 'd' ? 3 : 4) : digits;
  const std::string base = spec.is_alternate && spec.type != 'd' ? std::string("0") + spec.type : "";
  return laid_out(spec, sign_text(spec, is_negative) + base, digits, number_align(spec));
}

class BraceFormatter {
 public:
  BraceFormatter(Renderer& renderer, const CallValues& values) : renderer_(renderer), values_(values) {}

  std::string run(std::string_view pattern, int depth) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size() && !renderer_.failed();) {
      const char c = pattern[at];
      if ((c == '{' || c == '}') && at + 1 < pattern.size() && pattern[at + 1] == c && depth == 0) {
        out += c;
        at += 2;
      } else if (c == '}') {
        renderer_.fail("a single } in a format");
      } else if (c == '{') {
        const std::size_t end = closing(pattern, at);
        if (end == std::string_view::npos || depth > 1) {
          renderer_.fail("a single { in a format");
          break;
        }
        out += field(pattern.substr(at + 1, end - at - 1), depth);
        at = end + 1;
        renderer_.charge(1);
      } else {
        out += c;
        ++at;
      }
    }
    return out;
  }

 private:
  static std::size_t closing(std::string_view pattern, std::size_t at) {
    int open = 0;
    for (; at < pattern.size(); ++at) {
      open += pattern[at] == '{' ? 1 : pattern[at] == '}' ? -1 : 0;
      if (open == 0) {
        return at;
      }
    }
    return std::string_view::npos;
  }

  std::string field(std::string_view text, int depth) {
    const std::size_t end = std::min(text.find_first_of("!:"), text.size());
    const Cell value = value_of(text.substr(0, end));
    text.remove_prefix(end);
    char conversion = '\0';
    if (take(text, '!')) {
      conversion = text.empty() ? '?' : text[0];
      text.remove_prefix(text.empty() ? 0 : 1);
    }
    if (conversion != '\0' && conversion != 'r' && conversion != 's') {
      renderer_.refuse("a conversion other than !r and !s in a format is not supported");
    }
    if (!text.empty() && !take(text, ':')) {
      renderer_.fail("':' expected in a format");
    }
    const std::string spec = run(text, depth + 1);
    if (renderer_.failed()) {
      return "";
    }
    if (conversion == '\0') {
      return formatted(renderer_, value, spec);
    }
    std::string shown;
    if (conversion == 'r') {
      append_repr(renderer_, value, shown);
    } else {
      append_str(renderer_, value, shown);
    }
    return formatted(renderer_, renderer_.text(std::move(shown)), spec);
  }

  Cell value_of(std::string_view name) {
    const std::size_t end = std::min(name.find_first_of(".["), name.size());
    Cell value = argument(name.substr(0, end));
    name.remove_prefix(end);
    while (!name.empty() && !renderer_.failed()) {
      const std::size_t close = name.find(']');
      if (name[0] == '.' || close == std::string_view::npos) {
        return renderer_.refuse("attributes in a format are not supported");
      }
      const std::string_view key = name.substr(1, close - 1);
      const auto index = parse_int(key);
      value = item_of(renderer_, value, index ? Cell::of(*index) : renderer_.text(std::string(key)));
      renderer_.require(value);
      name.remove_prefix(close + 1);
    }
    return value;
  }

  Cell argument(std::string_view name) {
    const auto number = parse_int(name);
    if (name.empty() || number) {
      if (is_counting_.value_or(name.empty()) != name.empty()) {
        return renderer_.fail("a format counts its values itself or names their numbers, not both");
      }
      is_counting_ = name.empty();
      const std::size_t index = number ? static_cast<std::size_t>(*number) : counted_++;
      return index < values_.values.size() ? values_.values[index] : renderer_.fail("a format has too few values");
    }
    const auto found =
        std::find_if(values_.named.begin(), values_.named.end(), [&](const auto& one) { return one.first == name; });
    return found != values_.named.end() ? found->second
                                        : renderer_.fail("a format has no value named '" + printable(name, 40) + "'");
  }

  Renderer& renderer_;
  const CallValues& values_;
  std::optional<bool> is_counting_;
  std::size_t counted_ = 0;
};

}  // namespace

std::string laid_out(const FormatSpec& spec, const std::string& sign, const std::string& digits, char align) {
  const auto length = static_cast<std::int64_t>(code_points(sign) + code_points(digits));
  std::string left;
  std::string right;
  const std::int64_t missing = std::max<std::int64_t>(spec.width - length, 0);
  const std::int64_t before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  for (std::int64_t i = 0; i < missing; ++i) {
    (i < before ? left : right) += spec.fill;
  }
  return align == '=' ? sign + left + digits : left + sign + digits + right;
}

std::string sign_text(const FormatSpec& spec, bool is_negative) {
  return is_negative ? "-" : spec.sign == '-' ? "" : std::string(1, spec.sign);
}

std::string real_digits(const FormatSpec& spec, double magnitude) {
  const bool is_upper_type = spec.type == 'E' || spec.type == 'F' || spec.type == 'G';
  if (!std::isfinite(magnitude)) {
    const std::string word = std::isnan(magnitude) ? "nan" : "inf";
    return is_upper_type ? python_upper(word) : word;
  }
  const std::string pattern = std::string(spec.is_alternate ? "%#.*" : "%.*") + spec.type;
  std::array<char, kFormatPrecisionMax + 400> buffer{};
  const int precision = spec.precision.value_or(6);
  const int length = std::snprintf(buffer.data(), buffer.size(), pattern.c_str(), precision, magnitude);
  return std::string(buffer.data(), static_cast<std::size_t>(std::max(length, 0)));
}

std::string whole_digits(const FormatSpec& spec, const std::string& magnitude) {
  if (spec.type == 'd') {
    return magnitude;
  }
  const char letter = static_cast<char>(spec.type | 0x20);
  const std::uint64_t number = std::strtoull(magnitude.c_str(), nullptr, 10);
  std::array<char, 70> buffer{};
  const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                         letter == 'x'   ? 16
                                         : letter == 'o' ? 8
                                                         : 2);
  const std::string digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  return spec.type == 'X' ? python_upper(digits) : digits;
}

std::string formatted(Renderer& renderer, const Cell& value, std::string_view text) {
  if (!renderer.require(value)) {
    return "";
  }
  if (text.empty()) {
    return str_of(renderer, value);
  }
  const auto spec = parse_spec(text);
  if (!spec) {
    renderer.fail("an invalid or too wide format: '" + printable(text, 40) + "'");
    return "";
  }
  if (value.is(CellKind::kText)) {
    return format_text(renderer, *spec, *value.text);
  }
  if (value.is_whole() || value.is(CellKind::kBigInteger)) {
    return format_whole(renderer, *spec, value);
  }
  if (value.is(CellKind::kReal)) {
    constexpr std::string_view kRealTypes = "eEfFgG%";
    if (spec->type != '\0' && kRealTypes.find(spec->type) == std::string_view::npos) {
      renderer.fail("a format that does not go with a real number");
      return "";
    }
    return format_real(renderer, *spec, value.real);
  }
  renderer.fail("a " + std::string(type_name(value)) + " takes no format");
  return "";
}

Cell brace_format(Renderer& renderer, const std::string& pattern, const CallValues& values) {
  renderer.charge_bytes(pattern.size());
  std::string out = BraceFormatter(renderer, values).run(pattern, 0);
  return renderer.failed() ? Cell() : renderer.text(std::move(out));
}

}  // namespace assay::templates
