// Which tokens of a pack are evaluated together, so that each meets the same attention kernel as it would alone. Pure.
#pragma once

#include <vector>

namespace assay {

// llama.cpp's CPU attention takes another kernel for 64 and more query tokens than for fewer, with results that differ
// enough to move choices. Alone (schedule `exact`), a context goes through it in parts of one ubatch, a continuation in
// one part. Tokens that are few alone are therefore put into small parts here too, and the others into large ones.
constexpr int kManyTokens = 64;
constexpr int kSmallPart =
    60;  // a multiple of 4: some matrix kernels take rows by fours and the rest by another routine

enum class Phase : int {
  kContextMany = 0,  // the order is the order of evaluation
  kContextFew,
  kContinuationFew,
  kContinuationMany,
};

// The phase of the context's token at `position`.
Phase context_phase(int position, int context_tokens, int ubatch);

// Of a continuation with so many tokens to evaluate.
Phase continuation_phase(int tokens);

// Sizes of the parts that `tokens` of one phase are evaluated in: equal to within 4, in a phase of many none smaller
// than kManyTokens if it can be avoided.
std::vector<int> part_sizes(Phase phase, int tokens, int ubatch);

}  // namespace assay
