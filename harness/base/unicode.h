// Unicode as Python's str knows it: code points, their classes, white space; on UTF-8. Case mappings: letter_case.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

bool is_ascii(std::string_view text);
bool is_utf8(std::string_view text);
// The bytes of the valid UTF-8 sequence at `at` (RFC 3629); 0 if there is none. REQUIRES: at < text.size().
std::size_t utf8_sequence(std::string_view text, std::size_t at);

// Decodes one code point at `at` and moves `at` behind it. A byte that is not UTF-8 counts as one U+FFFD.
char32_t next_point(std::string_view text, std::size_t& at);
std::u32string to_points(std::string_view text);
std::string from_points(std::u32string_view points);
void append_point(char32_t point, std::string& out);  // U+FFFD for what is no Unicode scalar value
// The part of a text from one code point to another. REQUIRES: begin <= end <= the number of code points.
std::string_view point_range(std::string_view text, std::size_t begin, std::size_t end);

// str.isspace of one code point: bidirectional classes WS, B, S and category Zs. It is what strip(), split() and \s
// take for white space; U+001C to U+001F are in it.
bool is_python_space(char32_t point);
bool is_line_end(char32_t point);  // where str.splitlines cuts
bool is_printable_point(char32_t point);
bool is_letter(char32_t point);      // str.isalpha: general categories L*
bool is_decimal(char32_t point);     // str.isdecimal; \d
bool is_digit_like(char32_t point);  // str.isdigit
bool is_numeric(char32_t point);
bool is_upper(char32_t point);
bool is_lower(char32_t point);
bool is_title(char32_t point);
bool is_python_word(char32_t point);   // re's \w
bool is_unicode_word(char32_t point);  // UTS #18: letters, marks, decimal digits, connectors
bool starts_identifier(char32_t point);
bool continues_identifier(char32_t point);
int decimal_value(char32_t point);            // 0 to 9, or -1
bool is_unicode_punctuation(char32_t point);  // general categories P*
bool is_unicode_symbol(char32_t point);       // S*
bool is_unicode_number(char32_t point);       // N*

std::string_view python_strip(std::string_view text);        // str.strip()
std::string_view python_strip_left(std::string_view text);   // str.lstrip()
std::string_view python_strip_right(std::string_view text);  // str.rstrip()
// str.split(): the pieces between runs of white space, none of them empty.
std::vector<std::string_view> python_split(std::string_view text);

// The character with this Unicode name or alias, as in \N{...}; 0xFFFFFFFF if there is none.
char32_t code_point_named(std::string_view name);

}  // namespace assay
