// Judging: scorers see answers without their thoughts, whatever they are and whenever they judge.
#include "harness/run/judge.h"

#include <optional>
#include <string>

namespace assay {
namespace {

bool is_engine_verdict(Finish finish) {
  return finish == Finish::kRefused || finish == Finish::kFailed || finish == Finish::kTimedOut ||
         finish == Finish::kCancelled;
}

// Runs of older versions kept no thought: the tags are looked for now, by the default.
Thought thought_of(const AnswerRecord& answer) {
  const bool is_generation = answer.response.choices.empty() && answer.response.finish != Finish::kScored;
  if (answer.thought || !is_generation) {
    return answer.thought.value_or(Thought());
  }
  const ThoughtTags tags;
  return find_thought(answer.response.text, tags, !answer.response.text.empty() && opens_thought(answer.prompt, tags));
}

// An answer as scorers see it.
struct Answer {
  Response response;
  bool is_open = false;  // a thought without an end: there is no answer to see
};

Answer answer_of(const AnswerRecord& record) {
  const Thought thought = thought_of(record);
  if (thought.state == ThoughtState::kNone) {
    return {.response = record.response};
  }
  Response response = record.response;
  response.text = answer_in(record.response.text, thought);
  response.tokens.clear();  // they hold the thought's
  response.top_gaps.clear();
  response.output_tokens = thought.answer_tokens;
  const bool is_open = thought.state == ThoughtState::kOpen && !is_engine_verdict(response.finish);
  return {.response = std::move(response), .is_open = is_open};
}

// An unclosed thought counts as wrong and is shown to no scorer. A metric whose figure is no mean of values takes what
// an empty answer gives it.
Judgement judge_open(const Scorer& scorer, const Sample& sample, const Response& nothing) {
  Judgement judgement{.outcome = Outcome::kTruncatedInThought, .rule = "the thought has no end"};
  if (scorer.aggregation() != "mean") {
    judgement.parts = scorer.judge(sample, nothing).parts;
  } else if (scorer.is_higher_better()) {
    judgement.value = 0;
  } else {
    judgement.rule += "; no value where less is better";
  }
  return judgement;
}

ScoreRecord score_of(const SampleKey& key, const Scorer& scorer, Judgement judgement) {
  return {.key = key,
          .scorer = std::string(scorer.name()),
          .scorer_version = scorer.version(),
          .judgement = std::move(judgement)};
}

}  // namespace

std::vector<ScoreRecord> judge(const Task& task, const Sample& sample, const AnswerRecord& answer) {
  std::vector<ScoreRecord> scores;
  scores.reserve(task.scorers.size());
  const Answer seen = answer_of(answer);
  for (const auto& scorer : task.scorers) {
    if (!scorer->is_joint()) {
      scores.push_back(
          score_of(answer.key, *scorer,
                   seen.is_open ? judge_open(*scorer, sample, seen.response) : scorer->judge(sample, seen.response)));
    }
  }
  return scores;
}

std::vector<ScoreRecord> judge_jointly(const Task& task, const Sample& sample,
                                       std::span<const AnswerRecord* const> repeats) {
  std::vector<Answer> seen;
  seen.reserve(repeats.size());
  for (const AnswerRecord* answer : repeats) {
    seen.push_back(answer_of(*answer));
  }
  std::vector<const Response*> responses;
  for (const Answer& answer : seen) {
    if (!answer.is_open) {
      responses.push_back(&answer.response);
    }
  }
  std::vector<ScoreRecord> scores;
  for (const auto& scorer : task.scorers) {
    if (!scorer->is_joint()) {
      continue;
    }
    const bool is_judged = !responses.empty() && static_cast<int>(responses.size()) >= scorer->repeats_min();
    scores.push_back(score_of(
        repeats.front()->key, *scorer,
        is_judged ? scorer->judge_jointly(sample, responses) : judge_open(*scorer, sample, seen.front().response)));
  }
  return scores;
}

}  // namespace assay
