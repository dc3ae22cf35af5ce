// Unicode as Python's str knows it: white space, case, categories, code points; on UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// The code points of valid UTF-8; every byte of an invalid sequence gives U+FFFD.
std::vector<char32_t> decode_utf8(std::string_view text);
void append_utf8(std::string& text, char32_t code_point);  // REQUIRES: no surrogate, at most U+10FFFF
bool is_utf8(std::string_view text);

// str.isspace of one code point: bidirectional classes WS, B, S and category Zs. It is what strip(), split() and \s
// take for white space; U+001C to U+001F are in it.
bool is_python_space(char32_t code_point);

std::string_view unicode_strip(std::string_view text);               // strip()
std::string_view unicode_rstrip(std::string_view text);              // rstrip()
std::vector<std::string_view> unicode_words(std::string_view text);  // split()

// lower() and upper() with Unicode's full mappings (SpecialCasing), of no language: "ß" -> "SS", final sigma.
std::string unicode_lower(std::string_view text);
std::string unicode_upper(std::string_view text);

bool is_unicode_punctuation(char32_t code_point);  // general categories P*
bool is_unicode_symbol(char32_t code_point);       // S*
bool is_unicode_number(char32_t code_point);       // N*

// The code point with this name or alias, as in \N{...}; 0xFFFFFFFF if there is none.
char32_t code_point_named(std::string_view name);

}  // namespace assay
