// Prompts: the order of parts, and seeds that depend on nothing else.
#include "harness/run/prompt.h"

#include <gtest/gtest.h>

#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

TEST(Prompt, PutsDescriptionExemplarsAndQuestionInOrder) {
  Task task = make_toy_task("toy", 5);
  task.format = {.description = "D\n", .target_delimiter = "=", .exemplar_delimiter = ";"};

  const Prompt prompt = build_prompt(task, task.dataset->at(2), 2, 0, 1);

  EXPECT_EQ(std::get<Generate>(prompt.request.body).prompt, "D\ndoc 1000:=1000;doc 1001:=1001;doc 2:");
  EXPECT_EQ(prompt.exemplars, 2);
  EXPECT_EQ(prompt.request.shared_prefix_bytes, std::string("D\ndoc 1000:=1000;doc 1001:=1001;").size());
}

TEST(Prompt, AsksChoicesBehindTheDelimiter) {
  const Task task = make_toy_choice_task("toy", 5);

  const Prompt prompt = build_prompt(task, task.dataset->at(2), 0, 0, 1);

  const auto& score = std::get<Score>(prompt.request.body);
  EXPECT_EQ(score.context, "doc 2:");
  EXPECT_EQ(score.continuations, (std::vector<std::string>{" yes", " no"}));
  EXPECT_EQ(prompt.request.shared_prefix_bytes, 0u);
}

TEST(Prompt, SeedsSamplingByTaskDocumentRepeatAndRunSeedOnly) {
  const Task task = make_toy_task("toy", 5);
  const auto seed = [&](std::int64_t document, int repeat, std::uint64_t run_seed, int exemplars) {
    return std::get<Generate>(build_prompt(task, task.dataset->at(document), exemplars, repeat, run_seed).request.body)
        .sampling.seed;
  };

  EXPECT_EQ(seed(1, 0, 7, 0), seed(1, 0, 7, 2));
  EXPECT_NE(seed(1, 0, 7, 0), seed(2, 0, 7, 0));
  EXPECT_NE(seed(1, 0, 7, 0), seed(1, 1, 7, 0));
  EXPECT_NE(seed(1, 0, 7, 0), seed(1, 0, 8, 0));
}

TEST(Prompt, DocumentsAreKnownByTheirContent) {
  const Task task = make_toy_task("toy", 5);

  EXPECT_EQ(document_hash(task.dataset->at(1)).size(), 32u);
  EXPECT_NE(document_hash(task.dataset->at(1)), document_hash(task.dataset->at(2)));
}

}  // namespace
}  // namespace assay
