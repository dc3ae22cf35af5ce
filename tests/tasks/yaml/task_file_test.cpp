// Task files: read strictly, with the place of whatever is wrong.
#include "tasks/yaml/task_file.h"

#include <gtest/gtest.h>

#include <string>

#include "harness/base/files.h"
#include "tests/fakes/scratch_folder.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

constexpr const char* kProcedural =
    "task: t\nsummary: s\ngenerator: {name: g, seed: 7, difficulty: 2, size: 30}\noutput_type: generate_until\n"
    "num_fewshot: 5\ngeneration_kwargs: {until: [\"\\n\"], max_gen_toks: 48}\nmetric_list: [{metric: exact_match}]\n"
    "metadata: {version: 3}\n";

TEST(TaskFiles, OfProceduralTasksAreRead) {
  const ScratchFolder folder("task");

  const auto file = load_task_file(folder.write("t.yaml", kProcedural));

  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->task, "t");
  EXPECT_EQ(file->version, 3);
  EXPECT_EQ(file->generator, "g");
  EXPECT_EQ(file->generator_seed, 7u);
  EXPECT_EQ(file->difficulty, 2);
  EXPECT_EQ(file->size, 30);
  EXPECT_EQ(file->exemplars, 5);
  EXPECT_FALSE(file->is_choosing);
  EXPECT_EQ(file->until, (std::vector<std::string>{"\n"}));
  EXPECT_EQ(file->output_tokens_max, 48);
  EXPECT_EQ(file->licence, "own");
  EXPECT_EQ(file->target_delimiter, " ");
  EXPECT_EQ(file->fewshot_delimiter, "\n\n");
}

// A file that is right but for one thing.
struct Slip {
  const char* name;
  const char* from;
  const char* to;
  const char* what;
};

class TaskSlips : public testing::TestWithParam<Slip> {};

TEST_P(TaskSlips, AreRefusedWithTheirPlace) {
  const ScratchFolder folder("task");
  std::string text = kProcedural;
  const std::size_t at = text.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(GetParam().from).size(), GetParam().to);

  const auto file = load_task_file(folder.write("t.yaml", text));

  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("t.yaml:"), std::string::npos) << file.error().message;
  EXPECT_NE(file.error().message.find(GetParam().what), std::string::npos) << file.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    One, TaskSlips,
    testing::Values(
        Slip{"misspelt_key", "num_fewshot", "num_fewshots", "did you mean 'num_fewshot'?"},
        Slip{"unknown_in_generator", "size: 30", "sise: 30", "sise"}, Slip{"no_task", "task: t\n", "", "task"},
        Slip{"no_summary", "summary: s\n", "", "summary"},
        Slip{"no_version", "metadata: {version: 3}\n", "", "'metadata' with a 'version' is missing"},
        Slip{"no_metric", "metric_list: [{metric: exact_match}]\n", "", "at least one metric"},
        Slip{"empty_metrics", "[{metric: exact_match}]", "[]", "at least one metric"},
        Slip{"other_aggregation", "{metric: exact_match}", "{metric: exact_match, aggregation: median}",
             "only the mean"},
        Slip{"lower_is_better", "{metric: exact_match}", "{metric: exact_match, higher_is_better: false}",
             "only the mean"},
        Slip{"output_type", "generate_until", "loglikelihood_rolling", "'loglikelihood_rolling' is not supported yet"},
        Slip{"difficulty_zero", "difficulty: 2", "difficulty: 0", "difficulty"},
        Slip{"negative_size", "size: 30", "size: -1", "size"},
        Slip{"negative_exemplars", "num_fewshot: 5", "num_fewshot: -5", "num_fewshot"},
        Slip{"text_for_a_number", "num_fewshot: 5", "num_fewshot: \"5\"", "num_fewshot"},
        Slip{"no_tokens", "max_gen_toks: 48", "max_gen_toks: 0", "max_gen_toks"},
        Slip{"sampling", "max_gen_toks: 48", "max_gen_toks: 48, temperature: 0.7", "sampling in task files"},
        Slip{"no_source", "generator: {name: g, seed: 7, difficulty: 2, size: 30}\n", "", "'generator' is missing"},
        Slip{"templates_with_generator", "output_type", "doc_to_text: x\noutput_type", "doc_to_text"},
        Slip{"key_twice", "summary: s\n", "summary: s\nsummary: s\n", "twice"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(TaskFiles, ThatAreNotThereAreNotFound) {
  EXPECT_EQ(load_task_file(temp_folder() + "nowhere.yaml").error().kind, ErrorKind::kNotFound);
}

TEST(TaskSettings, HoldWhateverDecidesAnAnswerAndNothingElse) {
  TaskFile file{.path = "a", .task = "t", .summary = "s"};
  const std::string before = settings_of(file, {"hash"});

  TaskFile renamed = file;
  renamed.path = "elsewhere";
  renamed.summary = "another";
  TaskFile harder = file;
  harder.difficulty = 2;
  TaskFile larger = file;
  larger.size = 2000;
  TaskFile longer = file;
  longer.output_tokens_max = 1;

  EXPECT_EQ(settings_of(renamed, {"hash"}), before);
  EXPECT_NE(settings_of(harder, {"hash"}), before);
  EXPECT_NE(settings_of(larger, {"hash"}), before);
  EXPECT_NE(settings_of(longer, {"hash"}), before);
  EXPECT_NE(settings_of(file, {"other"}), before);
}

}  // namespace
}  // namespace assay
