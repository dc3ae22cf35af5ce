// Python's string operations on UTF-8: what the conventional rules were written with, so that ours cut at the same
// places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/unicode.h"

namespace assay {

// Code points of UTF-8, and back. Bytes that are no UTF-8 become U+FFFD.
std::u32string code_points_of(std::string_view text);
std::string utf8_of(std::u32string_view points);

// Classes of code points as Python's str methods and `re` see them (Unicode, no locale).
bool is_python_word(char32_t point);   // \w: letters, numbers of any kind, underscore
bool is_unicode_word(char32_t point);  // UTS #18: letters, marks, decimal digits, connectors
bool is_python_digit(char32_t point);  // \d: decimal digits of any script
bool is_python_letter(char32_t point);
bool is_python_upper(char32_t point);
bool is_python_lower(char32_t point);
bool is_ascii_punctuation(char32_t point);  // string.punctuation

// str.isupper and str.islower: some cased letter, and every cased letter of that case.
bool is_upper_text(std::u32string_view text);
bool is_lower_text(std::u32string_view text);

std::string python_lower(std::string_view text);  // full case mapping, as str.lower
char32_t python_lower(char32_t point);            // simple case mapping of one code point
std::string python_capitalize(std::string_view text);

std::string_view python_strip(std::string_view text);  // Unicode white space off both ends
std::u32string_view python_strip(std::u32string_view text);
std::vector<std::string_view> python_split(std::string_view text);  // str.split(): runs of white space, no empty pieces
std::vector<std::string_view> split_on(std::string_view text, std::string_view separator);  // str.split(separator)

// Deletes `\[.*?\]`: each bracket up to the nearest closing one on its line. Linear.
std::string without_brackets(std::string_view text);

}  // namespace assay
