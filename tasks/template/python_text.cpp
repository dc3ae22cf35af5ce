// Python's str() and repr() of values, and the escapes of its texts.
#include "tasks/template/python_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "harness/base/python_number.h"
#include "harness/base/unicode.h"

namespace assay {
namespace templates {
namespace {

void append_hex(char32_t point, int width, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = (width - 1) * 4; shift >= 0; shift -= 4) {
    out += kDigits[(point >> shift) & 0xF];
  }
}

void append_escaped(char32_t point, std::string& out) {
  if (point == '\n' || point == '\r' || point == '\t') {
    out += point == '\n' ? "\\n" : point == '\r' ? "\\r" : "\\t";
  } else if (point < 0x100) {
    out += "\\x";
    append_hex(point, 2, out);
  } else if (point < 0x10000) {
    out += "\\u";
    append_hex(point, 4, out);
  } else {
    out += "\\U";
    append_hex(point, 8, out);
  }
}

void append_value(const Value& value, std::string& out);

void append_items(const Value::List& items, std::string& out) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "" : ", ";
    append_value(items[i], out);
  }
}

void append_fields(const Value::Dict& fields, std::string& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += i == 0 ? "" : ", ";
    append_value(fields[i].key, out);
    out += ": ";
    append_value(fields[i].value, out);
  }
}

void append_value(const Value& value, std::string& out) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::kNone:
      out += "None";
      return;
    case Kind::kBool:
      out += value.as_bool() ? "True" : "False";
      return;
    case Kind::kInteger:
      out += std::to_string(value.as_integer());
      return;
    case Kind::kBigInteger:
      out += value.as_text();
      return;
    case Kind::kReal:
      out += python_float_text(value.as_real());
      return;
    case Kind::kText:
      append_repr(value.as_text(), out);
      return;
    case Kind::kList:
      out += '[';
      append_items(value.items(), out);
      out += ']';
      return;
    case Kind::kTuple:
      out += '(';
      append_items(value.items(), out);
      out += value.items().size() == 1 ? ",)" : ")";
      return;
    case Kind::kDict:
      out += '{';
      append_fields(value.fields(), out);
      out += '}';
  }
}

// The value of a hexadecimal escape of exactly `width` digits at the front; false if there is none.
bool read_hex(std::string_view text, std::size_t width, char32_t& point) {
  std::uint32_t number = 0;
  const std::string_view digits = text.substr(0, width);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  point = number;
  return digits.size() == width && code == std::errc() && end == digits.data() + digits.size();
}

// Reads the escape whose letter stands at `at`; moves `at` behind it. Returns why it cannot, or an empty text.
std::string read_escape(std::string_view body, std::size_t& at, std::string& out) {
  constexpr std::string_view kLetters = "\\'\"abfnrtv";
  constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
  const char letter = body[at++];
  if (letter == '\n') {
    return "";
  }
  if (const std::size_t known = kLetters.find(letter); known != std::string_view::npos) {
    out += kMeanings[known];
    return "";
  }
  if (letter >= '0' && letter <= '7') {
    char32_t point = static_cast<char32_t>(letter - '0');
    for (int more = 0; more < 2 && at < body.size() && body[at] >= '0' && body[at] <= '7'; ++more) {
      point = point * 8 + static_cast<char32_t>(body[at++] - '0');
    }
    append_point(point, out);
    return "";
  }
  if (letter == 'x' || letter == 'u' || letter == 'U') {
    const std::size_t width = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    char32_t point = 0;
    if (!read_hex(body.substr(at), width, point) || point > 0x10FFFF) {
      return std::string("the escape \\") + letter + " needs " + std::to_string(width) +
             " hexadecimal digits of a character";
    }
    at += width;
    append_point(point, out);
    return "";
  }
  if (letter == 'N') {
    const std::size_t end = body.find('}', at);
    const char32_t point = end == std::string_view::npos || body[at] != '{'
                               ? 0xFFFFFFFF
                               : code_point_named(body.substr(at + 1, end - at - 1));
    if (point == 0xFFFFFFFF) {
      return "the escape \\N needs the name of a character in {}";
    }
    at = end + 1;
    append_point(point, out);
    return "";
  }
  out += '\\';
  out += letter;
  return "";
}

}  // namespace

void append_repr(std::string_view text, std::string& out) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  out += quote;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t point = next_point(text, at);
    if (point == '\\' || point == static_cast<char32_t>(quote)) {
      out += '\\';
      out += static_cast<char>(point);
    } else if (is_printable_point(point)) {
      out += text.substr(begin, at - begin);
    } else {
      append_escaped(point, out);
    }
  }
  out += quote;
}

std::string unescape(std::string_view body, std::string& out) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t escape = std::min(body.find('\\', at), body.size());
    out += body.substr(at, escape - at);
    at = escape + 1;
    if (escape == body.size()) {
      break;
    }
    if (at >= body.size()) {
      return "a text ends in a backslash";
    }
    if (std::string why = read_escape(body, at, out); !why.empty()) {
      return why;
    }
  }
  return "";
}

}  // namespace templates

std::string python_repr(const Value& value) {
  std::string text;
  templates::append_value(value, text);
  return text;
}

std::string python_str(const Value& value) { return value.is_text() ? value.as_text() : python_repr(value); }

}  // namespace assay
