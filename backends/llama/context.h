// A llama.cpp context: batches in, rows of logits out, and the cache of sequences.
#pragma once

#include <llama.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backends/llama/logits.h"
#include "backends/llama/model.h"
#include "backends/llama/options.h"
#include "harness/base/result.h"

namespace assay {

constexpr int kSequencesMax = 256;  // llama.cpp's limit

// The type of the cache of keys and values by its name in LlamaOptions, which is checked.
ggml_type cache_type(const std::string& name);

// Tokens to evaluate. A token belongs to a range of sequences.
class TokenBatch {
 public:
  TokenBatch();

  struct Place {
    int position = 0;
    int sequence_first = 0;
    int sequence_count = 1;
  };

  void clear();
  int add(TokenId token, Place place, bool wants_logits);  // its index
  int size() const { return static_cast<int>(tokens_.size()); }
  bool wants_logits(int index) const { return wants_[index] != 0; }

  // Tokens [first, first + count). Valid until the batch changes.
  llama_batch part(int first, int count);

 private:
  std::vector<llama_seq_id> numbers_;  // 0, 1, 2, ...: a range of sequences is a place in it
  std::vector<llama_token> tokens_;
  std::vector<llama_pos> positions_;
  std::vector<std::int32_t> counts_;
  std::vector<llama_seq_id*> sequences_;
  std::vector<std::int8_t> wants_;
};

enum class Decoded {
  kDone,
  kNoRoom,   // no free cells; nothing was evaluated
  kAborted,  // the abort flag was set
  kFailed,   // failure() says why; the sequences' cache is in an unknown state
};

// One thread at a time: its maker first, then the evaluation thread.
class Context {
 public:
  struct Shape {
    int cells = 0;  // of all sequences together
    int sequences = 1;
    bool is_unified = false;  // sequences share one range of cells, so that a prefix can belong to many
  };

  // `aborted` and `model` outlive the context. Errors: kEnvironment if memory does not suffice.
  static Result<std::unique_ptr<Context>> create(const Model& model, const LlamaOptions& options, Shape shape,
                                                 const std::atomic<bool>& aborted);

  // Evaluates tokens [first, first + count) of the batch and waits for the result. REQUIRES: count <= batch_max().
  Decoded decode(TokenBatch& batch, int first, int count);
  const std::string& failure() const { return failure_; }

  // Evaluates tokens [next, end), `part_max` at a time, fewer where there is no room for so many; `on_part(first,
  // count)` is called after each part, while its logits are there. `next` is left at the first token not evaluated.
  template <typename OnPart>
  Decoded decode_parts(TokenBatch& batch, int& next, int end, int part_max, OnPart&& on_part) {
    while (next < end) {
      const int count = std::min(part_max, end - next);
      const Decoded decoded = decode(batch, next, count);
      if (decoded == Decoded::kNoRoom && count > 1) {
        part_max = count / 2;
        continue;
      }
      if (decoded != Decoded::kDone) {
        return decoded;
      }
      on_part(next, count);
      next += count;
    }
    return Decoded::kDone;
  }

  // Behind the token with this index in the part decoded last. Valid until the next decode.
  std::span<const float> logits(int index);
  // Of several such rows at once, on all the engine's threads.
  std::vector<RowSummary> summaries(std::span<const std::span<const float>> rows) const;

  void clear();
  bool remove(int sequence, int from);       // positions from `from` on; false if the memory cannot be cut back
  void share(int from, int to, int tokens);  // the first `tokens` positions, without copying. REQUIRES: unified
  void keep(int sequence);                   // forgets what does not belong to it
  void move(int from, int to);               // the whole sequence, its cache copied. REQUIRES: not unified

  int batch_max() const { return static_cast<int>(llama_n_batch(context_.get())); }
  int ubatch_max() const { return static_cast<int>(llama_n_ubatch(context_.get())); }
  int cells() const { return static_cast<int>(llama_n_ctx(context_.get())); }
  const std::string& flash_attention() const { return flash_attention_; }  // "on", "off"

  // Evaluates two tokens and forgets them: weights and buffers are in memory afterwards.
  Status warm_up();

 private:
  struct Free {
    void operator()(llama_context* context) const { llama_free(context); }
  };

  Context(llama_context* context, int vocabulary_size, int threads, std::string flash_attention);

  std::unique_ptr<llama_context, Free> context_;
  std::size_t vocabulary_size_;
  int threads_;
  std::string flash_attention_;
  std::string failure_;
};

}  // namespace assay
