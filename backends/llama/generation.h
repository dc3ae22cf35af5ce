// An answer being generated: picks tokens, watches for its end, tells the sink.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "backends/llama/job.h"
#include "backends/llama/model.h"
#include "backends/llama/sampler.h"
#include "backends/parts/stop_matcher.h"

namespace assay {

// The evaluation thread alone.
class GrowingAnswer {
 public:
  // REQUIRES: refusal(*job, context_tokens) says nothing.
  GrowingAnswer(JobPtr job, const Model& model, int context_tokens);

  // Takes the next token from the logits behind the last one evaluated, and tells the sink at once.
  void accept(std::span<const float> logits);

  bool is_finished() const { return finish_.has_value(); }
  Job& job() { return *job_; }
  const std::vector<TokenId>& prompt() const { return job_->encoding.prompt; }
  // To be evaluated next, at this position. REQUIRES: accept() was called and the answer goes on.
  TokenId token() const { return job_->response.tokens.back(); }
  int position() const { return static_cast<int>(prompt().size() + job_->response.tokens.size()) - 1; }

  // Ends the answer and hands it to the sink: as accept() found, or for another reason. The object is empty afterwards.
  void close();
  void close(Finish how, std::string failure);

 private:
  void emit(const std::string& text, int tokens);
  std::optional<Finish> end_after_token() const;

  JobPtr job_;
  const Model& model_;
  int context_tokens_;
  StopMatcher stops_;
  std::optional<TokenSampler> sampler_;  // absent: greedy
  std::optional<Finish> finish_;
  std::string failure_;
};

}  // namespace assay
