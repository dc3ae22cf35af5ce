// A request on its way through the engine, and what has been gathered for its response.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/api/backend.h"

namespace assay {

struct Job {
  Request request;
  Encoding encoding;
  ResponseSink* sink = nullptr;  // outlives the backend
  Response response;
  EngineShare share;
  double occupancy_sum = 0;  // of its decode steps
  int decode_steps = 0;
  int evaluated = 0;  // tokens computed for it so far
  int scored = 0;     // continuations done

  RequestId id() const { return request.id; }
  const Generate& generate() const { return std::get<Generate>(request.body); }
  const Score& score() const { return std::get<Score>(request.body); }
  bool is_score() const { return std::holds_alternative<Score>(request.body); }

  // The hinted prefix; empty if there is no hint, it reaches past the text, or is so short that sharing does not pay.
  std::string_view shared_prefix() const {
    constexpr std::size_t kWorthBytes = 64;
    const std::string& text = is_score() ? score().context : generate().prompt;
    const std::size_t bytes = request.shared_prefix_bytes;
    return bytes >= kWorthBytes && bytes <= text.size() ? std::string_view(text).substr(0, bytes) : std::string_view();
  }
};

using JobPtr = std::unique_ptr<Job>;

// Completes the response and hands it to the sink.
void finish(JobPtr job, Finish how, std::string failure = {});

// Why a job cannot be evaluated in a context of so many tokens, or at all; nothing if it can. Called before any work.
struct Refusal {
  Finish finish = Finish::kFailed;
  std::string failure;
};
std::optional<Refusal> refusal(const Job& job, int context_tokens);

}  // namespace assay
