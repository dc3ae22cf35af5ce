// Texts as Python sees them: sequences of code points with classes and case mappings (Unicode's, by ICU).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::templates {

bool is_ascii(std::string_view text);

// Decodes one code point at `at` and moves `at` behind it. A byte that is not UTF-8 counts as one U+FFFD.
char32_t next_point(std::string_view text, std::size_t& at);
std::u32string to_points(std::string_view text);
std::string from_points(std::u32string_view points);
void append_point(char32_t point, std::string& out);
// The part of a text from one code point to another. REQUIRES: begin <= end <= the number of code points.
std::string_view point_range(std::string_view text, std::size_t begin, std::size_t end);

// Python's str.isspace of one character; what re's \s matches.
bool is_space(char32_t point);
bool is_line_end(char32_t point);
bool is_printable(char32_t point);
bool is_alphabetic(char32_t point);  // str.isalpha
bool is_decimal(char32_t point);
bool is_digit_like(char32_t point);  // str.isdigit
bool is_numeric(char32_t point);
bool is_upper(char32_t point);
bool is_lower(char32_t point);
bool is_title(char32_t point);
bool is_word(char32_t point);  // re's \w
bool starts_identifier(char32_t point);
bool continues_identifier(char32_t point);
int decimal_value(char32_t point);  // 0-9, or -1

std::string_view strip_left(std::string_view text);   // white space
std::string_view strip_right(std::string_view text);  // white space

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
std::string to_title(std::string_view text);      // str.title
std::string to_capital(std::string_view text);    // str.capitalize
std::string swapped_case(std::string_view text);  // str.swapcase
std::string case_folded(std::string_view text);   // str.casefold

// The character with this Unicode name ("BULLET"); 0xFFFFFFFF if there is none.
char32_t point_of_name(std::string_view name);

}  // namespace assay::templates
