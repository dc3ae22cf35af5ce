// Judging one answer.
#include "harness/run/judge.h"

#include <string>

namespace assay {

std::vector<ScoreRecord> judge(const Task& task, const Sample& sample, const AnswerRecord& answer) {
  std::vector<ScoreRecord> scores;
  scores.reserve(task.scorers.size());
  for (const auto& scorer : task.scorers) {
    scores.push_back({.key = answer.key,
                      .scorer = std::string(scorer->name()),
                      .scorer_version = scorer->version(),
                      .judgement = scorer->judge(sample, answer.response)});
  }
  return scores;
}

}  // namespace assay
