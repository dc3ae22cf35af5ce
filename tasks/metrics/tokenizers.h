// How BLEU cuts a text into tokens: sacreBLEU's tokenizers by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

enum class BleuTokenizer {
  k13a,   // "13a": NIST's mteval-v13a.pl, the default
  kIntl,  // "intl": mteval-v14.pl, by Unicode categories
  kZh,    // "zh": every Chinese character alone, the rest as 13a
  kChar,  // "char": every character alone
  kNone,  // "none": at white space
};

std::optional<BleuTokenizer> bleu_tokenizer_named(std::string_view name);

// The text with white space between its tokens; python_split gives them.
std::string tokenized(std::string_view text, BleuTokenizer tokenizer);

}  // namespace assay
