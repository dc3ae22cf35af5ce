// Prompts: the order of parts, and seeds that depend on nothing else.
#include "harness/run/prompt.h"

#include <gtest/gtest.h>

#include "tests/fakes/toy_task.h"

namespace assay {
namespace {

// The only request of a document's prompt, in plain text.
Request request_of(const Task& task, std::int64_t document, int exemplars, int repeat = 0, std::uint64_t run_seed = 1) {
  auto prompt = build_prompt({.task = task, .exemplar_count = exemplars, .run_seed = run_seed},
                             task.dataset->at(document), repeat);
  EXPECT_TRUE(prompt && prompt->requests.size() == 1);
  return prompt->requests.front();
}

TEST(Prompt, PutsDescriptionExemplarsAndQuestionInOrder) {
  Task task = make_toy_task("toy", 5);
  task.format = {.description = "D\n", .target_delimiter = "=", .exemplar_delimiter = ";"};

  const Request request = request_of(task, 2, 2);

  EXPECT_EQ(std::get<Generate>(request.body).prompt, "D\ndoc 1000:=1000;doc 1001:=1001;doc 2:");
  EXPECT_EQ(request.shared_prefix_bytes, std::string("D\ndoc 1000:=1000;doc 1001:=1001;").size());
}

TEST(Prompt, AsksChoicesBehindTheDelimiter) {
  const Task task = make_toy_choice_task("toy", 5);

  const Request request = request_of(task, 2, 0);

  const auto& score = std::get<Score>(request.body);
  EXPECT_EQ(score.context, "doc 2:");
  EXPECT_EQ(score.continuations, (std::vector<std::string>{" yes", " no"}));
  EXPECT_EQ(request.shared_prefix_bytes, 0u);
}

TEST(Prompt, SeedsSamplingByTaskDocumentRepeatAndRunSeedOnly) {
  const Task task = make_toy_task("toy", 5);
  const auto seed = [&](std::int64_t document, int repeat, std::uint64_t run_seed, int exemplars) {
    return std::get<Generate>(request_of(task, document, exemplars, repeat, run_seed).body).sampling.seed;
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

// Messages as "role: text", a line each, and a line for the answer to come.
Result<std::string> toy_chat(const std::vector<ChatMessage>& messages) {
  std::string text;
  for (const ChatMessage& message : messages) {
    text += message.role + ": " + message.content + "\n";
  }
  return text + "assistant: ";
}

PromptSource chat_source(const Task& task, int exemplars, bool is_multiturn) {
  return {.task = task,
          .exemplar_count = exemplars,
          .run_seed = 1,
          .chat = {.is_chat = true, .is_multiturn = is_multiturn, .system = "S"},
          .render = toy_chat};
}

TEST(Prompt, MakesExemplarsTurnsOfAChat) {
  Task task = make_toy_task("toy", 5);
  task.format = {.description = "D", .target_delimiter = "=", .exemplar_delimiter = ";"};

  const auto prompt = build_prompt(chat_source(task, 1, true), task.dataset->at(2), 0);

  ASSERT_TRUE(prompt);
  EXPECT_EQ(std::get<Generate>(prompt->requests.front().body).prompt,
            "system: S;D\nuser: doc 1000:\nassistant: 1000\nuser: doc 2:\nassistant: ");
}

TEST(Prompt, PutsExemplarsIntoTheOneUserTurnIfAsked) {
  Task task = make_toy_task("toy", 5);
  task.format = {.description = "D", .target_delimiter = "=", .exemplar_delimiter = ";"};

  const auto prompt = build_prompt(chat_source(task, 1, false), task.dataset->at(2), 0);

  ASSERT_TRUE(prompt);
  EXPECT_EQ(std::get<Generate>(prompt->requests.front().body).prompt,
            "system: S;D\nuser: doc 1000:=1000;doc 2:\nassistant: ");
}

TEST(Prompt, HasNoDelimiterBeforeAChoiceInAChatUnlessTheAnswerHasBegun) {
  const Task task = make_toy_choice_task("toy", 5);
  Sample sample = task.dataset->at(2);

  const auto plain = build_prompt(chat_source(task, 0, true), sample, 0);
  sample.asked = {{.role = Role::kUser, .text = "Q"}, {.role = Role::kAssistant, .text = "It is"}};
  const auto begun = build_prompt(chat_source(task, 0, true), sample, 0);

  EXPECT_EQ(std::get<Score>(plain->requests.front().body).continuations, (std::vector<std::string>{"yes", "no"}));
  EXPECT_EQ(std::get<Score>(begun->requests.front().body).continuations, (std::vector<std::string>{" yes", " no"}));
  EXPECT_EQ(std::get<Score>(begun->requests.front().body).context, "system: S\nuser: Q\nassistant: It is");
}

TEST(Prompt, AsksEachContextForTheTargetWhereChoicesAreContexts) {
  const Task task = make_toy_choice_task("toy", 5);
  Sample sample = task.dataset->at(2);
  sample.contexts = {"Ann", "Bob"};
  sample.target = "left.";

  const auto prompt = build_prompt({.task = task}, sample, 0);

  ASSERT_EQ(prompt->requests.size(), 2u);
  EXPECT_EQ(std::get<Score>(prompt->requests[1].body).context, "Bob");
  EXPECT_EQ(std::get<Score>(prompt->requests[1].body).continuations, std::vector<std::string>{" left."});
}

TEST(Prompt, AsksChoicesBehindNothingTooForMutualInformation) {
  Task task = make_toy_choice_task("toy", 5);
  task.asking = Choosing{.with_unconditional = true};

  const auto prompt = build_prompt({.task = task}, task.dataset->at(2), 0);

  ASSERT_EQ(prompt->requests.size(), 2u);
  EXPECT_EQ(std::get<Score>(prompt->requests[1].body).context, "");
  EXPECT_EQ(std::get<Score>(prompt->requests[1].body).continuations, (std::vector<std::string>{" yes", " no"}));
}

TEST(Prompt, JoinsTextsWithTheDelimiterUnlessWhiteSpaceIsThere) {
  EXPECT_EQ(joined_by("a", "b", "-"), "a-b");
  EXPECT_EQ(joined_by("a\n", "b", "-"), "a\nb");
  EXPECT_EQ(joined_by("a", " b", "-"), "a b");
  EXPECT_EQ(joined_by("", "b", "-"), "b");
  EXPECT_EQ(joined_by("a", "", "-"), "a");
}

}  // namespace
}  // namespace assay
