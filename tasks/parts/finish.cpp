// Endings that decide a verdict.
#include "tasks/parts/finish.h"

namespace assay {

std::optional<Judgement> judge_finish(const Response& response) {
  switch (response.finish) {
    case Finish::kRefused:
      return Judgement{.outcome = Outcome::kRefused, .value = 0, .rule = "refused by the engine"};
    case Finish::kFailed:
    case Finish::kTimedOut:
    case Finish::kCancelled:
      return Judgement{.outcome = Outcome::kNoAnswer, .rule = "no answer: " + response.failure};
    default:
      return std::nullopt;
  }
}

std::optional<Judgement> judge_scored(const Response& response, std::size_t choices) {
  if (auto early = judge_finish(response)) {
    return early;
  }
  if (response.finish == Finish::kContextFull) {
    return Judgement{.outcome = Outcome::kTruncatedInAnswer, .value = 0, .rule = "context full: " + response.failure};
  }
  if (response.choices.size() < choices || choices == 0) {
    return Judgement{.outcome = Outcome::kUnparsed, .value = 0, .rule = "not every choice has a log-likelihood"};
  }
  return std::nullopt;
}

}  // namespace assay
