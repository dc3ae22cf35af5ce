// English number words as a number: "two hundred and five".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

// The number that the number words in a text make, other words passed over (word2number's way); digits alone stand for
// themselves. Nothing without a number word, or past 18 digits.
std::optional<std::int64_t> number_of_words(std::string_view text);

}  // namespace assay
