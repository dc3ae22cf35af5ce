// Means over the answers whose tokens could be counted apart.
#include "reports/parts/thought_figures.h"

#include <set>

#include "harness/stats/moments.h"

namespace assay {

std::optional<ThoughtSummary> summarise_thoughts(const std::vector<const AnswerRecord*>& answers) {
  ThoughtSummary summary;
  Moments thought_tokens;
  Moments answer_tokens;
  std::set<std::string> counts;
  for (const AnswerRecord* answer : answers) {
    if (!answer->thought) {
      continue;
    }
    const Thought& thought = *answer->thought;
    ++summary.answers;
    summary.thoughts += thought.state != ThoughtState::kNone || thought.thought_tokens.value_or(0) > 0 ? 1 : 0;
    summary.open += thought.state == ThoughtState::kOpen ? 1 : 0;
    if (thought.thought_tokens && thought.answer_tokens) {
      thought_tokens.add(*thought.thought_tokens);
      answer_tokens.add(*thought.answer_tokens);
    }
    counts.insert(thought.count);
  }
  if (summary.thoughts == 0) {
    return std::nullopt;
  }
  summary.counted = thought_tokens.count();
  if (summary.counted > 0) {
    summary.thought_tokens_mean = thought_tokens.mean();
    summary.answer_tokens_mean = answer_tokens.mean();
  }
  summary.counts.assign(counts.begin(), counts.end());
  return summary;
}

}  // namespace assay
