// From names to tasks: procedural ones, ones on data, their choices and gold.
#include "tasks/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/fakes/scratch_folder.h"

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
                  "task: t\nsummary: s\ndataset_path: allenai/ai2_arc\ndataset_name: ARC-Easy\nfewshot_split: dev\n"
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
  write_task("{{answer_index}}", "{{choices.text}}");

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

TEST_F(TaskOnData, RefusesATargetThatIsNoIndexAndChoicesThatAreNoList) {
  for (const auto& [target, choice] :
       {std::pair{"{{answerKey}}", "{{choices.text}}"}, std::pair{"7", "{{choices.text}}"},
        std::pair{"-1", "{{choices.text}}"}, std::pair{"{{answer_index}}", "{{question}}"}, std::pair{"0", ""}}) {
    write_task(target, choice);

    const auto task = make();

    ASSERT_FALSE(task) << target << " " << choice;
    EXPECT_NE(task.error().message.find("document 0: doc_to_choice must be a list"), std::string::npos);
  }
}

TEST_F(TaskOnData, NamesTheFieldADocumentLacks) {
  write_task("{{nothing}}", "{{choices.text}}");

  EXPECT_NE(make().error().message.find("has no field 'nothing'"), std::string::npos);
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
  EXPECT_NE(listings.error().message.find("is there twice"), std::string::npos);
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
  EXPECT_NE(message("dataset_path: nobody/nothing", "exact_match").find("nobody/nothing"), std::string::npos);
  EXPECT_NE(message("generator: {name: arithmetic_words}", "exact_mtch").find("unknown metric"), std::string::npos);
  EXPECT_EQ(message("generator: {name: arithmetic_words}", "exact_match"), "");
}

}  // namespace
}  // namespace assay
