// Own UTF-8 reading; classes by ICU.
#include "harness/base/unicode.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace assay {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

UChar32 as_icu(char32_t point) { return static_cast<UChar32>(point); }

int8_t category(char32_t point) { return static_cast<int8_t>(u_charType(as_icu(point))); }

bool has_category(char32_t point, std::uint32_t mask) { return (U_MASK(u_charType(as_icu(point))) & mask) != 0; }

int numeric_type(char32_t point) { return u_getIntPropertyValue(as_icu(point), UCHAR_NUMERIC_TYPE); }

}  // namespace

std::size_t utf8_sequence(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned low = i != 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = i != 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(at + i) < low || byte(at + i) > high) {
      return 0;
    }
  }
  return length;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char32_t next_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  const std::size_t length = utf8_sequence(text, at);
  if (length == 0) {
    ++at;
    return kReplacement;
  }
  auto point = static_cast<char32_t>(first & (0x7F >> length));
  for (std::size_t i = 1; i < length; ++i) {
    point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  }
  at += length;
  return point;
}

std::u32string to_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    points += next_point(text, at);
  }
  return points;
}

void append_point(char32_t point, std::string& out) {
  if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
    point = kReplacement;
  }
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else {
    if (point < 0x10000) {
      put(0xE0 | (point >> 12));
    } else {
      put(0xF0 | (point >> 18));
      put(0x80 | ((point >> 12) & 0x3F));
    }
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

std::string from_points(std::u32string_view points) {
  std::string text;
  text.reserve(points.size());
  for (const char32_t point : points) {
    append_point(point, text);
  }
  return text;
}

std::string_view point_range(std::string_view text, std::size_t begin, std::size_t end) {
  if (is_ascii(text)) {
    return text.substr(begin, end - begin);
  }
  std::size_t at = 0;
  std::size_t index = 0;
  for (; index < begin; ++index) {
    next_point(text, at);
  }
  const std::size_t first = at;
  for (; index < end; ++index) {
    next_point(text, at);
  }
  return text.substr(first, at - first);
}

bool is_python_space(char32_t point) {
  if (point < 0x80) {
    return point == ' ' || (point >= 9 && point <= 13) || (point >= 0x1C && point <= 0x1F);
  }
  return point == 0x85 || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

bool is_line_end(char32_t point) {
  return (point >= 10 && point <= 13) || (point >= 0x1C && point <= 0x1E) || point == 0x85 || point == 0x2028 ||
         point == 0x2029;
}

bool is_printable_point(char32_t point) {
  if (point < 0x7F) {
    return point >= 0x20;
  }
  switch (category(point)) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return false;
    default:
      return true;
  }
}

bool is_letter(char32_t point) {
  const int8_t kind = category(point);
  return kind >= U_UPPERCASE_LETTER && kind <= U_OTHER_LETTER;
}

bool is_decimal(char32_t point) { return category(point) == U_DECIMAL_DIGIT_NUMBER; }
bool is_digit_like(char32_t point) {
  const int type = numeric_type(point);
  return type == U_NT_DECIMAL || type == U_NT_DIGIT;
}
bool is_numeric(char32_t point) { return numeric_type(point) != U_NT_NONE; }
bool is_upper(char32_t point) { return u_hasBinaryProperty(as_icu(point), UCHAR_UPPERCASE) != 0; }
bool is_lower(char32_t point) { return u_hasBinaryProperty(as_icu(point), UCHAR_LOWERCASE) != 0; }
bool is_title(char32_t point) { return category(point) == U_TITLECASE_LETTER; }
bool is_python_word(char32_t point) { return point == '_' || is_letter(point) || is_numeric(point); }

bool starts_identifier(char32_t point) {
  return point == '_' || u_hasBinaryProperty(as_icu(point), UCHAR_XID_START) != 0;
}
bool continues_identifier(char32_t point) {
  return point == '_' || u_hasBinaryProperty(as_icu(point), UCHAR_XID_CONTINUE) != 0;
}

int decimal_value(char32_t point) { return is_decimal(point) ? static_cast<int>(u_charDigitValue(as_icu(point))) : -1; }

std::string_view python_strip_left(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (!is_python_space(next_point(text, at))) {
      return text.substr(begin);
    }
  }
  return {};
}

std::string_view python_strip_right(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0) {
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) {
      --begin;
    }
    std::size_t at = begin;
    if (!is_python_space(next_point(text, at)) || at != end) {
      break;
    }
    end = begin;
  }
  return text.substr(0, end);
}

std::string_view python_strip(std::string_view text) { return python_strip_left(python_strip_right(text)); }

std::vector<std::string_view> python_split(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = at;
    if (is_python_space(next_point(text, at))) {
      if (end > begin) {
        words.push_back(text.substr(begin, end - begin));
      }
      begin = at;
    }
  }
  if (begin < text.size()) {
    words.push_back(text.substr(begin));
  }
  return words;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_sequence(text, at);
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

bool is_unicode_word(char32_t point) {
  return has_category(point, U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK) || u_isUAlphabetic(as_icu(point)) != 0 ||
         u_hasBinaryProperty(as_icu(point), UCHAR_JOIN_CONTROL) != 0;
}

bool is_unicode_punctuation(char32_t point) { return has_category(point, U_GC_P_MASK); }
bool is_unicode_symbol(char32_t point) { return has_category(point, U_GC_S_MASK); }
bool is_unicode_number(char32_t point) { return has_category(point, U_GC_N_MASK); }

char32_t code_point_named(std::string_view name) {
  for (const UCharNameChoice choice : {U_UNICODE_CHAR_NAME, U_CHAR_NAME_ALIAS}) {
    UErrorCode status = U_ZERO_ERROR;
    const UChar32 point = u_charFromName(choice, std::string(name).c_str(), &status);
    if (U_SUCCESS(status)) {
      return static_cast<char32_t>(point);
    }
  }
  return 0xFFFFFFFF;
}

}  // namespace assay
