// Full case mappings by ICU, character by character, as CPython does them.
#include "harness/base/letter_case.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>

#include "harness/base/unicode.h"

namespace assay {
namespace {

constexpr char32_t kCapitalSigma = 0x3A3;

UChar32 as_icu(char32_t point) { return static_cast<UChar32>(point); }

using Mapping = int32_t (*)(UChar*, int32_t, const UChar*, int32_t, UErrorCode*);

int32_t map_upper(UChar* to, int32_t capacity, const UChar* from, int32_t length, UErrorCode* status) {
  return u_strToUpper(to, capacity, from, length, "", status);
}
int32_t map_lower(UChar* to, int32_t capacity, const UChar* from, int32_t length, UErrorCode* status) {
  return u_strToLower(to, capacity, from, length, "", status);
}
int32_t map_fold(UChar* to, int32_t capacity, const UChar* from, int32_t length, UErrorCode* status) {
  return u_strFoldCase(to, capacity, from, length, U_FOLD_CASE_DEFAULT, status);
}
int32_t map_title(UChar* to, int32_t capacity, const UChar* from, int32_t length, UErrorCode* status) {
  UCaseMap* map = ucasemap_open("", U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_BREAK_ADJUSTMENT, status);
  if (U_FAILURE(*status)) {
    return 0;
  }
  const int32_t mapped = ucasemap_toTitle(map, to, capacity, from, length, status);
  ucasemap_close(map);
  return mapped;
}

// One character's full mapping, of up to three characters.
void append_mapped(char32_t point, Mapping mapping, std::string& out) {
  std::array<UChar, 2> from{};
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  const UChar32 single = as_icu(point);
  u_strFromUTF32(from.data(), 2, &length, &single, 1, &status);
  std::array<UChar, 12> to{};
  const int32_t mapped = mapping(to.data(), static_cast<int32_t>(to.size()), from.data(), length, &status);
  std::array<char, 48> bytes{};
  int32_t size = 0;
  u_strToUTF8(bytes.data(), static_cast<int32_t>(bytes.size()), &size, to.data(), mapped, &status);
  if (U_FAILURE(status)) {
    append_point(point, out);
    return;
  }
  out.append(bytes.data(), static_cast<std::size_t>(size));
}

// The final form of sigma stands behind a cased letter and not before one (Unicode's Final_Sigma).
bool is_final_sigma(std::u32string_view points, std::size_t at) {
  const auto is_ignorable = [&](std::size_t i) { return u_hasBinaryProperty(as_icu(points[i]), UCHAR_CASE_IGNORABLE); };
  const auto is_cased = [&](std::size_t i) { return u_hasBinaryProperty(as_icu(points[i]), UCHAR_CASED); };
  std::size_t before = at;
  while (before > 0 && is_ignorable(before - 1)) {
    --before;
  }
  if (before == 0 || !is_cased(before - 1)) {
    return false;
  }
  std::size_t behind = at + 1;
  while (behind < points.size() && is_ignorable(behind)) {
    ++behind;
  }
  return behind == points.size() || !is_cased(behind);
}

void append_lower(std::u32string_view points, std::size_t at, std::string& out) {
  if (points[at] == kCapitalSigma) {
    append_point(is_final_sigma(points, at) ? 0x3C2 : 0x3C3, out);
  } else if (points[at] < 0x80) {
    out += static_cast<char>(points[at] >= 'A' && points[at] <= 'Z' ? points[at] + 32 : points[at]);
  } else {
    append_mapped(points[at], map_lower, out);
  }
}

char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string mapped_ascii(std::string_view text, char (*mapping)(char)) {
  std::string mapped(text);
  std::transform(mapped.begin(), mapped.end(), mapped.begin(), mapping);
  return mapped;
}

}  // namespace

std::string python_upper(std::string_view text) {
  if (is_ascii(text)) {
    return mapped_ascii(text, ascii_upper);
  }
  std::string upper;
  for (std::size_t at = 0; at < text.size();) {
    append_mapped(next_point(text, at), map_upper, upper);
  }
  return upper;
}

std::string python_lower(std::string_view text) {
  if (is_ascii(text)) {
    return mapped_ascii(text, ascii_lower);
  }
  const std::u32string points = to_points(text);
  std::string lower;
  for (std::size_t i = 0; i < points.size(); ++i) {
    append_lower(points, i, lower);
  }
  return lower;
}

std::string python_title(std::string_view text) {
  const std::u32string points = to_points(text);
  std::string title;
  bool is_inside = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_inside) {
      append_lower(points, i, title);
    } else {
      append_mapped(points[i], map_title, title);
    }
    is_inside = u_hasBinaryProperty(as_icu(points[i]), UCHAR_CASED) != 0;
  }
  return title;
}

std::string python_capitalize(std::string_view text) {
  const std::u32string points = to_points(text);
  std::string capital;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0) {
      append_mapped(points[0], map_title, capital);
    } else {
      append_lower(points, i, capital);
    }
  }
  return capital;
}

std::string python_swapcase(std::string_view text) {
  const std::u32string points = to_points(text);
  std::string swapped;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_upper(points[i])) {
      append_lower(points, i, swapped);
    } else if (is_lower(points[i])) {
      append_mapped(points[i], map_upper, swapped);
    } else {
      append_point(points[i], swapped);
    }
  }
  return swapped;
}

std::string python_casefold(std::string_view text) {
  if (is_ascii(text)) {
    return mapped_ascii(text, ascii_lower);
  }
  std::string folded;
  for (std::size_t at = 0; at < text.size();) {
    append_mapped(next_point(text, at), map_fold, folded);
  }
  return folded;
}

bool is_all_case(std::u32string_view text, bool is_upper_wanted) {
  const auto is_right = [&](char32_t point) { return is_upper_wanted ? is_upper(point) : is_lower(point); };
  const auto is_cased = [](char32_t point) { return is_upper(point) || is_lower(point) || is_title(point); };
  return std::any_of(text.begin(), text.end(), is_right) &&
         std::all_of(text.begin(), text.end(), [&](char32_t point) { return is_right(point) || !is_cased(point); });
}

bool is_all_case(std::string_view text, bool is_upper_wanted) {
  return is_all_case(std::u32string_view(to_points(text)), is_upper_wanted);
}

}  // namespace assay
