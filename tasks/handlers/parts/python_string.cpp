// Python's string operations on UTF-8, by ICU's character tables.
#include "tasks/handlers/parts/python_string.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "harness/base/check.h"

namespace assay {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

UChar32 icu(char32_t point) { return static_cast<UChar32>(point); }

// The code point that starts at `at`, which moves behind it.
char32_t next_point(std::string_view text, std::size_t& at) {
  UChar32 point = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto offset = static_cast<std::int64_t>(at);
  const auto length = static_cast<std::int64_t>(text.size());
  U8_NEXT(bytes, offset, length, point);
  at = static_cast<std::size_t>(offset);
  return point < 0 ? kReplacement : static_cast<char32_t>(point);
}

// The code point that ends before `at`, which moves to its start.
char32_t previous_point(std::string_view text, std::size_t& at) {
  std::size_t begin = at - 1;
  while (begin > 0 && at - begin < U8_MAX_LENGTH && U8_IS_TRAIL(text[begin])) {
    --begin;
  }
  std::size_t end = begin;
  const char32_t point = next_point(text.substr(0, at), end);
  const bool is_whole = end == at;
  at = is_whole ? begin : at - 1;
  return is_whole ? point : kReplacement;
}

// The title case of one code point, which may be several: U+00DF becomes "Ss".
std::string title_of(char32_t point) {
  const UChar32 source_point = icu(point);
  UChar source[4];
  UChar title[8];
  UChar32 points[8];
  std::int32_t length = 0;
  UErrorCode code = U_ZERO_ERROR;
  u_strFromUTF32(source, 4, &length, &source_point, 1, &code);
  length = u_strToTitle(title, 8, source, length, nullptr, "", &code);
  u_strToUTF32(points, 8, &length, title, length, &code);
  ASSAY_CHECK(U_SUCCESS(code) != 0, "title-casing failed");
  return utf8_of(std::u32string(points, points + length));
}

bool is_cased(char32_t point) { return is_python_upper(point) || is_python_lower(point) || u_istitle(icu(point)) != 0; }

}  // namespace

std::u32string code_points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    points.push_back(next_point(text, at));
  }
  return points;
}

std::string utf8_of(std::u32string_view points) {
  std::string text;
  text.reserve(points.size());
  const auto append = [&text](char32_t bits) { text += static_cast<char>(bits); };
  for (const char32_t point : points) {
    if (point < 0x80) {
      append(point);
      continue;
    }
    if (point < 0x800) {
      append(0xC0U | (point >> 6U));
    } else {
      append(point < 0x10000 ? 0xE0U | (point >> 12U) : 0xF0U | (point >> 18U));
      if (point >= 0x10000) {
        append(0x80U | ((point >> 12U) & 0x3FU));
      }
      append(0x80U | ((point >> 6U) & 0x3FU));
    }
    append(0x80U | (point & 0x3FU));
  }
  return text;
}

bool is_python_word(char32_t point) {
  if (point < 0x80) {
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
           point == '_';
  }
  return (U_GET_GC_MASK(icu(point)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool is_unicode_word(char32_t point) {
  const auto mask = U_GET_GC_MASK(icu(point)) & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK);
  return mask != 0 || u_isUAlphabetic(icu(point)) != 0 || u_hasBinaryProperty(icu(point), UCHAR_JOIN_CONTROL) != 0;
}

bool is_python_digit(char32_t point) { return u_charType(icu(point)) == U_DECIMAL_DIGIT_NUMBER; }
bool is_python_letter(char32_t point) { return (U_GET_GC_MASK(icu(point)) & U_GC_L_MASK) != 0; }
bool is_python_upper(char32_t point) { return u_isUUppercase(icu(point)) != 0; }
bool is_python_lower(char32_t point) { return u_isULowercase(icu(point)) != 0; }

bool is_ascii_punctuation(char32_t point) {
  return (point > 0x20 && point < '0') || (point > '9' && point < 'A') || (point > 'Z' && point < 'a') ||
         (point > 'z' && point < 0x7F);
}

bool is_upper_text(std::u32string_view text) {
  const bool has_upper = std::any_of(text.begin(), text.end(), is_python_upper);
  return has_upper && std::all_of(text.begin(), text.end(),
                                  [](char32_t point) { return !is_cased(point) || is_python_upper(point); });
}

bool is_lower_text(std::u32string_view text) {
  const bool has_lower = std::any_of(text.begin(), text.end(), is_python_lower);
  return has_lower && std::all_of(text.begin(), text.end(),
                                  [](char32_t point) { return !is_cased(point) || is_python_lower(point); });
}

std::string python_lower(std::string_view text) {
  const bool is_ascii = std::all_of(text.begin(), text.end(), [](char byte) { return (byte & '\x80') == 0; });
  if (is_ascii) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; });
    return lower;
  }
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<UCaseMap, decltype(&ucasemap_close)> map(ucasemap_open("", 0, &code), &ucasemap_close);
  // Lower-casing lengthens a code point to at most three times its bytes.
  std::string lower(text.size() * 3 + 1, '\0');
  const std::int32_t length = ucasemap_utf8ToLower(map.get(), lower.data(), static_cast<std::int32_t>(lower.size()),
                                                   text.data(), static_cast<std::int32_t>(text.size()), &code);
  ASSAY_CHECK(U_SUCCESS(code) != 0, "lower-casing failed");
  lower.resize(static_cast<std::size_t>(length));
  return lower;
}

char32_t python_lower(char32_t point) { return static_cast<char32_t>(u_tolower(icu(point))); }

std::string python_capitalize(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  std::size_t at = 0;
  const char32_t first = next_point(text, at);
  return title_of(first) + python_lower(text.substr(at));
}

std::string_view python_strip(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; begin < text.size(); begin = at) {
    if (!is_python_space(next_point(text, at))) {
      break;
    }
  }
  std::size_t end = text.size();
  for (std::size_t at = end; end > begin; end = at) {
    if (!is_python_space(previous_point(text, at))) {
      break;
    }
  }
  return text.substr(begin, end - begin);
}

std::u32string_view python_strip(std::u32string_view text) {
  while (!text.empty() && is_python_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_python_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::vector<std::string_view> python_split(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (!is_python_space(next_point(text, at))) {
      continue;
    }
    if (here > begin) {
      pieces.push_back(text.substr(begin, here - begin));
    }
    begin = at;
  }
  if (begin < text.size()) {
    pieces.push_back(text.substr(begin));
  }
  return pieces;
}

std::vector<std::string_view> split_on(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, begin)) {
    pieces.push_back(text.substr(begin, at - begin));
    begin = at + separator.size();
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

std::string without_brackets(std::string_view text) {
  std::string kept;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('[', at);
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t stop = text.find_first_of("]\n", open + 1);
    const bool is_closed = stop != std::string_view::npos && text[stop] == ']';
    // Without a closing bracket on this line, no later bracket of it is closed either.
    const std::size_t kept_end = is_closed ? open : (stop == std::string_view::npos ? text.size() : stop);
    kept.append(text.substr(at, kept_end - at));
    at = is_closed ? stop + 1 : kept_end;
  }
  kept.append(text.substr(std::min(at, text.size())));
  return kept;
}

}  // namespace assay
