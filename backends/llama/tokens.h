// From a request's texts to token ids, by the rules of lm-eval (METHOD "tokens"). Pure, given a tokenizer.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "harness/api/request.h"
#include "harness/base/result.h"

namespace assay {

constexpr TokenId kNoToken = -1;

struct TokenRules {
  TokenId bos = kNoToken;
  TokenId eos = kNoToken;
  bool adds_bos = false;  // the model wants its BOS before every text
};

// Special tokens spelled out in the text become those tokens; nothing is put before or behind.
using Tokenize = std::function<Result<std::vector<TokenId>>(std::string_view)>;

// Bytes of white space at the end of UTF-8 text: what Python's str.rstrip takes away, U+00A0 and U+3000 among it.
std::size_t trailing_white_space(std::string_view text);

// Score: white space at the context's end moves to the continuations; a continuation's ids are those of the whole text
// behind as many as the context alone has (none left is possible, and left to the caller). An empty context is the BOS
// token, else the EOS token. BOS stands once. Errors: kUnsupported for an empty text in a model with neither.
Result<Encoding> encode_request(const Request& request, const TokenRules& rules, const Tokenize& tokenize);

}  // namespace assay
