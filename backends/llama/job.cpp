// Responses are completed in one place, so that none lacks a field.
#include "backends/llama/job.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/text.h"

namespace assay {
namespace {

std::optional<Refusal> refused_score(const Job& job, int context_tokens) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < job.encoding.continuations.size(); ++i) {
    const std::size_t tokens = job.encoding.continuations[i].size();
    if (tokens == 0) {
      const std::string text = i < job.score().continuations.size() ? job.score().continuations[i] : "";
      return Refusal{Finish::kFailed, "continuation " + std::to_string(i + 1) + " ('" + printable(text, 40) +
                                          "') has no token of its own behind the context: nothing to score"};
    }
    longest = std::max(longest, tokens);
  }
  if (job.encoding.continuations.empty()) {
    return Refusal{Finish::kFailed, "no continuation to score"};
  }
  // The last token is scored, not evaluated.
  if (job.encoding.prompt.size() + longest - 1 > static_cast<std::size_t>(context_tokens)) {
    return Refusal{Finish::kContextFull, "a context of " + std::to_string(job.encoding.prompt.size()) +
                                             " tokens and a continuation of " + std::to_string(longest) +
                                             " do not fit the model's context of " + std::to_string(context_tokens)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> refusal(const Job& job, int context_tokens) {
  if (job.encoding.prompt.empty()) {
    return Refusal{Finish::kFailed, "an encoding without tokens"};
  }
  if (job.is_score()) {
    return refused_score(job, context_tokens);
  }
  if (job.generate().output_tokens_max <= 0) {
    return Refusal{Finish::kFailed,
                   "output_tokens_max is " + std::to_string(job.generate().output_tokens_max) + ", not at least 1"};
  }
  if (job.encoding.prompt.size() > static_cast<std::size_t>(context_tokens)) {
    return Refusal{Finish::kContextFull, "a prompt of " + std::to_string(job.encoding.prompt.size()) +
                                             " tokens does not fit the model's context of " +
                                             std::to_string(context_tokens)};
  }
  return std::nullopt;
}

void finish(JobPtr job, Finish how, std::string failure) {
  Response& response = job->response;
  response.request = job->id();
  response.finish = how;
  response.failure = std::move(failure);
  if (how != Finish::kScored) {
    response.choices.clear();
  }
  response.text = valid_utf8(response.text);
  response.prompt_tokens = static_cast<int>(job->encoding.prompt.size());
  response.prompt_tokens_evaluated = job->evaluated;
  response.output_tokens = static_cast<int>(response.tokens.size());
  if (job->decode_steps > 0) {
    job->share.batch_occupancy_mean = job->occupancy_sum / job->decode_steps;
  }
  response.engine = job->share;
  job->sink->on_done(std::move(response));
}

}  // namespace assay
