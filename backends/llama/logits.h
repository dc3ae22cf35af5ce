// Reductions over one row of logits: the two best, and the logarithm of the sum of exponentials. Pure.
#pragma once

#include <span>

#include "harness/api/request.h"

namespace assay {

struct TopTwo {
  TokenId best = 0;  // the first of equals
  float best_logit = 0;
  float second_logit = 0;  // of another token; equal to best_logit on a tie; -infinity in a vocabulary of one
};

// One pass. REQUIRES: not empty.
TopTwo top_two(std::span<const float> logits);

struct RowSummary {
  double log_sum = 0;  // log of the sum of exp(logit), float64; not finite if a logit is NaN or none is finite
  TokenId best = 0;    // the first of equals
};

// One pass over memory, block by block. The same bits on any thread. REQUIRES: not empty.
RowSummary summarize(std::span<const float> logits);

}  // namespace assay
