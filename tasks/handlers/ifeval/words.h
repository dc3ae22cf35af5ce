// Words of a text: runs of word characters, and the Penn Treebank's tokens in capitals.
#pragma once

#include <string_view>

namespace assay {

// Runs of letters, marks, decimal digits and connectors (Unicode UTS #18, "word").
int word_count(std::u32string_view text);

// Tokens whose cased letters are all capitals, and that have one. Tokens are the Penn Treebank's, with the refinements
// of today's tokenisers: punctuation apart, clitics apart ("I'M": "I", "'M"; "DON'T": "DO", "N'T"), "CANNOT" as two, a
// hyphenated word as one. Linear in the text.
int capital_word_count(std::u32string_view text);

}  // namespace assay
