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

}  // namespace
}  // namespace assay
