// One pass over the logits serves the greedy choice and the gap to the second best.
#include "backends/llama/generation.h"

#include <cmath>
#include <utility>

#include "backends/llama/logits.h"

namespace assay {

GrowingAnswer::GrowingAnswer(JobPtr job, const Model& model, int context_tokens)
    : job_(std::move(job)), model_(model), context_tokens_(context_tokens), stops_(StopMatcher::of(job_->generate())) {
  if (job_->generate().sampling.temperature > 0) {
    sampler_.emplace(job_->generate().sampling);
  }
}

void GrowingAnswer::accept(std::span<const float> logits) {
  const TopTwo top = top_two(logits);
  if (!std::isfinite(top.best_logit)) {
    finish_ = Finish::kFailed;
    failure_ = "the model gave logits that are not numbers behind token " + std::to_string(position() + 1);
    return;
  }
  const TokenId token = sampler_ ? sampler_->pick(logits) : top.best;
  if (!job_->generate().ignores_end && model_.ends(token)) {
    finish_ = Finish::kEnd;
    if (std::string rest = stops_.flush(); !rest.empty()) {
      emit(rest, 0);
    }
    return;
  }
  Response& response = job_->response;
  response.tokens.push_back(token);
  response.top_gaps.push_back(top.best_logit - top.second_logit);
  std::string text = stops_.add(model_.piece(token));
  response.stop = stops_.found();
  finish_ = end_after_token();
  if (finish_) {
    text += stops_.flush();
  }
  if (finish_ == Finish::kContextFull) {
    failure_ = "a prompt of " + std::to_string(prompt().size()) + " and an answer of " +
               std::to_string(response.tokens.size()) + " tokens fill the model's context of " +
               std::to_string(context_tokens_);
  }
  emit(text, 1);
}

std::optional<Finish> GrowingAnswer::end_after_token() const {
  if (stops_.has_stopped()) {
    return Finish::kStop;
  }
  if (static_cast<int>(job_->response.tokens.size()) >= job_->generate().output_tokens_max) {
    return Finish::kLength;
  }
  if (position() >= context_tokens_) {
    return Finish::kContextFull;
  }
  return std::nullopt;
}

void GrowingAnswer::emit(const std::string& text, int tokens) {
  job_->response.text += text;
  job_->sink->on_chunk({.request = job_->id(), .text = text, .tokens = tokens});
}

void GrowingAnswer::close() { close(*finish_, std::move(failure_)); }

void GrowingAnswer::close(Finish how, std::string failure) { finish(std::move(job_), how, std::move(failure)); }

}  // namespace assay
