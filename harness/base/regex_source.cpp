// Escapes as Python's re reads them: \x takes two digits, \u four, \U eight; an unknown letter is an error.
#include "harness/base/regex_source.h"

#include <optional>

#include "harness/base/unicode.h"

namespace assay {
namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_octal(char32_t c) { return c >= '0' && c <= '7'; }
bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<unsigned> hex_value(char32_t c) {
  if (is_digit(c)) {
    return c - '0';
  }
  const char32_t lower = c | 0x20U;
  return lower >= 'a' && lower <= 'f' ? std::optional<unsigned>(lower - 'a' + 10) : std::nullopt;
}

// \a \f \n \r \t \v; nothing for other letters.
std::optional<char32_t> control_character(char32_t letter) {
  switch (letter) {
    case 'a':
      return 0x07;
    case 'f':
      return 0x0C;
    case 'n':
      return 0x0A;
    case 'r':
      return 0x0D;
    case 't':
      return 0x09;
    case 'v':
      return 0x0B;
    default:
      return std::nullopt;
  }
}

}  // namespace

RegexSource::RegexSource(std::string_view text) : code_points_(to_points(text)) {}

char32_t RegexSource::next() {
  const char32_t c = peek();
  at_ += c == kEnd ? 0 : 1;
  return c;
}

bool RegexSource::take(char32_t wanted) {
  const bool is_there = peek() == wanted;
  at_ += is_there ? 1 : 0;
  return is_there;
}

std::string RegexSource::digits() {
  std::string found;
  while (is_digit(peek()) && found.size() < 10) {
    found += static_cast<char>(next());
  }
  return found;
}

Error RegexSource::wrong(std::string_view what) const {
  return {ErrorKind::kInvalidConfig, "regular expression, position " + std::to_string(at_) + ": " + std::string(what)};
}

Result<std::string> RegexSource::name_until(char32_t end) {
  std::string name;
  while (peek() != kEnd && peek() != end) {
    append_point(next(), name);
  }
  if (!take(end) || name.empty()) {
    return wrong("missing name");
  }
  return name;
}

Result<RegexItem> RegexSource::escaped(bool in_class) {
  const char32_t c = next();
  if (c == kEnd) {
    return wrong("bad escape (end of pattern)");
  }
  if (const auto control = control_character(c)) {
    return RegexItem{.code_point = *control};
  }
  switch (c) {
    case 'd':
    case 'D':
    case 's':
    case 'S':
    case 'w':
    case 'W':
      return RegexItem{.set = static_cast<char>(c)};
    case 'x':
      return hex(2);
    case 'u':
      return hex(4);
    case 'U':
      return hex(8);
    case 'N':
      return character_name();
    default:
      break;
  }
  if (c == 'b' && in_class) {
    return RegexItem{.code_point = 0x08};
  }
  if (is_octal(c)) {
    return octal(c);
  }
  if (is_ascii_letter(c) || is_digit(c)) {
    return wrong("bad escape");
  }
  return RegexItem{.code_point = c};
}

Result<RegexItem> RegexSource::octal(char32_t first) {
  char32_t value = first - '0';
  for (int i = 1; i < 3 && is_octal(peek()); ++i) {
    value = value * 8 + (next() - '0');
  }
  if (value > 0377) {
    return wrong("octal escape value outside of range 0-0o377");
  }
  return RegexItem{.code_point = value};
}

Result<RegexItem> RegexSource::hex(int count) {
  char32_t value = 0;
  for (int i = 0; i < count; ++i) {
    const auto digit = hex_value(peek());
    if (!digit || value > 0x10FFFF) {
      return wrong("incomplete or too large escape");
    }
    value = value * 16 + *digit;
    ++at_;
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    return wrong("an escape that is no character");
  }
  return RegexItem{.code_point = value};
}

Result<RegexItem> RegexSource::character_name() {
  if (!take('{')) {
    return wrong("missing {");
  }
  auto name = name_until('}');
  if (!name) {
    return std::move(name.error());
  }
  const char32_t found = code_point_named(*name);
  if (found == kEnd) {
    return wrong("undefined character name '" + *name + "'");
  }
  return RegexItem{.code_point = found};
}

}  // namespace assay
