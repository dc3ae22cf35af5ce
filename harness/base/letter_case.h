// Letter case as Python's str knows it: Unicode's full mappings, of no language.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// str.upper, str.lower (with the final sigma), str.title, str.capitalize, str.swapcase, str.casefold. A letter may
// become several: "ß" -> "SS". Bytes that are not UTF-8 become U+FFFD.
std::string python_upper(std::string_view text);
std::string python_lower(std::string_view text);
std::string python_title(std::string_view text);
std::string python_capitalize(std::string_view text);
std::string python_swapcase(std::string_view text);
std::string python_casefold(std::string_view text);

// str.isupper and str.islower: some letter of that case, and no cased one of another.
bool is_all_case(std::u32string_view text, bool is_upper_wanted);
bool is_all_case(std::string_view text, bool is_upper_wanted);

}  // namespace assay
