// Run configurations: the suite's limits, the command line's over them, and the stored text read back.
#include "harness/cli/run_config.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

const std::string kConfigs = ASSAY_SOURCE_DIR "/configs";

TEST(RunConfig, LaysTheCommandLineOverTheSuite) {
  const auto config =
      resolve_run({.models = {"m"}, .tasks = {"arc_challenge"}, .suite = "quick", .limit = 3}, {}, kConfigs);

  ASSERT_TRUE(config) << config.error().message;
  ASSERT_EQ(config->tasks.size(), 3u);
  EXPECT_EQ(config->tasks[0].task, "arithmetic_words");
  EXPECT_EQ(config->tasks[0].limit, 3);
  EXPECT_EQ(config->tasks[0].exemplars, 5);
  EXPECT_EQ(config->tasks[2].task, "arc_challenge");
  EXPECT_FALSE(config->tasks[2].exemplars);
  EXPECT_NE(config->protocol.find("without a chat template"), std::string::npos);
}

TEST(RunConfig, RefusesToRunNothingAndUnknownSuites) {
  EXPECT_EQ(resolve_run({.suite = "quick"}, {}, kConfigs).error().message, "nothing to run: give at least one --model");
  EXPECT_EQ(resolve_run({.models = {"m"}}, {}, kConfigs).error().message, "nothing to run: give a --suite or a --task");
  EXPECT_NE(resolve_run({.models = {"m"}, .suite = "quik"}, {}, kConfigs).error().message.find("did you mean 'quick'?"),
            std::string::npos);
}

TEST(RunConfig, ComesBackFromItsTextUnchanged) {
  const RunConfig config{.models = {"a", "b"},
                         .engine = {{"threads", "2"}},
                         .tasks = {{.task = "t", .limit = 4, .exemplars = 1, .repeats = 2}, {.task = "u"}},
                         .suite = "s",
                         .protocol = "p",
                         .schedule = "exact",
                         .machine = "local",
                         .data = "/d",
                         .preset = "r1",
                         .temperature = 0.25,
                         .top_p = 1,
                         .output_tokens_max = 77,
                         .thought_tags = "[THINK] [/THINK]",
                         .begins_in_thought = true,
                         .seed = 77,
                         .block_samples = 9,
                         .timeout_s = 1.5};

  const auto back = run_config_from_text(to_text(config));

  ASSERT_TRUE(back);
  EXPECT_EQ(to_text(*back), to_text(config));
  EXPECT_EQ(back->tasks[0].limit, 4);
  EXPECT_EQ(back->timeout_s, 1.5);
  EXPECT_EQ(back->engine.at("threads"), "2");
  EXPECT_EQ(back->preset, "r1");
  EXPECT_EQ(back->temperature, 0.25);
  EXPECT_EQ(back->output_tokens_max, 77);
  EXPECT_TRUE(back->begins_in_thought);
}

TEST(RunConfig, NamesThePresetInTheProtocolAndRefusesOneNobodyKnows) {
  const auto config = resolve_run({.models = {"m"}, .suite = "quick", .preset = "r1"}, {}, kConfigs);
  const auto unknown = resolve_run({.models = {"m"}, .suite = "quick", .preset = "R1"}, {}, kConfigs);

  ASSERT_TRUE(config) << config.error().message;
  EXPECT_NE(config->protocol.find("; sampled by preset r1 (DeepSeek-R1's protocol)"), std::string::npos);
  EXPECT_EQ(unknown.error().message, "--preset: unknown preset 'R1'; did you mean 'r1'? known: r1");
}

TEST(RunConfig, SaysSoIfTheStoredTextIsBroken) {
  for (const std::string text : {"", "{", "[]", "{\"tasks\":3}", "{\"tasks\":[{\"task\":1}]}"}) {
    EXPECT_FALSE(run_config_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace assay
