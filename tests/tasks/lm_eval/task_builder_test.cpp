// Tasks from task files: settings, counts, what is refused and where.
#include "tasks/lm_eval/task_builder.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fakes/task_folder.h"

namespace assay {
namespace {

const std::string kKeys = "test_split: test\ntraining_split: train\ndoc_to_text: q\ndoc_to_target: a\n";

class TaskBuilderTest : public testing::Test {
 protected:
  TaskBuilderTest() {
    folder_.write_numbered_rows("test", "t", 3);
    folder_.write_numbered_rows("train", "r", 3);
  }
  std::string settings(const std::string& keys) const {
    const auto task = folder_.make(kKeys + keys);
    EXPECT_TRUE(task) << error_of(task);
    return task ? task->settings : "";
  }
  TaskFolder folder_;
};

TEST_F(TaskBuilderTest, FillsWhatARunNeedsToKnow) {
  const auto task = folder_.make(kKeys + "num_fewshot: 2\nmetadata: {version: 3.0}\ntask_alias: T\nrepeats: 4\n");

  ASSERT_TRUE(task) << error_of(task);
  EXPECT_EQ(task->name, "t");
  EXPECT_EQ(task->version, 3);
  EXPECT_EQ(task->summary, "T");
  EXPECT_EQ(task->exemplar_count, 2);
  EXPECT_FALSE(task->is_exemplar_count_fixed);
  EXPECT_EQ(task->repeats, 4);
  EXPECT_TRUE(task->fits_by_cutting);
  EXPECT_EQ(task->dataset->size(), 3);
  EXPECT_EQ(task->dataset->at(2).index, 2);
  EXPECT_TRUE(parse_json_value(task->settings)) << task->settings;
}

TEST_F(TaskBuilderTest, ReadsTheTagsAroundThoughts) {
  EXPECT_FALSE(folder_.make(kKeys)->thought);
  EXPECT_EQ(folder_.make(kKeys + "thought_tags: \"[THINK] [/THINK]\"\n")->thought,
            (ThoughtTags{.open = "[THINK]", .close = "[/THINK]"}));
  EXPECT_NE(error_of(folder_.make(kKeys + "thought_tags: \"<think>\"\n")).find("thought_tags: '<think>' is no pair"),
            std::string::npos);
}

TEST_F(TaskBuilderTest, FixesZeroExemplarsWhereTheFileSaysZero) {
  EXPECT_TRUE(folder_.make(kKeys + "num_fewshot: 0\n")->is_exemplar_count_fixed);
  EXPECT_FALSE(folder_.make(kKeys)->is_exemplar_count_fixed);
  EXPECT_FALSE(folder_.make_own(kKeys + "num_fewshot: 0\n")->is_exemplar_count_fixed);
}

TEST_F(TaskBuilderTest, SaysInItsSettingsWhatIsAskedAndHowItIsJudged) {
  const std::string plain = settings("");

  for (const char* keys :
       {"target_delimiter: \"=\"\n", "gen_prefix: P\n", "fewshot_config: {doc_to_text: a}\n",
        "fewshot_config: {target_delimiter: x}\n", "fewshot_config: {fewshot_indices: [1]}\n",
        "metric_list: [{metric: exact_match, ignore_case: true}]\n", "generation_kwargs: {max_gen_toks: 8}\n",
        "filter_list: [{name: none, filter: [{function: lowercase}, {function: take_first}]}]\n"}) {
    EXPECT_NE(settings(keys), plain) << keys;
  }
  EXPECT_EQ(settings("task_alias: Other\n"), plain);
  const std::string before = plain;
  folder_.write_numbered_rows("train", "s", 3);
  EXPECT_NE(settings(""), before);  // the files' hashes
}

TEST_F(TaskBuilderTest, TakesTheRowsThatWhereNames) {
  const auto task = folder_.make(kKeys + "where: {q: [t2, t0, r1]}\n");
  const auto none = folder_.make(kKeys + "where: {q: nothing}\n");
  const auto no_column = folder_.make(kKeys + "where: {z: 1}\n");

  ASSERT_TRUE(task) << error_of(task);
  ASSERT_EQ(task->dataset->size(), 2);
  EXPECT_EQ(task->dataset->at(1).question, "t2");
  EXPECT_EQ(task->exemplars->available(), 1);
  EXPECT_EQ(none.error().kind, ErrorKind::kNothing);
  EXPECT_NE(error_of(no_column).find("'z' is not in the row"), std::string::npos) << error_of(no_column);
}

TEST_F(TaskBuilderTest, NamesTheDocumentThatCannotBeMade) {
  folder_.write_rows("test", "{\"q\":\"x\",\"a\":[1]}\n{\"q\":\"x\",\"a\":[]}\n");

  const auto task = folder_.make("test_split: test\ndoc_to_text: q\ndoc_to_target: \"{{a[0] + 1}}\"\n");

  EXPECT_NE(error_of(task).find("task 't': document 1:"), std::string::npos) << error_of(task);
}

struct RefusedCase {
  const char* name;
  std::string keys;
  ErrorKind kind;
  std::string expected;
};

class RefusedTask : public TaskBuilderTest, public testing::WithParamInterface<RefusedCase> {};

TEST_P(RefusedTask, NamesTheLine) {
  const auto task = folder_.make(kKeys + GetParam().keys);

  ASSERT_FALSE(task);
  EXPECT_EQ(task.error().kind, GetParam().kind) << error_of(task);
  EXPECT_NE(error_of(task).find(GetParam().expected), std::string::npos) << error_of(task);
  EXPECT_NE(error_of(task).find("t.yaml:8"), std::string::npos) << error_of(task);
}

INSTANTIATE_TEST_SUITE_P(
    Keys, RefusedTask,
    testing::Values(
        RefusedCase{"UnknownKey", "doc_to_txt: q\n", ErrorKind::kInvalidConfig, "did you mean 'doc_to_text'?"},
        RefusedCase{"UnknownFewshotKey", "fewshot_config: {smapler: x}\n", ErrorKind::kInvalidConfig, "smapler"},
        RefusedCase{"OutputType", "output_type: choose\n", ErrorKind::kInvalidConfig, "output_type 'choose'"},
        RefusedCase{"Images", "doc_to_image: q\n", ErrorKind::kUnsupported, "images are not supported"},
        RefusedCase{"Sound", "doc_to_audio: q\n", ErrorKind::kUnsupported, "sound is not supported"},
        RefusedCase{"Promptsource", "use_prompt: x\n", ErrorKind::kUnsupported, "promptsource"},
        RefusedCase{"Code", "unsafe_code: true\n", ErrorKind::kUnsupported, "programs of models"},
        RefusedCase{"Dataset", "custom_dataset: !function u.f\n", ErrorKind::kUnsupported,
                    "custom_dataset needs Python"},
        RefusedCase{"Process", "process_docs: !function u.f\n", ErrorKind::kUnsupported, "no native handler"},
        RefusedCase{"Samples", "fewshot_config: {samples: !function u.f}\nnum_fewshot: 1\n", ErrorKind::kUnsupported,
                    "no native handler"},
        RefusedCase{"Template", "description: \"{{ q\"\n", ErrorKind::kInvalidConfig, "}} expected"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(TaskBuilderTest, NeedsASplitOfDocuments) {
  EXPECT_NE(error_of(folder_.make("training_split: train\ndoc_to_text: q\ndoc_to_target: a\n"))
                .find("neither test_split nor validation_split"),
            std::string::npos);
}

}  // namespace
}  // namespace assay
