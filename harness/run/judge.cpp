// Judging one answer.
#include "harness/run/judge.h"

#include <string>

namespace assay {

std::vector<ScoreRecord> judge(const Task& task, const Sample& sample, const AnswerRecord& answer) {
  std::vector<ScoreRecord> scores;
  scores.reserve(task.scorers.size());
  for (const auto& scorer : task.scorers) {
    if (!scorer->is_joint()) {
      scores.push_back({.key = answer.key,
                        .scorer = std::string(scorer->name()),
                        .scorer_version = scorer->version(),
                        .judgement = scorer->judge(sample, answer.response)});
    }
  }
  return scores;
}

std::vector<ScoreRecord> judge_jointly(const Task& task, const Sample& sample,
                                       std::span<const AnswerRecord* const> repeats) {
  std::vector<const Response*> responses;
  responses.reserve(repeats.size());
  for (const AnswerRecord* answer : repeats) {
    responses.push_back(&answer->response);
  }
  std::vector<ScoreRecord> scores;
  for (const auto& scorer : task.scorers) {
    if (scorer->is_joint()) {
      scores.push_back({.key = repeats.front()->key,
                        .scorer = std::string(scorer->name()),
                        .scorer_version = scorer->version(),
                        .judgement = scorer->judge_jointly(sample, responses)});
    }
  }
  return scores;
}

}  // namespace assay
