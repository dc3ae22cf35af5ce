// Plans: refusals before the first request, the rows a run begins with, and what a resume must find unchanged.
#include "harness/run/plan.h"

#include <gtest/gtest.h>

#include "tests/fakes/stub_backend.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

class PlanTest : public testing::Test {
 protected:
  PlanTest() {
    plan_.models.push_back({.backend = &backend_, .record = {.name = "m"}});
    plan_.tasks.push_back({.task = make_toy_task("toy", 4), .documents = 3, .exemplars = 2, .repeats = 1});
    plan_.run.id = "r";
    plan_.run.schedule = "fast";
    plan_.seed = 5;
  }
  StubBackend backend_{{.name = "stub", .model = "m", .can = Capability::kGenerate, .identity = {{"weights", "w"}}}};
  Plan plan_;
};

TEST_F(PlanTest, PassesWhenEveryTaskCanRunOnEveryModel) { EXPECT_TRUE(check_plan(plan_)); }

TEST_F(PlanTest, RefusesATaskThatNeedsMoreThanTheBackendOffers) {
  plan_.tasks.push_back({.task = make_toy_choice_task("choice", 4), .documents = 3});

  const auto checked = check_plan(plan_);

  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(checked.error().message,
            "task 'choice': needs log_likelihood, which model 'm' (backend stub) does not offer");
}

TEST_F(PlanTest, RepeatsTheBackendsReasonForWhatItLacks) {
  StubBackend backend({.name = "stub",
                       .model = "m",
                       .can = Capability::kGenerate,
                       .why_not = {{Capability::kLogLikelihood, "it only chats"}, {Capability::kTopK, "no field"}}});
  plan_.models[0].backend = &backend;
  plan_.tasks.push_back({.task = make_toy_choice_task("choice", 4), .documents = 3});

  EXPECT_EQ(check_plan(plan_).error().message,
            "task 'choice': needs log_likelihood, which model 'm' (backend stub) does not offer: it only chats");
}

TEST_F(PlanTest, RefusesSamplingThatTheBackendDoesNotObey) {
  auto& sampling = std::get<Generation>(plan_.tasks[0].task.asking).sampling;
  sampling.top_k = 5;
  EXPECT_TRUE(check_plan(plan_)) << "greedy answers ignore it";

  sampling.temperature = 1;
  sampling.min_p = 0.1;

  EXPECT_EQ(check_plan(plan_).error().message,
            "task 'toy': needs top_k, min_p, which model 'm' (backend stub) does not offer");
}

TEST_F(PlanTest, RefusesMoreExemplarsThanThereAre) {
  plan_.tasks[0].exemplars = 11;

  EXPECT_EQ(check_plan(plan_).error().message, "task 'toy': 11 exemplars wanted, 10 available");
}

TEST_F(PlanTest, RefusesFewerRepeatsThanAVoteNeeds) {
  plan_.tasks[0].task.scorers.push_back(make_toy_vote(3));
  plan_.tasks[0].repeats = 3;
  EXPECT_TRUE(check_plan(plan_));

  plan_.tasks[0].repeats = 2;

  EXPECT_EQ(check_plan(plan_).error().message, "task 'toy': metric 'vote' needs 3 repeats, 2 are asked for");
}

TEST_F(PlanTest, RefusesToRunNothing) {
  plan_.tasks[0].documents = 0;
  EXPECT_EQ(check_plan(plan_).error().message, "task 'toy': no documents selected");

  plan_.tasks.clear();
  EXPECT_FALSE(check_plan(plan_));
}

TEST_F(PlanTest, BeginsARunWithItsDocumentsModelsAndSettings) {
  const RunView view = plan_view(plan_);

  EXPECT_EQ(view.documents.size(), 3u);
  EXPECT_EQ(view.documents[2].gold, "2");
  ASSERT_EQ(view.tasks.size(), 1u);
  EXPECT_EQ(view.tasks[0].headline, "exact");
  EXPECT_EQ(view.tasks[0].kind, "generate");
  EXPECT_EQ(view.run.seed, 5u);
  const auto has = [&](const std::string& model, const std::string& key, const std::string& value) {
    for (const SettingRecord& setting : view.settings) {
      if (setting.model == model && setting.key == key) {
        return setting.value == value;
      }
    }
    return false;
  };
  EXPECT_TRUE(has("", "seed", "5"));
  EXPECT_TRUE(has("m", "weights", "w"));
}

TEST_F(PlanTest, StoresTheTagsThatSomebodyNamed) {
  const auto tags = [&](const std::string& model, const std::string& task) {
    for (const SettingRecord& setting : plan_view(plan_).settings) {
      if (setting.key == "thought_tags" && setting.model == model && setting.task == task) {
        return setting.value;
      }
    }
    return std::string("absent");
  };
  EXPECT_EQ(tags("", "") + tags("m", "") + tags("", "toy"), "absentabsentabsent");

  plan_.models[0].thought = ThoughtTags();
  plan_.tasks[0].task.thought = ThoughtTags{.open = "<t>", .close = "</t>"};
  plan_.thought = ThoughtTags{.open = "", .close = ""};

  EXPECT_EQ(tags("m", ""), "<think> </think>");
  EXPECT_EQ(tags("", "toy"), "<t> </t>");
  EXPECT_EQ(tags("", ""), "none");
}

TEST_F(PlanTest, ResumesOnlyWithTheSameSettings) {
  const RunView stored = plan_view(plan_);
  EXPECT_TRUE(check_same_settings(stored, plan_));

  plan_.tasks[0].exemplars = 1;
  const auto differs = check_same_settings(stored, plan_);

  ASSERT_FALSE(differs);
  EXPECT_EQ(differs.error().message,
            "run r cannot be resumed: task 'toy' setting 'exemplars' was '2' and is '1'; start a new run");
}

TEST_F(PlanTest, ResumesNeitherWithASettingMoreNorWithOneLess) {
  RunView stored = plan_view(plan_);
  const SettingRecord extra{.model = "m", .key = "rope", .value = "8", .is_identity = true};
  stored.settings.push_back(extra);
  EXPECT_EQ(check_same_settings(stored, plan_).error().message,
            "run r cannot be resumed: model 'm' setting 'rope' was '8' and is absent; start a new run");

  stored.settings.pop_back();
  std::erase_if(stored.settings, [](const SettingRecord& setting) { return setting.key == "weights"; });
  EXPECT_EQ(check_same_settings(stored, plan_).error().message,
            "run r cannot be resumed: model 'm' setting 'weights' was absent and is 'w'; start a new run");
}

}  // namespace
}  // namespace assay
