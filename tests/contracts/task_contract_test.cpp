// Task: what harness/api/task.h promises, on every task that makes its own documents.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "tasks/registry.h"

namespace assay {
namespace {

constexpr std::int64_t kLooked = 60;  // documents looked at

TaskOptions options() { return {.configs_folder = ASSAY_SOURCE_DIR "/configs"}; }

bool is_procedural(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind("generator:", 0) == 0) {
      return true;
    }
  }
  return false;
}

// Found by their files: no catalogue is opened for it.
std::vector<std::string> find_own_tasks() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ASSAY_SOURCE_DIR "/configs/tasks")) {
    if (entry.path().extension() == ".yaml" && is_procedural(entry.path().string())) {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// GoogleTest asks once per test of the suite, at every start of the program.
const std::vector<std::string>& own_tasks() {
  static const std::vector<std::string> names = find_own_tasks();
  return names;
}

TEST(ProceduralTasks, AreThoseThatNeedNoData) {
  const auto listings = task_listings(options());
  ASSERT_TRUE(listings);
  std::vector<std::string> names;
  for (const TaskListing& listing : *listings) {
    if (listing.needs_data.empty()) {
      names.push_back(listing.name);
    }
  }
  EXPECT_EQ(names, own_tasks());
}

// Everything of a sample as one text.
std::string text_of(const Sample& sample) {
  std::string text = sample.document + "|" + sample.question + "|" + sample.gold + "|" + sample.target;
  for (const std::string& choice : sample.choices) {
    text += "|" + choice;
  }
  return text + "|" + std::to_string(sample.gold_choice.value_or(-1)) + "|" + std::to_string(sample.index);
}

class TaskContract : public testing::TestWithParam<std::string> {
 protected:
  TaskContract() : task_(make()) {}

  static Task make() {
    auto task = make_task(GetParam(), options());
    EXPECT_TRUE(task) << (task ? "" : task.error().message);
    return std::move(*task);
  }
  std::int64_t looked() const { return std::min(kLooked, task_.dataset->size()); }
  bool is_choosing() const { return std::holds_alternative<Choosing>(task_.asking); }

  // A response that gives the sample's right answer, or another one.
  static Response response_of(const Sample& sample, bool is_right) {
    Response response{.finish = sample.choices.empty() ? Finish::kStop : Finish::kScored};
    if (sample.choices.empty()) {
      response.text = " " + (is_right ? sample.target : "The answer is 987654321.");
      return response;
    }
    const int best =
        is_right ? *sample.gold_choice : (*sample.gold_choice + 1) % static_cast<int>(sample.choices.size());
    for (int i = 0; i < static_cast<int>(sample.choices.size()); ++i) {
      response.choices.push_back({.log_likelihood = i == best ? -0.001 : -1000.0, .tokens = 1});
    }
    return response;
  }

  Task task_;
};

TEST_P(TaskContract, SaysWhatItIs) {
  EXPECT_EQ(task_.name, GetParam());
  EXPECT_FALSE(task_.summary.empty());
  EXPECT_FALSE(task_.licence.empty());
  EXPECT_FALSE(task_.settings.empty());
  EXPECT_GT(task_.dataset->size(), 0);
  ASSERT_FALSE(task_.scorers.empty());
  EXPECT_LE(task_.exemplar_count, task_.exemplars->available());
  EXPECT_TRUE(task_.needs.has(is_choosing() ? Capability::kLogLikelihood : Capability::kGenerate));
}

TEST_P(TaskContract, GivesTheSameDocumentsEveryTimeInAnyOrder) {
  const Task again = make();

  for (std::int64_t i = looked() - 1; i >= 0; --i) {
    const Sample sample = task_.dataset->at(i);
    EXPECT_EQ(sample.index, i);
    EXPECT_EQ(text_of(sample), text_of(again.dataset->at(i)));
  }
  EXPECT_EQ(task_.settings, again.settings);
}

TEST_P(TaskContract, HasNoDocumentTwice) {
  std::set<std::string> seen;
  for (std::int64_t i = 0; i < task_.dataset->size(); ++i) {
    EXPECT_TRUE(seen.insert(task_.dataset->at(i).document).second) << "document " << i << " is there before";
  }
}

TEST_P(TaskContract, HasAGoldAnswerThatFitsItsChoices) {
  for (std::int64_t i = 0; i < looked(); ++i) {
    const Sample sample = task_.dataset->at(i);
    EXPECT_FALSE(sample.question.empty());
    EXPECT_FALSE(sample.gold.empty());
    EXPECT_FALSE(sample.target.empty());
    EXPECT_EQ(sample.choices.empty(), !is_choosing());
    EXPECT_EQ(sample.gold_choice.has_value(), is_choosing());
    if (is_choosing()) {
      ASSERT_GE(*sample.gold_choice, 0);
      ASSERT_LT(*sample.gold_choice, static_cast<int>(sample.choices.size()));
      EXPECT_EQ(sample.choices[static_cast<std::size_t>(*sample.gold_choice)], sample.gold);
      EXPECT_EQ(std::set<std::string>(sample.choices.begin(), sample.choices.end()).size(), sample.choices.size());
    }
  }
}

TEST_P(TaskContract, GivesExemplarsThatNeverHoldTheDocumentAndDependOnNothingElse) {
  const int count = static_cast<int>(std::min<std::int64_t>(task_.exemplars->available(), 64));
  for (std::int64_t i = 0; i < looked(); ++i) {
    const Sample sample = task_.dataset->at(i);
    const auto exemplars = *task_.exemplars->exemplars(sample, count, 7);
    const auto fewer = *task_.exemplars->exemplars(sample, std::min(3, count), 7);
    ASSERT_EQ(exemplars.size(), static_cast<std::size_t>(count));
    for (std::size_t at = 0; at < exemplars.size(); ++at) {
      EXPECT_NE(exemplars[at].document, sample.document);
      EXPECT_NE(exemplars[at].question, sample.question);
      EXPECT_FALSE(exemplars[at].target.empty());
      if (at < fewer.size()) {
        EXPECT_EQ(text_of(exemplars[at]), text_of(fewer[at])) << "exemplars depend on how many are wanted";
      }
    }
  }
}

TEST_P(TaskContract, GivesTheSameExemplarsToEveryDocumentIfItSaysSo) {
  if (!task_.exemplars->is_fixed()) {
    GTEST_SKIP() << "exemplars are drawn for each document";
  }
  const auto first = *task_.exemplars->exemplars(task_.dataset->at(0), 3, 1);
  for (std::int64_t i = 1; i < looked(); ++i) {
    const auto other = *task_.exemplars->exemplars(task_.dataset->at(i), 3, 1);
    for (std::size_t at = 0; at < first.size(); ++at) {
      EXPECT_EQ(text_of(first[at]), text_of(other[at]));
    }
  }
}

TEST_P(TaskContract, JudgesGoldAnswersRightAndOthersWrongByEveryScorer) {
  for (std::int64_t i = 0; i < looked(); ++i) {
    const Sample sample = task_.dataset->at(i);
    for (const auto& scorer : task_.scorers) {
      const Judgement right = scorer->judge(sample, response_of(sample, true));
      const Judgement wrong = scorer->judge(sample, response_of(sample, false));
      EXPECT_EQ(right.outcome, Outcome::kRight) << scorer->name() << ": " << sample.question << " -> " << sample.target;
      EXPECT_EQ(right.value, 1);
      EXPECT_EQ(wrong.outcome, Outcome::kWrong) << scorer->name() << ": " << sample.question;
      EXPECT_EQ(wrong.value, 0);
    }
  }
}

TEST_P(TaskContract, NeverScoresAnInfrastructureFault) {
  const Sample sample = task_.dataset->at(0);
  for (const auto& scorer : task_.scorers) {
    for (const Finish finish : {Finish::kFailed, Finish::kTimedOut}) {
      const Judgement judged = scorer->judge(sample, {.finish = finish, .failure = "down"});
      EXPECT_EQ(judged.outcome, Outcome::kNoAnswer);
      EXPECT_FALSE(judged.value);
      EXPECT_FALSE(judged.rule.empty());
    }
  }
}

TEST_P(TaskContract, BoundsWhatItAsks) {
  if (const auto* asked = std::get_if<Generation>(&task_.asking)) {
    EXPECT_GT(asked->output_tokens_max, 0);
    EXPECT_FALSE(asked->stops.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Tasks, TaskContract, testing::ValuesIn(own_tasks()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace assay
