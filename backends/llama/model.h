// A GGUF file loaded by llama.cpp: weights, vocabulary, and what identifies them.
#pragma once

#include <llama.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backends/llama/options.h"
#include "backends/llama/tokens.h"
#include "harness/base/clock.h"
#include "harness/base/result.h"

namespace assay {

// Immutable after load; any thread.
class Model {
 public:
  // One clear line for a file that is not there, not a GGUF, truncated, not loadable, or not a model that generates,
  // and for a device that is not there.
  static Result<std::unique_ptr<Model>> load(const LlamaOptions& options, Clock& clock);

  llama_model* handle() const { return model_.get(); }
  int vocabulary_size() const { return llama_vocab_n_tokens(vocab_); }
  int trained_context() const { return llama_model_n_ctx_train(model_.get()); }
  const TokenRules& rules() const { return rules_; }

  // Special tokens in the text are parsed, none are added.
  Result<std::vector<TokenId>> tokenize(std::string_view text) const;
  std::string piece(TokenId token) const;  // its bytes; empty for a control token
  bool ends(TokenId token) const { return llama_vocab_is_eog(vocab_, token); }

  // False for recurrent memories, which cannot be cut back or shared between sequences.
  bool has_cells() const { return !llama_model_is_recurrent(model_.get()) && !llama_model_is_hybrid(model_.get()); }

  // Bytes of KV cache per token and sequence.
  double bytes_per_cell(ggml_type type) const;

  const std::map<std::string, std::string>& identity() const { return identity_; }
  const std::map<std::string, std::string>& facts() const { return facts_; }

  // The chat template in the file; empty if there is none.
  std::string chat_template() const;

 private:
  struct Free {
    void operator()(llama_model* model) const { llama_model_free(model); }
  };

  explicit Model(llama_model* model);
  std::string metadata(const std::string& key) const;
  std::string tokenizer_hash() const;
  Status describe(const LlamaOptions& options);

  std::unique_ptr<llama_model, Free> model_;
  const llama_vocab* vocab_ = nullptr;
  TokenRules rules_;
  std::map<std::string, std::string> identity_;
  std::map<std::string, std::string> facts_;
};

}  // namespace assay
