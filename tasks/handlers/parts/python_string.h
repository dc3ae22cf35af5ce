// Python's string operations that only rules of benchmarks need, so that ours cut at the same places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"

namespace assay {

bool is_ascii_punctuation(char32_t point);  // string.punctuation
char32_t python_lower(char32_t point);      // simple case mapping of one code point

std::u32string_view python_strip(std::u32string_view text);
std::vector<std::string_view> split_on(std::string_view text, std::string_view separator);  // str.split(separator)

// Deletes `\[.*?\]`: each bracket up to the nearest closing one on its line. Linear.
std::string without_brackets(std::string_view text);

// The words of a text after every whole word a, an, the became a space: re.sub(r"\b(a|an|the)\b", " ", text).split().
std::vector<std::string> words_without_articles(std::string_view text);

}  // namespace assay
