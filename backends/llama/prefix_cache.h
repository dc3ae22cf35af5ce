// The exemplars that many prompts begin with, evaluated once and shared by the sequences that need them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/llama/context.h"
#include "backends/llama/model.h"

namespace assay {

// Holds one prefix in two sequences of a unified context: llama.cpp may overwrite cells that belong to one sequence
// alone once they are out of its sliding window, and those of a prefix may still be needed. The evaluation thread
// alone.
class PrefixCache {
 public:
  // Uses `sequence` and the one behind it. The references outlive the cache.
  PrefixCache(Context& context, const Model& model, int sequence);

  struct Held {
    Decoded decoded = Decoded::kDone;
    int computed = 0;  // tokens evaluated by this call
  };
  // Holds the tokens of `text` that `prompt`, which begins with it, begins with. Does nothing if
  // that text is held, or for an empty one.
  Held hold(std::string_view text, std::span<const TokenId> prompt);

  // How many of the prompt's leading tokens are held; never all, since the last one's logits are needed.
  int usable(std::string_view text, std::span<const TokenId> prompt) const;

  void give(int sequence, int tokens);  // the first `tokens` belong to that sequence too
  void drop();
  // Forgets every sequence but the prefix's.
  void keep_alone();
  int size() const { return static_cast<int>(tokens_.size()); }

 private:
  Context& context_;
  const Model& model_;
  int sequence_;
  std::string text_;
  std::vector<TokenId> tokens_;
};

}  // namespace assay
