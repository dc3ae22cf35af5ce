// A prefix's own tokens may differ from a prompt's near its end, where text goes on: only what is equal is shared.
#include "backends/llama/prefix_cache.h"

#include <algorithm>

#include "backends/llama/score_plan.h"
#include "backends/llama/tokens.h"

namespace assay {
namespace {

std::size_t common_length(std::span<const TokenId> a, std::span<const TokenId> b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(end.first - a.begin());
}

}  // namespace

PrefixCache::PrefixCache(Context& context, const Model& model, int sequence)
    : context_(context), model_(model), sequence_(sequence) {}

PrefixCache::Held PrefixCache::hold(std::string_view text, std::span<const TokenId> prompt) {
  if (text == text_ || text.empty()) {
    return {};
  }
  drop();
  const Request alone{.body = Generate{.prompt = std::string(text)}};
  const auto encoding =
      encode_request(alone, model_.rules(), [this](std::string_view part) { return model_.tokenize(part); });
  if (!encoding) {
    return {};  // the prompts carry their own tokens; they are evaluated whole
  }
  const std::size_t common = std::min(common_length(encoding->prompt, prompt), prompt.size() - 1);
  TokenBatch batch;
  for (std::size_t i = 0; i < common; ++i) {
    batch.add(prompt[i], {.position = static_cast<int>(i), .sequence_first = sequence_, .sequence_count = 2}, false);
  }
  int next = 0;
  int end = 0;
  for (const int size : part_sizes(Phase::kContextMany, batch.size(), context_.ubatch_max())) {
    end += size;
    const Decoded decoded = context_.decode_parts(batch, next, end, size, [](int, int) {});
    if (decoded != Decoded::kDone) {
      drop();
      return {.decoded = decoded, .computed = next};
    }
  }
  text_ = text;
  tokens_.assign(prompt.begin(), prompt.begin() + static_cast<std::ptrdiff_t>(common));
  return {.computed = static_cast<int>(common)};
}

int PrefixCache::usable(std::string_view text, std::span<const TokenId> prompt) const {
  if (text != text_ || prompt.empty()) {
    return 0;
  }
  return static_cast<int>(std::min(common_length(tokens_, prompt), prompt.size() - 1));
}

void PrefixCache::give(int sequence, int tokens) {
  if (tokens > 0) {
    context_.share(sequence_, sequence, tokens);
  }
}

void PrefixCache::drop() {
  context_.remove(sequence_, 0);
  context_.remove(sequence_ + 1, 0);
  text_.clear();
  tokens_.clear();
}

void PrefixCache::keep_alone() {
  if (tokens_.empty()) {
    context_.clear();
    return;
  }
  context_.keep(sequence_);
  context_.share(sequence_, sequence_ + 1, size());
}

}  // namespace assay
