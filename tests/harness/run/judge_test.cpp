// Judging: every scorer of the task gives one score under the answer's key.
#include "harness/run/judge.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

TEST(Judge, GivesOneScorePerScorerUnderTheAnswersKey) {
  const Task task = make_toy_task("toy", 5);
  AnswerRecord answer{.key = {.model = "m", .task = "toy", .document = 3, .repeat = 2}};
  answer.response = {.finish = Finish::kEnd, .text = " 3"};

  const auto scores = judge(task, task.dataset->at(3), answer);

  ASSERT_EQ(scores.size(), 1u);
  EXPECT_EQ(scores[0].key, answer.key);
  EXPECT_EQ(scores[0].scorer, "exact");
  EXPECT_EQ(scores[0].scorer_version, 1);
  EXPECT_EQ(scores[0].judgement.value, 1.0);
}

TEST(Judge, LeavesJointScorersToTheDocumentsRepeatsTogether) {
  Task task = make_toy_task("toy", 5);
  task.scorers.push_back(make_toy_vote());
  std::vector<AnswerRecord> answers;
  std::vector<const AnswerRecord*> repeats;
  for (const char* text : {"3", "7", "3"}) {
    AnswerRecord& answer = answers.emplace_back();
    answer.key = {.model = "m", .task = "toy", .document = 3, .repeat = static_cast<int>(answers.size()) - 1};
    answer.response = {.finish = Finish::kEnd, .text = text};
  }
  for (const AnswerRecord& answer : answers) {
    repeats.push_back(&answer);
  }

  const auto alone = judge(task, task.dataset->at(3), answers[1]);
  const auto joint = judge_jointly(task, task.dataset->at(3), repeats);

  ASSERT_EQ(alone.size(), 1u);
  EXPECT_EQ(alone[0].scorer, "exact");
  ASSERT_EQ(joint.size(), 1u);
  EXPECT_EQ(joint[0].scorer, "vote");
  EXPECT_EQ(joint[0].key, answers[0].key);
  EXPECT_EQ(joint[0].judgement.value, 1.0);
}

// Keeps what it was shown.
class Witness final : public Scorer {
 public:
  explicit Witness(std::string aggregation = "mean", bool is_higher_better = true)
      : aggregation_(std::move(aggregation)), is_higher_better_(is_higher_better) {}
  std::string_view name() const override { return "witness"; }
  int version() const override { return 1; }
  std::string_view aggregation() const override { return aggregation_; }
  bool is_higher_better() const override { return is_higher_better_; }
  Judgement judge(const Sample& /*sample*/, const Response& response) const override {
    return {.outcome = response.finish == Finish::kRefused ? Outcome::kRefused : Outcome::kRight,
            .value = 1,
            .answer = "saw " + response.text,
            .parts = {static_cast<double>(response.text.size()), static_cast<double>(response.tokens.size())}};
  }

 private:
  const std::string aggregation_;
  const bool is_higher_better_;
};

AnswerRecord thinking(const std::string& text, Finish finish = Finish::kEnd) {
  AnswerRecord answer{.key = {.model = "m", .task = "toy", .document = 3}};
  answer.response = {.finish = finish, .text = text, .tokens = {1, 2, 3}};
  answer.thought = find_thought(text, ThoughtTags(), false);
  return answer;
}

Judgement judged(std::unique_ptr<Scorer> scorer, const AnswerRecord& answer) {
  Task task = make_toy_task("toy", 5);
  task.scorers.clear();
  task.scorers.push_back(std::move(scorer));
  return judge(task, task.dataset->at(3), answer).front().judgement;
}

TEST(JudgeThought, ShowsScorersTheAnswerAlone) {
  const Judgement judgement = judged(std::make_unique<Witness>(), thinking("<think>7</think>\n\n3"));

  EXPECT_EQ(judgement.answer, "saw 3");
  EXPECT_EQ(judgement.parts[1], 0) << "the tokens were the thought's too";
}

TEST(JudgeThought, LeavesTextsWithoutTagsAsTheyAre) {
  const Judgement judgement = judged(std::make_unique<Witness>(), thinking("\n 3"));

  EXPECT_EQ(judgement.answer, "saw \n 3");
  EXPECT_EQ(judgement.parts[1], 3);
}

TEST(JudgeThought, NeverGradesAnOpenOne) {
  for (const Finish finish : {Finish::kEnd, Finish::kLength, Finish::kStop, Finish::kContextFull}) {
    const Judgement judgement = judged(std::make_unique<Witness>(), thinking("<think>3", finish));

    EXPECT_EQ(judgement.outcome, Outcome::kTruncatedInThought);
    EXPECT_EQ(judgement.value, 0);
    EXPECT_EQ(judgement.answer, "");
  }
}

TEST(JudgeThought, GivesAnOpenOneNoValueWhereLessIsBetter) {
  const Judgement judgement = judged(std::make_unique<Witness>("mean", false), thinking("<think>3"));

  EXPECT_EQ(judgement.outcome, Outcome::kTruncatedInThought);
  EXPECT_FALSE(judgement.value);
}

TEST(JudgeThought, CountsAnOpenOneAsAnEmptyAnswerForAScoreOfTheCorpus) {
  const Judgement judgement = judged(std::make_unique<Witness>("bleu"), thinking("<think>3"));

  EXPECT_EQ(judgement.outcome, Outcome::kTruncatedInThought);
  EXPECT_FALSE(judgement.value);
  EXPECT_EQ(judgement.parts, (std::vector<double>{0, 0}));
}

TEST(JudgeThought, LeavesTheEnginesVerdictToTheScorer) {
  EXPECT_EQ(judged(std::make_unique<Witness>(), thinking("<think>3", Finish::kRefused)).outcome, Outcome::kRefused);
}

// Answers that were stored before thoughts were looked for.
TEST(JudgeThought, IsLookedForInAnswersOfOlderRuns) {
  AnswerRecord answer = thinking("<think>7</think>3");
  answer.thought = std::nullopt;
  EXPECT_EQ(judged(std::make_unique<Witness>(), answer).answer, "saw 3");

  answer.response.text = "7, no, 3";
  answer.prompt = "<assistant><think>\n";
  EXPECT_EQ(judged(std::make_unique<Witness>(), answer).outcome, Outcome::kTruncatedInThought);
}

// What was found when the answer came counts, whatever tags it was found by.
TEST(JudgeThought, IsTakenFromTheRecord) {
  AnswerRecord answer = thinking("[THINK]7[/THINK]3");
  answer.thought = find_thought(answer.response.text, {.open = "[THINK]", .close = "[/THINK]"}, false);

  EXPECT_EQ(judged(std::make_unique<Witness>(), answer).answer, "saw 3");
}

TEST(JudgeThought, GivesAnOpenOneNoVoteInAJointVerdict) {
  Task task = make_toy_task("toy", 5);
  task.scorers.push_back(make_toy_vote());
  const std::vector<AnswerRecord> answers{thinking("<think>a</think>3"), thinking("<think>3"), thinking("<think>b")};
  const std::vector<const AnswerRecord*> all{&answers[0], &answers[1], &answers[2]};
  const std::vector<const AnswerRecord*> open{&answers[1], &answers[2]};

  EXPECT_EQ(judge_jointly(task, task.dataset->at(3), all).front().judgement.rule, "1 of 1");
  EXPECT_EQ(judge_jointly(task, task.dataset->at(3), open).front().judgement.outcome, Outcome::kTruncatedInThought);
}

}  // namespace
}  // namespace assay
