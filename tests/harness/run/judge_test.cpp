// Judging: every scorer of the task gives one score under the answer's key.
#include "harness/run/judge.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace assay
