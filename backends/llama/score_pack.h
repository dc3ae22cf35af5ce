// Contexts and continuations of several requests, evaluated together; sums of log-probabilities come out.
#pragma once

#include <span>
#include <vector>

#include "backends/llama/context.h"
#include "backends/llama/score_plan.h"
#include "backends/llama/score_tree.h"
#include "harness/api/request.h"

namespace assay {

// The evaluation thread alone.
class ScorePack {
 public:
  // `context` is unified and outlives the pack.
  ScorePack(Context& context, int ubatch) : context_(context), ubatch_(ubatch) {}

  void clear();

  // Adds a prompt, of which the first `known` tokens are in the cache for the pack's next tree.sequences sequences, and
  // the continuations in `tree`. The scores are added to `choices`, which must stay where they are until evaluate() is
  // done.
  void add(std::span<const TokenId> prompt, int known, const ScoreTree& tree, std::span<ChoiceScore> choices);

  int tokens() const { return static_cast<int>(planned_.size()); }
  int sequences() const { return sequences_; }

  // What was added. The sums are complete if it is kDone.
  Decoded evaluate();

 private:
  // A token, before the order of evaluation is known.
  struct Planned {
    TokenId token = 0;
    TokenBatch::Place place;
    bool wants_logits = false;
    Phase phase = Phase::kContextMany;
  };
  // A term of a sum: log P(token) by the row of logits behind the token `index`, of those planned or of the batch.
  struct Term {
    int index = 0;
    TokenId token = 0;
    ChoiceScore* choice = nullptr;
  };

  std::vector<int> arrange();
  void add_terms(int first, int count);

  Context& context_;
  int ubatch_;
  int sequences_ = 0;
  std::vector<Planned> planned_;
  std::vector<Term> terms_;
  TokenBatch batch_;
};

}  // namespace assay
