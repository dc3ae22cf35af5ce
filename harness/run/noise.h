// Noise: how far one schedule's figures lie from another's on the same requests, so that a difference can be judged.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "harness/api/backend.h"
#include "harness/api/record.h"
#include "harness/base/clock.h"
#include "harness/run/plan.h"

namespace assay {

// Where two answers to the same request part.
struct Divergence {
  std::size_t token = 0;  // the first that differs; an answer that ends earlier differs where it ends
  double gap = 0;         // between the two best log-probabilities there, in the reference's answer
};

// nullopt if the token lists are equal. A missing gap (the reference ended there) is 0.
std::optional<Divergence> first_divergence(const Response& reference, const Response& other);

// The requests of a plan's task for one model, encoded, in document order.
Result<std::vector<Request>> task_requests(Backend& backend, const PlannedTask& task, std::uint64_t seed);

// Answers in the order of the requests; as many in flight as the backend wants. Ends with kEnvironment on the first
// that infrastructure failed.
Result<std::vector<Response>> ask_all(Backend& backend, const Clock& clock, std::vector<Request> requests);

// Compares answers to the same requests. For choices: shifts of summed log-likelihoods and flips of the best choice.
// For generations: shifts of the gap between the two best tokens, while both answers are still equal, and answers that
// part.
NoiseRecord compare_answers(std::span<const Response> reference, std::span<const Response> other);

// The gap between two alternatives beyond which the noise on record cannot have changed which is better: for choices,
// whose sums shift one by one, twice the largest shift; for tokens, whose gaps are compared, the largest shift itself.
double noise_gap(const NoiseRecord& noise, bool is_choosing);

}  // namespace assay
