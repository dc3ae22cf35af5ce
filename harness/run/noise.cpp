// Asking twice and comparing.
#include "harness/run/noise.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>

#include "harness/base/check.h"
#include "harness/run/collector.h"
#include "harness/run/encoded_prompt.h"
#include "harness/run/prompt.h"

namespace assay {
namespace {

constexpr std::chrono::milliseconds kPatience(100);

std::size_t best_choice(const Response& response) {
  const auto best =
      std::max_element(response.choices.begin(), response.choices.end(),
                       [](const ChoiceScore& a, const ChoiceScore& b) { return a.log_likelihood < b.log_likelihood; });
  return static_cast<std::size_t>(best - response.choices.begin());
}

// Between the two best choices.
double choice_gap(const Response& response) {
  std::vector<double> sums;
  for (const ChoiceScore& choice : response.choices) {
    sums.push_back(choice.log_likelihood);
  }
  std::sort(sums.begin(), sums.end(), std::greater<>());
  return sums.size() < 2 ? 0 : sums[0] - sums[1];
}

void compare_choices(const Response& reference, const Response& other, NoiseRecord& noise,
                     std::vector<double>& shifts) {
  for (std::size_t i = 0; i < std::min(reference.choices.size(), other.choices.size()); ++i) {
    shifts.push_back(std::abs(reference.choices[i].log_likelihood - other.choices[i].log_likelihood));
  }
  if (best_choice(reference) != best_choice(other)) {
    ++noise.flips;
    noise.gap_flip_max = std::max(noise.gap_flip_max, choice_gap(reference));
  }
}

void compare_generations(const Response& reference, const Response& other, NoiseRecord& noise,
                         std::vector<double>& shifts) {
  const auto parted = first_divergence(reference, other);
  const std::size_t equal = parted ? parted->token : reference.tokens.size();
  for (std::size_t i = 0; i < std::min({equal, reference.top_gaps.size(), other.top_gaps.size()}); ++i) {
    shifts.push_back(std::abs(static_cast<double>(reference.top_gaps[i]) - static_cast<double>(other.top_gaps[i])));
  }
  if (parted) {
    ++noise.flips;
    noise.gap_flip_max = std::max(noise.gap_flip_max, parted->gap);
  }
}

int room_for(const Backend& backend, const Request& request) {
  const bool is_generation = std::holds_alternative<Generate>(request.body);
  return std::max(1, is_generation ? backend.info().generations_in_flight : backend.info().scores_in_flight);
}

// Requests 1 to `last`, and waits until each has ended.
void cancel_all(Backend& backend, Collector& collector, RequestId last) {
  for (RequestId id = 1; id <= last; ++id) {
    backend.cancel(id);
  }
  while (collector.in_flight() > 0) {
    collector.take(kPatience);
  }
}

}  // namespace

std::optional<Divergence> first_divergence(const Response& reference, const Response& other) {
  const auto [left, right] =
      std::mismatch(reference.tokens.begin(), reference.tokens.end(), other.tokens.begin(), other.tokens.end());
  if (left == reference.tokens.end() && right == other.tokens.end()) {
    return std::nullopt;
  }
  Divergence divergence{.token = static_cast<std::size_t>(left - reference.tokens.begin())};
  if (divergence.token < reference.top_gaps.size()) {
    divergence.gap = static_cast<double>(reference.top_gaps[divergence.token]);
  } else if (divergence.token < other.top_gaps.size()) {
    divergence.gap = static_cast<double>(other.top_gaps[divergence.token]);
  }
  return divergence;
}

Result<std::vector<Request>> task_requests(Backend& backend, const PlannedTask& task, std::uint64_t seed) {
  std::vector<Request> requests;
  for (std::int64_t index = 0; index < task.documents; ++index) {
    auto prompt = build_prompt({.task = task.task, .exemplar_count = task.exemplars, .run_seed = seed},
                               task.task.dataset->at(index), 0);
    Status encoded = prompt ? encode_prompt(backend, task.task.fits_by_cutting, *prompt) : Status(prompt.error());
    if (!encoded) {
      return encoded.error();
    }
    for (Request& request : prompt->requests) {
      requests.push_back(std::move(request));
    }
  }
  return requests;
}

Result<std::vector<Response>> ask_all(Backend& backend, const Clock& clock, std::vector<Request> requests) {
  Collector collector(clock);
  std::vector<Response> responses(requests.size());
  std::size_t next = 0;
  std::size_t done = 0;
  while (done < requests.size()) {
    while (next < requests.size() && collector.in_flight() < room_for(backend, requests[next])) {
      requests[next].id = next + 1;
      collector.expect(requests[next].id);
      backend.submit(requests[next], collector);
      ++next;
    }
    for (Arrival& arrival : collector.take(kPatience)) {
      const std::size_t index = arrival.response.request - 1;
      if (arrival.response.finish == Finish::kFailed) {
        cancel_all(backend, collector, next);
        return Error{ErrorKind::kEnvironment, "request " + std::to_string(index) + ": " + arrival.response.failure};
      }
      responses[index] = std::move(arrival.response);
      ++done;
    }
  }
  return responses;
}

NoiseRecord compare_answers(std::span<const Response> reference, std::span<const Response> other) {
  ASSAY_CHECK(reference.size() == other.size(), "answers to different requests");
  NoiseRecord noise;
  std::vector<double> shifts;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    if (!reference[i].choices.empty()) {
      compare_choices(reference[i], other[i], noise, shifts);
    } else {
      compare_generations(reference[i], other[i], noise, shifts);
    }
  }
  noise.items = static_cast<std::int64_t>(reference.size());
  noise.sums = static_cast<std::int64_t>(shifts.size());
  if (shifts.empty()) {
    return noise;
  }
  std::sort(shifts.begin(), shifts.end());
  for (const double shift : shifts) {
    noise.shift_mean += shift / static_cast<double>(shifts.size());
  }
  noise.shift_max = shifts.back();
  noise.shift_p99 = shifts[static_cast<std::size_t>(0.99 * static_cast<double>(shifts.size() - 1))];
  return noise;
}

double noise_gap(const NoiseRecord& noise, bool is_choosing) {
  return is_choosing ? 2 * noise.shift_max : noise.shift_max;
}

}  // namespace assay
