// Sampling in float64 from ranked candidates; only as many are ranked as the filters need.
#include "backends/llama/sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "backends/llama/logits.h"
#include "harness/base/check.h"

namespace assay {

TokenSampler::TokenSampler(const Sampling& sampling) : sampling_(sampling), rng_(sampling.seed) {}

TokenId TokenSampler::pick(std::span<const float> logits) {
  ASSAY_CHECK(sampling_.temperature > 0, "temperature 0 is greedy and draws nothing");
  keep_candidates(logits);
  const auto most = std::max_element(candidates_.begin(), candidates_.end(),
                                     [](const Candidate& a, const Candidate& b) { return a.logit < b.logit; });
  const double best = most->logit;
  double total = 0;
  for (const Candidate& candidate : candidates_) {
    total += std::exp((candidate.logit - best) / sampling_.temperature);
  }
  double left = rng_.uniform() * total;
  for (const Candidate& candidate : candidates_) {
    left -= std::exp((candidate.logit - best) / sampling_.temperature);
    if (left < 0) {
      return candidate.token;
    }
  }
  return most->token;  // rounding left a hair
}

void TokenSampler::keep_candidates(std::span<const float> logits) {
  candidates_.clear();
  double threshold = -INFINITY;
  if (sampling_.min_p > 0) {
    threshold = top_two(logits).best_logit + std::log(sampling_.min_p);
  }
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (logits[i] >= threshold) {
      candidates_.push_back({.token = static_cast<TokenId>(i), .logit = logits[i]});
    }
  }
  ASSAY_CHECK(!candidates_.empty(), "the best token passes every filter");
  if (sampling_.top_k > 0) {
    keep_best(static_cast<std::size_t>(sampling_.top_k));
  }
  if (sampling_.top_p < 1) {
    keep_mass(logits);
  }
}

// The best `count`, ranked.
void TokenSampler::keep_best(std::size_t count) {
  const auto ranks_before = [](const Candidate& a, const Candidate& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.token < b.token);
  };
  const std::size_t kept = std::min(count, candidates_.size());
  std::partial_sort(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(kept), candidates_.end(),
                    ranks_before);
  candidates_.resize(kept);
}

// The fewest best tokens that hold top_p of the mass: of what top-k left, else of the whole row, so that min-p does not
// move it.
void TokenSampler::keep_mass(std::span<const float> logits) {
  const double best = top_two(logits).best_logit;
  const auto weight = [best](const Candidate& candidate) { return std::exp(candidate.logit - best); };
  double wanted = std::exp(summarize(logits).log_sum - best);
  if (sampling_.top_k > 0) {
    wanted = 0;
    for (const Candidate& candidate : candidates_) {
      wanted += weight(candidate);
    }
  }
  wanted *= sampling_.top_p;
  const std::vector<Candidate> all = candidates_;
  for (std::size_t ranked = 256;; ranked *= 8) {
    keep_best(ranked);
    double mass = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      mass += weight(candidates_[i]);
      if (mass >= wanted) {
        candidates_.resize(i + 1);
        return;
      }
    }
    if (candidates_.size() == all.size()) {
      return;
    }
    candidates_ = all;
  }
}

}  // namespace assay
