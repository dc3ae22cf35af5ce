// Own UTF-8 reading; case and categories by ICU.
#include "harness/base/unicode.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <memory>

#include "harness/base/check.h"

namespace assay {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point = kReplacement;
  std::size_t length = 1;
  bool is_valid = false;
};

// The sequence that begins at `at` (RFC 3629). REQUIRES: at < text.size().
Decoded decode_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) {
    return {.code_point = first, .length = 1, .is_valid = true};
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) {
    return {};
  }
  char32_t code_point = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) {
      return {};
    }
    code_point = (code_point << 6) | (byte(at + i) & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code_point < kLeast[length] || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    return {};
  }
  return {.code_point = code_point, .length = length, .is_valid = true};
}

using CaseMapping = int32_t (*)(const UCaseMap*, char*, int32_t, const char*, int32_t, UErrorCode*);

std::string mapped(std::string_view text, CaseMapping mapping) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<UCaseMap, decltype(&ucasemap_close)> map(ucasemap_open("", 0, &code), &ucasemap_close);
  ASSAY_CHECK(U_SUCCESS(code), "ICU has case mappings built in");
  std::string result(text.size() + text.size() / 2 + 8, '\0');
  for (int attempt = 0; attempt < 2; ++attempt) {
    code = U_ZERO_ERROR;
    const std::int32_t length = mapping(map.get(), result.data(), static_cast<std::int32_t>(result.size()), text.data(),
                                        static_cast<std::int32_t>(text.size()), &code);
    const bool fits = static_cast<std::size_t>(length) <= result.size();
    result.resize(static_cast<std::size_t>(length));
    if (fits) {
      break;
    }
  }
  return result;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_category(char32_t code_point, std::uint32_t mask) {
  return (U_MASK(u_charType(static_cast<UChar32>(code_point))) & mask) != 0;
}

}  // namespace

std::vector<char32_t> decode_utf8(std::string_view text) {
  std::vector<char32_t> code_points;
  code_points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode_at(text, at);
    code_points.push_back(decoded.code_point);
    at += decoded.length;
  }
  return code_points;
}

void append_utf8(std::string& text, char32_t code_point) {
  ASSAY_CHECK(code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF), "no Unicode scalar value");
  const auto tail = [&](int shift) { text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode_at(text, at);
    if (!decoded.is_valid) {
      return false;
    }
    at += decoded.length;
  }
  return true;
}

bool is_python_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::string_view unicode_rstrip(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0) {
    std::size_t begin = end - 1;  // of the last code point
    while (begin > 0 && end - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
      --begin;
    }
    const Decoded decoded = decode_at(text.substr(0, end), begin);
    if (!decoded.is_valid || begin + decoded.length != end || !is_python_space(decoded.code_point)) {
      break;
    }
    end = begin;
  }
  return text.substr(0, end);
}

std::string_view unicode_strip(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const Decoded decoded = decode_at(text, begin);
    if (!is_python_space(decoded.code_point)) {
      break;
    }
    begin += decoded.length;
  }
  return unicode_rstrip(text.substr(begin));
}

std::vector<std::string_view> unicode_words(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode_at(text, at);
    const std::size_t end = at;
    at += decoded.length;
    if (is_python_space(decoded.code_point)) {
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

std::string unicode_lower(std::string_view text) {
  if (!is_ascii(text)) {
    return mapped(text, &ucasemap_utf8ToLower);
  }
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower;
}

std::string unicode_upper(std::string_view text) {
  if (!is_ascii(text)) {
    return mapped(text, &ucasemap_utf8ToUpper);
  }
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
  return upper;
}

bool is_unicode_punctuation(char32_t code_point) { return has_category(code_point, U_GC_P_MASK); }
bool is_unicode_symbol(char32_t code_point) { return has_category(code_point, U_GC_S_MASK); }
bool is_unicode_number(char32_t code_point) { return has_category(code_point, U_GC_N_MASK); }

char32_t code_point_named(std::string_view name) {
  for (const UCharNameChoice choice : {U_EXTENDED_CHAR_NAME, U_CHAR_NAME_ALIAS}) {
    UErrorCode code = U_ZERO_ERROR;
    const UChar32 found = u_charFromName(choice, std::string(name).c_str(), &code);
    if (U_SUCCESS(code)) {
      return static_cast<char32_t>(found);
    }
  }
  return 0xFFFFFFFF;
}

}  // namespace assay
