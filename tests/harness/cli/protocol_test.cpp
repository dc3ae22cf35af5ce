// Presets and options over tasks: who wins, what is stored, what is refused.
#include "harness/cli/protocol.h"

#include <gtest/gtest.h>

#include "tests/fakes/stub_backend.h"
#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

class Protocol : public testing::Test {
 protected:
  Protocol() {
    add(make_toy_task("toy", 40));
    plan_.models.push_back({.backend = &backend_, .record = {.name = "m"}});
  }

  void add(Task task, std::optional<int> repeats = std::nullopt) {
    PlannedTask planned{.task = std::move(task)};
    planned.documents = planned.task.dataset->size();
    planned.repeats = repeats.value_or(1);
    plan_.tasks.push_back(std::move(planned));
    choices_.push_back({.repeats = repeats});
  }

  const Generation& asked() const { return std::get<Generation>(plan_.tasks[0].task.asking); }

  std::string setting(const std::string& task, const std::string& key) const {
    for (const SettingRecord& record : plan_.settings) {
      if (record.task == task && record.key == key) {
        return record.value;
      }
    }
    return "absent";
  }

  StubBackend backend_{{.name = "stub", .context_tokens_max = 4096}};
  Plan plan_;
  std::vector<TaskChoice> choices_;
};

TEST_F(Protocol, R1SetsSamplingAndRepeatsAndSaysSoInTheSettings) {
  ASSERT_TRUE(apply_protocol({.preset = "r1"}, choices_, plan_));

  EXPECT_EQ(asked().sampling.temperature, 0.6);
  EXPECT_EQ(asked().sampling.top_p, 0.95);
  EXPECT_EQ(asked().output_tokens_max, 32768);
  EXPECT_EQ(plan_.tasks[0].repeats, 16);
  EXPECT_TRUE(plan_.tasks[0].fits_context);
  EXPECT_EQ(plan_.models[0].thought, ThoughtTags());
  EXPECT_EQ(setting("", "preset"), "r1");
  EXPECT_EQ(setting("toy", "temperature"), "0.6");
  EXPECT_EQ(setting("toy", "top_p"), "0.95");
  EXPECT_EQ(setting("toy", "output_tokens_max"), "32768");
}

TEST_F(Protocol, OptionsBeatThePreset) {
  plan_.tasks.clear();
  choices_.clear();
  add(make_toy_task("toy", 40), 4);

  ASSERT_TRUE(
      apply_protocol({.preset = "r1", .temperature = 1, .top_p = 0.5, .output_tokens_max = 100}, choices_, plan_));

  EXPECT_EQ(asked().sampling.temperature, 1);
  EXPECT_EQ(asked().sampling.top_p, 0.5);
  EXPECT_EQ(asked().output_tokens_max, 100);
  EXPECT_EQ(plan_.tasks[0].repeats, 4);
}

TEST_F(Protocol, WithoutAnyLeavesTheTaskAsItIs) {
  ASSERT_TRUE(apply_protocol({}, choices_, plan_));

  EXPECT_EQ(asked().sampling.temperature, 0);
  EXPECT_EQ(asked().output_tokens_max, 8);
  EXPECT_FALSE(plan_.tasks[0].fits_context);
  EXPECT_FALSE(plan_.models[0].thought);
  EXPECT_TRUE(plan_.settings.empty());
}

TEST_F(Protocol, LeavesLogLikelihoodsAlone) {
  add(make_toy_choice_task("choose", 10));

  ASSERT_TRUE(apply_protocol({.preset = "r1"}, choices_, plan_));

  EXPECT_EQ(plan_.tasks[1].repeats, 1);
  EXPECT_EQ(setting("choose", "temperature"), "absent");
}

TEST_F(Protocol, IsRefusedWhereItWouldDoNothing) {
  plan_.tasks.clear();
  choices_.clear();
  add(make_toy_choice_task("choose", 10));

  EXPECT_NE(apply_protocol({.preset = "r1"}, choices_, plan_).error().message.find("NAME:generate"), std::string::npos);
  EXPECT_FALSE(apply_protocol({.top_p = 0.5}, choices_, plan_));
  EXPECT_FALSE(apply_protocol({.preset = "r9"}, choices_, plan_));
}

TEST_F(Protocol, TagsAreReadOrRefused) {
  ASSERT_TRUE(apply_protocol({.thought_tags = "[THINK] [/THINK]", .begins_in_thought = true}, choices_, plan_));
  EXPECT_EQ(plan_.thought, (ThoughtTags{.open = "[THINK]", .close = "[/THINK]"}));
  EXPECT_TRUE(plan_.models[0].begins_in_thought);

  EXPECT_EQ(apply_protocol({.thought_tags = "<think>"}, choices_, plan_).error().message.find("--thought-tags: "), 0u);
}

TEST_F(Protocol, SaysHowOftenAndWhereTheContextEndsAnswers) {
  const RunConfig config{.preset = "r1"};
  ASSERT_TRUE(apply_protocol(config, choices_, plan_));

  const auto notes = protocol_notes(config, plan_);

  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0], "preset r1: task 'toy', 40 documents, 16 answers each");
  EXPECT_EQ(notes[1].find("model 'm': 32768 new tokens do not fit its context of 4096"), 0u) << notes[1];
}

}  // namespace
}  // namespace assay
