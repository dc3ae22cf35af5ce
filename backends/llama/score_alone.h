// Scoring one request by itself: the context once from an empty cache, then each continuation behind it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backends/llama/context.h"
#include "backends/llama/job.h"

namespace assay {

struct AloneResult {
  Decoded decoded = Decoded::kDone;
  std::string failure;               // unless kDone
  std::vector<ChoiceScore> choices;  // if kDone
  int evaluated = 0;                 // tokens
};

// Clears `context`, and uses its sequence 0. Log-softmax in float64 from the float logits. The bits depend on nothing
// but the encoding and the context's own settings.
AloneResult score_alone(Context& context, const Encoding& encoding);

// Evaluates `tokens` from `position` on in sequence 0, in parts of the context's batch size. `on_part` is called after
// each part, while its logits are there: all of them, or the last token's alone.
template <typename OnPart>
Decoded decode_alone(Context& context, std::span<const TokenId> tokens, int position, bool wants_all,
                     OnPart&& on_part) {
  TokenBatch batch;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    batch.add(tokens[i], {.position = position + static_cast<int>(i)}, wants_all || i + 1 == tokens.size());
  }
  int next = 0;
  return context.decode_parts(batch, next, batch.size(), context.batch_max(), on_part);
}

}  // namespace assay
