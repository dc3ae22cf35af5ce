// A task's config: values with their places, what exemplars inherit, metrics and filters, and values of a wrong kind.
#include "tasks/lm_eval/task_config.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

Result<TaskConfig> config_of(const ScratchFolder& folder, const std::string& text) {
  LooseFiles files;
  const auto resolved = resolve_includes(files, folder.write("sub/t.yaml", text));
  return resolved ? read_task_config(*resolved) : Result<TaskConfig>(resolved.error());
}

TEST(TaskConfig, KnowsWhereEachValueIsFrom) {
  const ScratchFolder folder("config");
  folder.write("base", "dataset_path: org/set\nprocess_docs: !function utils.f\n");

  const auto config = config_of(folder, "include: ../base\ntask: t\ntest_split: test\ndoc_to_target: 0\n");

  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->name, "t");
  EXPECT_EQ(config->dataset_path.text_or(""), "org/set");
  EXPECT_EQ(config->dataset_path.place.error("x").message, folder.path() + "/base:1: x");
  EXPECT_EQ(config->process_docs.function, "utils.f");
  EXPECT_EQ(config->process_docs.folder(folder.path()), "");
  EXPECT_EQ(config->test_split.folder(folder.path()), "sub");
  EXPECT_EQ(config->doc_to_target.value, Value::of(std::int64_t{0}));
  EXPECT_FALSE(config->metrics);
  EXPECT_FALSE(config->num_fewshot);
  EXPECT_EQ(config->output_type_or_default(), "generate_until");
}

TEST(TaskConfig, ExemplarsInheritWhatTheyDoNotSet) {
  const ScratchFolder folder("config");

  const auto config = config_of(folder,
                                "task: t\nfewshot_split: train\ndoc_to_text: a\ndoc_to_target: b\nfewshot_config:\n"
                                "  sampler: first_n\n  doc_to_target: c\n  gen_prefix: null\n  odd: 1\n");

  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->fewshot.split.text_or(""), "train");
  EXPECT_EQ(config->fewshot.doc_to_text.text_or(""), "a");
  EXPECT_EQ(config->fewshot.doc_to_target.text_or(""), "c");
  ASSERT_EQ(config->unknown.size(), 1u);
  EXPECT_EQ(config->unknown[0].first, "fewshot_config.odd");
  EXPECT_EQ(config->unknown[0].second.line, 9);
}

TEST(TaskConfig, ReadsMetricsAndFiltersWithTheirArguments) {
  const ScratchFolder folder("config");

  const auto config = config_of(folder,
                                "task: t\nmetric_list:\n- metric: exact_match\n  aggregation: mean\n  ignore_case: "
                                "true\n- metric: !function utils.m\nfilter_list:\n- name: strict\n  filter:\n  - "
                                "function: regex\n    group_select: -1\n  - function: custom\n    filter_fn: !function "
                                "utils.g\n");

  ASSERT_TRUE(config) << config.error().message;
  ASSERT_EQ(config->metrics->size(), 2u);
  EXPECT_EQ(to_json((*config->metrics)[0].arguments), R"({"ignore_case":true})");
  EXPECT_EQ((*config->metrics)[1].metric.function, "utils.m");
  ASSERT_EQ(config->filters->size(), 1u);
  EXPECT_EQ(to_json(config->filters->at(0).steps[0].arguments), R"({"group_select":-1})");
  EXPECT_EQ(config->filters->at(0).steps[1].functions[0].function, "utils.g");
}

struct Wrong {
  std::string name, text, expected;
};

class WrongValues : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValues, AreNamedWithTheirPlace) {
  const ScratchFolder folder("config");

  const auto config = config_of(folder, GetParam().text);

  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message, folder.path() + "/sub/t.yaml" + GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Configs, WrongValues,
    testing::Values(
        Wrong{"no_name", "dataset_path: x\n", ":1: key 'task' with the task's name is missing"},
        Wrong{"map_for_text", "task: t\ndataset_path: {a: 1}\n", ":2: dataset_path: '{\"a\":1}' is not a text"},
        Wrong{"text_for_number", "task: t\nnum_fewshot: five\n", ":2: num_fewshot: '\"five\"' is not a whole number"},
        Wrong{"negative", "task: t\nrepeats: -1\n", ":2: repeats: -1 is not from 1 to 100000"},
        Wrong{"metric_without_name", "task: t\nmetric_list:\n- aggregation: mean\n",
              ":3: metric_list: key 'metric' is missing"},
        Wrong{"metrics_as_text", "task: t\nmetric_list: acc\n", ":2: metric_list: a list of maps is needed"},
        Wrong{"filter_without_name", "task: t\nfilter_list:\n- filter: []\n",
              ":3: filter_list: each entry needs a 'name' and a list 'filter'"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace assay
