// Contexts and continuations as token ids.
#include "backends/llama/tokens.h"

#include <algorithm>
#include <string>
#include <utility>

#include "harness/base/unicode.h"

namespace assay {
namespace {

Result<std::vector<TokenId>> ids_of(std::string_view text, const TokenRules& rules, const Tokenize& tokenize) {
  auto ids = tokenize(text);
  if (ids && rules.adds_bos && rules.bos != kNoToken && (ids->empty() || ids->front() != rules.bos)) {
    ids->insert(ids->begin(), rules.bos);
  }
  return ids;
}

// The ids of a prompt or context: never empty.
Result<std::vector<TokenId>> prompt_ids(std::string_view text, const TokenRules& rules, const Tokenize& tokenize) {
  auto ids = ids_of(text, rules, tokenize);
  if (!ids || !ids->empty()) {
    return ids;
  }
  const TokenId only = rules.bos != kNoToken ? rules.bos : rules.eos;
  if (only == kNoToken) {
    return Error{ErrorKind::kUnsupported,
                 "an empty prompt: the model has neither a BOS nor an EOS token to begin with"};
  }
  return std::vector<TokenId>{only};
}

// Behind an empty context: the continuation alone, without a second BOS.
Result<std::vector<TokenId>> ids_behind_nothing(const std::string& continuation, TokenId context,
                                                const Tokenize& tokenize) {
  auto ids = tokenize(continuation);
  if (ids && !ids->empty() && ids->front() == context) {
    ids->erase(ids->begin());
  }
  return ids;
}

Result<Encoding> encode_score(const Score& score, const TokenRules& rules, const Tokenize& tokenize) {
  const std::string_view full = score.context;
  const std::string_view context = full.substr(0, full.size() - trailing_white_space(full));
  const std::string moved(full.substr(context.size()));
  auto prompt = prompt_ids(context, rules, tokenize);
  if (!prompt) {
    return std::move(prompt.error());
  }
  Encoding encoding{.prompt = std::move(*prompt)};
  for (const std::string& choice : score.continuations) {
    const std::string continuation = moved + choice;
    auto ids = context.empty() ? ids_behind_nothing(continuation, encoding.prompt.front(), tokenize)
                               : ids_of(std::string(context) + continuation, rules, tokenize);
    if (!ids) {
      return std::move(ids.error());
    }
    if (!context.empty()) {
      const bool begins_alike = ids->size() >= encoding.prompt.size() &&
                                std::equal(encoding.prompt.begin(), encoding.prompt.end(), ids->begin());
      encoding.boundary_merges += begins_alike ? 0 : 1;
      const std::size_t taken = std::min(encoding.prompt.size(), ids->size());
      ids->erase(ids->begin(), ids->begin() + static_cast<std::ptrdiff_t>(taken));
    }
    encoding.continuations.push_back(std::move(*ids));
  }
  return encoding;
}

Result<Encoding> encode_generate(const Generate& generate, const TokenRules& rules, const Tokenize& tokenize) {
  auto prompt = prompt_ids(generate.prompt, rules, tokenize);
  if (!prompt) {
    return std::move(prompt.error());
  }
  return Encoding{.prompt = std::move(*prompt)};
}

}  // namespace

std::size_t trailing_white_space(std::string_view text) { return text.size() - python_strip_right(text).size(); }

Result<Encoding> encode_request(const Request& request, const TokenRules& rules, const Tokenize& tokenize) {
  const Score* score = std::get_if<Score>(&request.body);
  auto encoding = score != nullptr ? encode_score(*score, rules, tokenize)
                                   : encode_generate(std::get<Generate>(request.body), rules, tokenize);
  if (encoding) {
    encoding->has_bos = rules.bos != kNoToken && encoding->prompt.front() == rules.bos;
  }
  return encoding;
}

}  // namespace assay
