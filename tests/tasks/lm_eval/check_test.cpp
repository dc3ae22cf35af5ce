// Verdicts: what a task file needs, what is missing, and what may not be meant.
#include "tasks/lm_eval/check.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

constexpr std::string_view kPure = "dataset_path: d\ntest_split: test\ndoc_to_text: \"{{q}}\"\ndoc_to_target: a\n";

FileVerdict verdict_of(const std::string& text, const CheckOptions& options = {}) {
  const ScratchFolder folder("check");
  folder.write("sub/t.yaml", text);
  const auto catalogue = open_catalogue(folder.path());
  EXPECT_TRUE(catalogue);
  return check_catalogue(*catalogue, options).front();
}

std::string messages(const std::vector<CheckFinding>& findings) {
  std::string text;
  for (const CheckFinding& finding : findings) {
    text += (text.empty() ? "" : "\n") + finding.message;
  }
  return text;
}

struct Missing {
  std::string name, text, expected;
};

class MissingThings : public testing::TestWithParam<Missing> {};

TEST_P(MissingThings, AreNamedWithFileAndLine) {
  const FileVerdict verdict = verdict_of(std::string(kPure) + "task: t\n" + GetParam().text);

  EXPECT_EQ(verdict.readiness, Readiness::kRefused);
  EXPECT_EQ(messages(verdict.missing), "sub/t.yaml:" + GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Tasks, MissingThings,
    testing::Values(
        Missing{"function", "process_results: !function utils.p\n",
                "6: process_results: !function utils.p of 'sub' has no native handler"},
        Missing{"metric", "metric_list:\n- metric: exact_mach\n  aggregation: mean\n",
                "7: metric_list.metric: unknown metric 'exact_mach'; did you mean 'exact_match'? known: acc, acc_all, "
                "acc_bytes, acc_mutual_info, acc_norm, bits_per_byte, bleu, brier_score, bypass, byte_perplexity, "
                "chrf, chrf++, and 15 more"},
        Missing{"metric_of_other_output", "output_type: multiple_choice\nmetric_list:\n- metric: bleu\n",
                "8: metric_list.metric: 'bleu' does not go with output_type multiple_choice"},
        Missing{"metric_of_the_hub", "metric_list:\n- metric: f1\n  hf_evaluate: true\n",
                "7: metric_list.metric: 'f1' with hf_evaluate is a Python metric of the hub"},
        Missing{"output_type", "output_type: greedy_until\n",
                "6: output_type: 'greedy_until' is not known; known: generate_until, loglikelihood, "
                "loglikelihood_rolling, multiple_choice"},
        Missing{"unsafe_code", "unsafe_code: true\n", "6: unsafe_code: the task runs what the model writes"},
        Missing{"pictures", "doc_to_image: [p]\n", "6: doc_to_image: pictures are not supported"},
        Missing{"beams", "generation_kwargs: {num_beams: 4, until: [x]}\n",
                "6: generation_kwargs.num_beams: beam search is not supported; 1 is"},
        Missing{"sampler", "fewshot_config: {sampler: balanced}\n",
                "6: fewshot_config.sampler: 'balanced' is not known; known: default, first_n"},
        Missing{"unknown_key", "doc_to_txt: x\n", "6: unknown key 'doc_to_txt'; did you mean 'doc_to_text'?"},
        Missing{"where", "process_docs: !function utils.p\nwhere: {a: {like: b}}\n",
                "7: where.a: unknown condition '\"like\"'; known: cut_at, is, is_empty, not"},
        Missing{"wrong_kind", "repeats: often\n", "6: repeats: '\"often\"' is not a whole number"}),
    [](const auto& tested) { return tested.param.name; });

struct Ready {
  std::string name, text;
  Readiness expected;
};

class ReadyThings : public testing::TestWithParam<Ready> {};

TEST_P(ReadyThings, SayByWhat) {
  CheckOptions options;
  options.has_handler = [](std::string_view folder, std::string_view function) {
    return folder == "sub" && function == "utils.known";
  };

  const FileVerdict verdict = verdict_of(std::string(kPure) + "task: t\n" + GetParam().text, options);

  EXPECT_EQ(verdict.readiness, GetParam().expected) << messages(verdict.missing);
}

INSTANTIATE_TEST_SUITE_P(
    Tasks, ReadyThings,
    testing::Values(Ready{"pure", "", Readiness::kAsItStands},
                    Ready{"handler", "process_docs: !function utils.known\n", Readiness::kByHandler},
                    Ready{"where", "process_docs: !function utils.other\nwhere: {a: b}\n", Readiness::kByRowFilter},
                    Ready{"rows", "process_docs: !function utils.other\n", Readiness::kNeedsRowFilter},
                    Ready{"label_of_a_handler",
                          "process_results: !function utils.known\nmetric_list:\n- metric: own\n  aggregation: mean\n",
                          Readiness::kByHandler}),
    [](const auto& tested) { return tested.param.name; });

TEST(Check, AsksForTemplatesAndPatterns) {
  CheckOptions options;
  options.parse_template = [](std::string_view text) {
    return text == "{{q}}" ? Status(Error{ErrorKind::kInvalidConfig, "bad template"}) : Status();
  };
  options.compile_regex = [](std::string_view) { return Status(Error{ErrorKind::kInvalidConfig, "bad pattern"}); };

  const FileVerdict verdict = verdict_of(
      std::string(kPure) + "task: t\nfilter_list:\n- name: x\n  filter:\n  - function: regex\n    regex_pattern: (\n",
      options);

  EXPECT_EQ(
      messages(verdict.missing),
      "sub/t.yaml:9: filter_list.filter.regex_pattern: '(': bad pattern\nsub/t.yaml:3: doc_to_text: bad template");
}

TEST(Check, WarnsOfABackslashAndAnN) {
  const FileVerdict verdict =
      verdict_of(std::string(kPure) + "task: t\ngeneration_kwargs:\n  until: ['\\n', \"\\n\"]\n");

  EXPECT_EQ(verdict.readiness, Readiness::kAsItStands);
  ASSERT_EQ(verdict.warnings.size(), 1u);
  EXPECT_EQ(verdict.warnings[0].reason, "backslash and n");
}

TEST(Check, CountsKindsAndReasons) {
  const ScratchFolder folder("check");
  folder.write("a.yaml", std::string(kPure) + "task: a\n");
  folder.write("b.yaml", std::string(kPure) + "task: b\nprocess_results: !function u.f\n");
  folder.write("g.yaml", "group: g\ntask: [a, nowhere]\n");
  folder.write("base", std::string(kPure));
  folder.write("broken.yaml", "- x\n");
  const auto catalogue = open_catalogue(folder.path());
  ASSERT_TRUE(catalogue);

  const auto verdicts = check_catalogue(*catalogue, {});
  const auto json = parse_json_value(check_report_json(verdicts, true));

  ASSERT_TRUE(json);
  const std::map<std::string, std::int64_t> expected{{"files", 5},     {"tasks", 2},     {"as_they_stand", 1},
                                                     {"refused", 1},   {"groups", 1},    {"groups_refused", 1},
                                                     {"templates", 1}, {"unreadable", 1}};
  for (const auto& [key, count] : expected) {
    ASSERT_NE(json->find(key), nullptr) << key;
    EXPECT_EQ(json->find(key)->as_integer(), count) << key;
  }
  EXPECT_EQ(json->find("all")->items().size(), 5u);
  const std::string text = check_report(verdicts, false);
  EXPECT_NE(text.find("    broken.yaml:1: a task file is a map of keys and values\n"), std::string::npos) << text;
  EXPECT_NE(text.find("       1  member of a group (alone in 1)\n"), std::string::npos) << text;
}

// The real catalogue, where it is at hand: the counts that the project promises.
TEST(Check, RunsMostOfTheRealCatalogue) {
  const char* folder = std::getenv("ASSAY_LM_EVAL_TASKS");
  if (folder == nullptr) {
    GTEST_SKIP() << "ASSAY_LM_EVAL_TASKS is not set to the folder lm_eval/tasks of lm-eval 0.4.13";
  }
  const auto catalogue = open_catalogue(folder);
  ASSERT_TRUE(catalogue) << catalogue.error().message;

  std::map<Readiness, int> counts;
  for (const FileVerdict& verdict : check_catalogue(*catalogue, {})) {
    counts[verdict.readiness] += verdict.kind == FileKind::kTask ? 1 : 0;
    EXPECT_TRUE(verdict.readiness != Readiness::kRefused || !verdict.missing.empty()) << verdict.file;
  }

  EXPECT_GE(counts[Readiness::kAsItStands], 4500);
  EXPECT_GE(counts[Readiness::kAsItStands] + counts[Readiness::kByRowFilter], 8900);
}

}  // namespace
}  // namespace assay
