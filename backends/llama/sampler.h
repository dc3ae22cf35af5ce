// Choosing a token by chance from a row of logits: top-k, top-p, min-p, temperature, in this order. Pure, given a seed.
#pragma once

#include <span>
#include <vector>

#include "harness/api/request.h"
#include "harness/base/rng.h"

namespace assay {

// The draws of one answer: the same logits and seed give the same tokens. Not thread-safe.
class TokenSampler {
 public:
  explicit TokenSampler(const Sampling& sampling);

  // REQUIRES: temperature > 0, logits not empty. Filters are applied to the probabilities at temperature 1, the
  // temperature to what is left. Equal logits rank by token id.
  TokenId pick(std::span<const float> logits);

 private:
  struct Candidate {
    TokenId token;
    float logit;
  };

  // The tokens that pass the filters. Ordered by rank where a filter is on, else by id.
  void keep_candidates(std::span<const float> logits);
  void keep_best(std::size_t count);
  void keep_mass(std::span<const float> logits);

  Sampling sampling_;
  Rng rng_;
  std::vector<Candidate> candidates_;  // kept between calls to save the allocation
};

}  // namespace assay
