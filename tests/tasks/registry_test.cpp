// From names to tasks: procedural ones, ones on data, groups, tags and patterns.
#include "tasks/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fakes/scratch_folder.h"
#include "tests/fakes/task_folder.h"

namespace assay {
namespace {

const std::string kConfigs = std::string(ASSAY_SOURCE_DIR) + "/configs";

TEST(Tasks, ThatAreShippedAreListedAndThoseWithoutDataAreMade) {
  const auto listings = task_listings({.configs_folder = kConfigs});

  ASSERT_TRUE(listings) << listings.error().message;
  EXPECT_TRUE(std::is_sorted(listings->begin(), listings->end(),
                             [](const TaskListing& a, const TaskListing& b) { return a.name < b.name; }));
  for (const TaskListing& listing : *listings) {
    EXPECT_FALSE(listing.summary.empty()) << listing.name;
    if (listing.needs_data.empty()) {
      const auto task = make_task(listing.name, {.configs_folder = kConfigs});
      ASSERT_TRUE(task) << task.error().message;
      EXPECT_GT(task->dataset->size(), 0);
      EXPECT_FALSE(task->scorers.empty());
    }
  }
}

TEST(Tasks, UnknownByNameAreRefusedWithTheNearest) {
  const auto task = make_task("arithmetic_word", {.configs_folder = kConfigs});

  EXPECT_EQ(task.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(task.error().message.find("did you mean 'arithmetic_words'?"), std::string::npos);
}

TEST(Tasks, ThatNeedDataSaySo) {
  const auto task = make_task("arc_challenge", {.configs_folder = kConfigs});

  EXPECT_EQ(task.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(task.error().message.find("task 'arc_challenge'"), std::string::npos);
  EXPECT_NE(task.error().message.find("--data DIR"), std::string::npos);
}

TEST(ProceduralTasks, NeedWhatTheyAskAndKeepExemplarsApart) {
  const auto generate = make_task("arithmetic_words", {.configs_folder = kConfigs});
  const auto choose = make_task("ordering_puzzles", {.configs_folder = kConfigs});

  EXPECT_TRUE(generate->needs.has(Capability::kGenerate));
  EXPECT_TRUE(choose->needs.has(Capability::kLogLikelihood));
  EXPECT_TRUE(std::holds_alternative<Generation>(generate->asking));
  EXPECT_TRUE(std::holds_alternative<Choosing>(choose->asking));
  const auto exemplars = *choose->exemplars->exemplars(choose->dataset->at(0), 64, 1);
  EXPECT_EQ(exemplars.size(), 64u);
  for (std::int64_t i = 0; i < choose->dataset->size(); ++i) {
    const std::string question = choose->dataset->at(i).question;
    EXPECT_TRUE(std::none_of(exemplars.begin(), exemplars.end(),
                             [&](const Sample& exemplar) { return exemplar.question == question; }));
  }
}

// A configs folder with one task on made-up ARC documents.
class TaskOnData : public testing::Test {
 protected:
  void write_task(const std::string& target, const std::string& choice) const {
    folder_.write("configs/tasks/t.yaml",
                  "task: t\nsummary: s\ndataset_path: allenai/ai2_arc\ndataset_name: ARC-Easy\ntest_split: "
                  "test\nfewshot_split: validation\n"
                  "output_type: multiple_choice\ndoc_to_text: \"Q: {{question}}\\nA:\"\ndoc_to_target: \"" +
                      target + "\"\ndoc_to_choice: \"" + choice +
                      "\"\nmetric_list: [{metric: acc}]\nmetadata: {version: 1}\n");
    const auto line = [](const std::string& id, const std::string& key) {
      return R"({"id":")" + id + R"(","question":{"stem":"S )" + id +
             R"(","choices":[{"text":"x","label":"A"},{"text":"y","label":"B"}]},"answerKey":")" + key + "\"}\n";
    };
    folder_.write("data/ARC-Easy-Test.jsonl", line("1", "A") + line("2", "B"));
    folder_.write("data/ARC-Easy-Dev.jsonl", line("3", "B"));
  }
  Result<Task> make() const {
    return make_task("t", {.data_folder = folder_.path() + "/data", .configs_folder = folder_.path() + "/configs"});
  }

  ScratchFolder folder_{"registry"};
};

TEST_F(TaskOnData, HasTheGoldChoiceAsTargetAndOtherDocumentsAsExemplars) {
  write_task("{{choices.label.index(answerKey)}}", "{{choices.text}}");

  const auto task = make();

  ASSERT_TRUE(task) << task.error().message;
  ASSERT_EQ(task->dataset->size(), 2);
  const Sample sample = task->dataset->at(1);
  EXPECT_EQ(sample.index, 1);
  EXPECT_EQ(sample.question, "Q: S 2\nA:");
  EXPECT_EQ(sample.choices, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(sample.gold_choice, 1);
  EXPECT_EQ(sample.gold, "y");
  EXPECT_EQ(sample.target, "y");
  const auto exemplars = *task->exemplars->exemplars(sample, 5, 1);
  ASSERT_EQ(exemplars.size(), 1u);
  EXPECT_EQ(exemplars[0].question, "Q: S 3\nA:");
}

TEST_F(TaskOnData, HasNoGoldChoiceWhereTheTargetIsNoneAndRefusesChoicesThatAreNoList) {
  for (const char* target : {"{{answerKey}}", "7", "-1"}) {
    write_task(target, "{{choices.text}}");
    const auto task = make();

    ASSERT_TRUE(task) << task.error().message;
    EXPECT_FALSE(task->dataset->at(0).gold_choice) << target;
  }
  write_task("0", "{{question}}");
  EXPECT_NE(error_of(make()).find("choices must be a list in Python's syntax"), std::string::npos) << error_of(make());
}

TEST_F(TaskOnData, NamesTheFieldADocumentLacks) {
  write_task("{{nothing}}", "{{choices.text}}");

  EXPECT_NE(error_of(make()).find("'nothing' is undefined"), std::string::npos) << error_of(make());
  EXPECT_NE(error_of(make()).find("t.yaml:"), std::string::npos) << error_of(make());
}

TEST(TaskFolder, RefusesTwoTasksOfOneName) {
  const ScratchFolder folder("registry");
  const std::string text =
      "task: t\nsummary: s\ngenerator: {name: arithmetic_words}\noutput_type: generate_until\n"
      "metric_list: [{metric: exact_match}]\nmetadata: {version: 1}\n";
  folder.write("tasks/a.yaml", text);
  folder.write("tasks/b.yaml", text);

  const auto listings = task_listings({.configs_folder = folder.path()});

  ASSERT_FALSE(listings);
  EXPECT_NE(listings.error().message.find("b.yaml: name 't' is also in a.yaml"), std::string::npos)
      << listings.error().message;
}

TEST(TaskFolder, RefusesUnknownGeneratorsDifficultiesDataSetsAndMetrics) {
  const ScratchFolder folder("registry");
  const auto message = [&](const std::string& source, const std::string& metric) {
    folder.write("tasks/t.yaml", "task: t\nsummary: s\n" + source +
                                     "\noutput_type: generate_until\nmetric_list: [{metric: " + metric +
                                     "}]\nmetadata: {version: 1}\n");
    const auto task = make_task("t", {.configs_folder = folder.path()});
    return task ? std::string() : task.error().message;
  };

  EXPECT_NE(message("generator: {name: arithmetics}", "exact_match").find("unknown generator"), std::string::npos);
  EXPECT_NE(message("generator: {name: ordering_puzzles, difficulty: 99}", "exact_match").find("99 is more than"),
            std::string::npos);
  EXPECT_NE(message("dataset_path: nobody/nothing\ntest_split: test", "exact_match").find("nobody/nothing"),
            std::string::npos);
  EXPECT_NE(message("generator: {name: arithmetic_words}", "exact_mtch").find("unknown metric"), std::string::npos);
  EXPECT_EQ(message("generator: {name: arithmetic_words}", "exact_match"), "");
}

using Texts = std::vector<std::string>;

const std::string kChoice =
    "{data}test_split: test\noutput_type: multiple_choice\ndoc_to_text: q\ndoc_to_target: 0\n"
    "doc_to_choice: [x, y]\nmetric_list: [{metric: acc}, {metric: acc_norm}]\n";

class SelectionTest : public testing::Test {
 protected:
  SelectionTest() {
    folder_.write_numbered_rows("test", "t", 2);
    folder_.write_file("base", kChoice);
    folder_.write_file("a.yaml", "include: base\ntask: a\ntag: letters\n");
    folder_.write_file("b.yaml", "include: base\ntask: b\ntag: [letters, other]\n");
    folder_.write_file("ab.yaml", "include: base\ntask: ab\n");
  }
  TaskSelection select(const std::string& name) const {
    auto selection = select_tasks(name, folder_.options());
    EXPECT_TRUE(selection) << (selection ? "" : selection.error().message);
    return selection ? std::move(*selection) : TaskSelection();
  }
  Texts names(const std::string& name) const {
    Texts names;
    for (const Task& task : select(name).tasks) {
      names.push_back(task.name);
    }
    return names;
  }
  TaskFolder folder_;
};

TEST_F(SelectionTest, StandsForTheTasksOfATagAPatternOrAName) {
  EXPECT_EQ(names("a"), Texts{"a"});
  EXPECT_EQ(names("letters"), (Texts{"a", "b"}));
  EXPECT_EQ(names("a*"), (Texts{"a", "ab"}));
  EXPECT_EQ(names("[ab]"), (Texts{"a", "b"}));
  EXPECT_EQ(names("letters:generate"), (Texts{"a:generate", "b:generate"}));
  EXPECT_TRUE(select("letters").groups.empty());
  EXPECT_NE(error_of(make_task("letters", folder_.options())).find("stands for 2 tasks"), std::string::npos);
}

TEST_F(SelectionTest, HasAFigureOfAGroupForEachMetricItNames) {
  folder_.write_file("g.yaml",
                     "group: g\ntask: [a, b]\naggregate_metric_list:\n  - {metric: acc}\n"
                     "  - {metric: acc_norm, weight_by_size: false}\n");

  const auto groups = select("g").groups;

  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].name, "g");
  EXPECT_EQ(groups[0].metric, "acc");
  EXPECT_TRUE(groups[0].is_weighted_by_size);
  EXPECT_EQ(groups[0].tasks, (Texts{"a", "b"}));
  EXPECT_EQ(groups[1].metric, "acc_norm");
  EXPECT_FALSE(groups[1].is_weighted_by_size);
}

TEST_F(SelectionTest, HasAFigureForEachFilterUnlessTheGroupNamesSome) {
  folder_.write_file("c.yaml",
                     "task: c\n{data}test_split: test\ndoc_to_text: q\ndoc_to_target: a\nfilter_list:\n"
                     "  - {name: one, filter: [{function: take_first}]}\n"
                     "  - {name: two, filter: [{function: take_first}]}\n");
  folder_.write_file("g.yaml", "group: g\ntask: c\naggregate_metric_list: [{metric: exact_match}]\n");
  folder_.write_file("h.yaml", "group: h\ntask: c\naggregate_metric_list: [{metric: exact_match, filter_list: two}]\n");

  const auto all = select("g").groups;
  const auto some = select("h").groups;

  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].metric, "exact_match,one");
  ASSERT_EQ(some.size(), 1u);
  EXPECT_EQ(some[0].metric, "exact_match,two");
}

TEST_F(SelectionTest, CountsATaskOnceThatAGroupHoldsTwice) {
  folder_.write_file("g.yaml", "group: g\ntask: [letters, a, inner]\naggregate_metric_list: [{metric: acc}]\n");
  folder_.write_file("inner.yaml",
                     "group: inner\ngroup_alias: Inner\ntask: [b]\naggregate_metric_list: {metric: acc}\n");

  const auto selection = select("g");

  EXPECT_EQ(selection.tasks.size(), 2u);
  ASSERT_EQ(selection.groups.size(), 2u);
  EXPECT_EQ(selection.groups[0].name, "Inner");
  EXPECT_EQ(selection.groups[0].tasks, Texts{"b"});
  EXPECT_EQ(selection.groups[1].tasks, (Texts{"a", "b"}));
}

TEST_F(SelectionTest, GivesTheTwinsOfAGroupOneFigureOfLetters) {
  folder_.write_file("g.yaml", "group: g\ntask: [a, b]\naggregate_metric_list: [{metric: acc}, {metric: acc_norm}]\n");

  const auto groups = select("g:generate").groups;

  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].metric, "letter");
  EXPECT_EQ(groups[0].tasks, (Texts{"a:generate", "b:generate"}));
}

TEST_F(SelectionTest, HandsAGroupsKeysDownToItsTasks) {
  folder_.write_file("g.yaml",
                     "group: g\ntask:\n  - {task: a, target_delimiter: \"=\"}\n  - {task: own, include: base}\n"
                     "doc_to_text: \"G {{q}}\"\n");

  const auto selection = select("g");

  ASSERT_EQ(selection.tasks.size(), 2u);
  EXPECT_EQ(selection.tasks[0].name, "a");
  EXPECT_EQ(prompt_of(selection.tasks[0], 0), "G t0");
  EXPECT_EQ(std::get<Score>(requests_of(selection.tasks[0], 0)[0].body).continuations[0], "=x");
  EXPECT_EQ(selection.tasks[1].name, "g::own");
  EXPECT_EQ(prompt_of(selection.tasks[1], 0), "t0");  // what a task made here says itself counts more
}

TEST_F(SelectionTest, FindsTheNearestNameInEveryCatalogue) {
  folder_.write_file("long.yaml", "include: base\ntask: anagrams\n");

  const auto unknown = select_tasks("anagram", folder_.options());
  const auto pattern = select_tasks("zz*", folder_.options());

  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("did you mean 'anagrams'?"), std::string::npos) << unknown.error().message;
  EXPECT_EQ(pattern.error().kind, ErrorKind::kInvalidConfig);
}

}  // namespace
}  // namespace assay
