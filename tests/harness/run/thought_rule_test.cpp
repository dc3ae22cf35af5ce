// Whose tags count, and how the tokens of thought and answer are counted apart.
#include "harness/run/thought_rule.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace assay {
namespace {

// An answer that came in these chunks; a chunk with tokens counts them.
Arrival arrival_of(const std::vector<std::pair<std::string, int>>& chunks) {
  Arrival arrival;
  int tokens = 0;
  for (const auto& [text, count] : chunks) {
    arrival.streamed += text;
    arrival.chunks.push_back({.end = arrival.streamed.size(), .tokens = count});
    arrival.has_counts = arrival.has_counts || count > 0;
    tokens += count;
  }
  arrival.response = {.finish = Finish::kEnd, .text = arrival.streamed};
  if (arrival.has_counts) {
    arrival.response.output_tokens = tokens;
  }
  return arrival;
}

Request ask(const std::string& prompt) {
  Request request;
  request.body = Generate{.prompt = prompt};
  return request;
}

Thought counted(const Arrival& arrival) { return *thought_of(ThoughtRule(), ask("p"), arrival); }

TEST(ThoughtTokens, AreTheEnginesUpToTheClosingTag) {
  const Thought thought =
      counted(arrival_of({{"<think>", 1}, {"a", 1}, {" b", 1}, {"</", 1}, {"think>", 1}, {"\n\n", 1}, {"42", 1}}));

  EXPECT_EQ(thought.state, ThoughtState::kClosed);
  EXPECT_EQ(thought.thought_tokens, 5);
  EXPECT_EQ(thought.answer_tokens, 2);
  EXPECT_EQ(thought.count, "tokens");
}

TEST(ThoughtTokens, TakeATokenThatHoldsTheTagsEndForThought) {
  const Thought thought = counted(arrival_of({{"<think>a</think", 3}, {">42", 1}, {"!", 1}}));

  EXPECT_EQ(thought.thought_tokens, 4);
  EXPECT_EQ(thought.answer_tokens, 1);
}

TEST(ThoughtTokens, CountTokensWhoseTextWasHeldBack) {
  const Thought thought = counted(arrival_of({{"<think>a", 1}, {"", 1}, {"</think>", 1}, {"", 1}, {"42", 1}}));

  EXPECT_EQ(thought.thought_tokens, 3);
  EXPECT_EQ(thought.answer_tokens, 2);
}

TEST(ThoughtTokens, AreAllOfAnOpenThoughtAndNoneWithoutOne) {
  const Thought open = counted(arrival_of({{"<think>", 1}, {"a", 1}}));
  const Thought none = counted(arrival_of({{"4", 1}, {"2", 1}}));

  EXPECT_EQ(open.state, ThoughtState::kOpen);
  EXPECT_EQ(open.thought_tokens, 2);
  EXPECT_EQ(open.answer_tokens, 0);
  EXPECT_EQ(none.state, ThoughtState::kNone);
  EXPECT_EQ(none.thought_tokens, 0);
  EXPECT_EQ(none.answer_tokens, 2);
}

TEST(ThoughtTokens, AreTheServersOwnWhereItCountsThem) {
  Arrival arrival = arrival_of({{"<think>a", 0}, {"</think>42", 0}});
  arrival.response.output_tokens = 100;
  arrival.response.thought_tokens = 90;

  const Thought thought = counted(arrival);

  EXPECT_EQ(thought.thought_tokens, 90);
  EXPECT_EQ(thought.answer_tokens, 10);
  EXPECT_EQ(thought.count, "the engine's own count");
}

TEST(ThoughtTokens, OfAHiddenThoughtAreTheServersCount) {
  Arrival arrival = arrival_of({{"42", 0}});
  arrival.response.output_tokens = 100;
  arrival.response.thought_tokens = 98;

  const Thought thought = counted(arrival);

  EXPECT_EQ(thought.state, ThoughtState::kNone);
  EXPECT_EQ(thought.thought_tokens, 98);
  EXPECT_EQ(thought.answer_tokens, 2);
}

// A server that tells thoughts apart sends no closing tag: it stands at the begin of the answer's first chunk.
TEST(ThoughtTokens, AreSharedByChunksWhereNobodyCounts) {
  Arrival arrival = arrival_of({{"<think>a", 0}, {" b", 0}, {" c", 0}, {"</think>4", 0}, {"2", 0}});

  EXPECT_EQ(counted(arrival).thought_tokens, 3);
  EXPECT_EQ(counted(arrival).answer_tokens, 2);
  arrival.response.output_tokens = 50;
  EXPECT_EQ(counted(arrival).thought_tokens, 30);
  EXPECT_EQ(counted(arrival).answer_tokens, 20);
  EXPECT_EQ(counted(arrival).count, "share of the chunks");
}

TEST(ThoughtTokens, AreAbsentWithAReasonForAnAnswerInOnePiece) {
  Arrival arrival = arrival_of({{"<think>a</think>42", 0}});
  arrival.response.output_tokens = 9;

  const Thought thought = counted(arrival);

  EXPECT_FALSE(thought.thought_tokens);
  EXPECT_FALSE(thought.answer_tokens);
  EXPECT_EQ(thought.count, "not counted: the answer came in one piece");
}

TEST(ThoughtTokens, AreAbsentWhereTheEnginesCountsDisagree) {
  Arrival arrival = arrival_of({{"<think>a</think>", 3}, {"42", 1}});
  arrival.response.output_tokens = 9;

  EXPECT_FALSE(counted(arrival).thought_tokens);
  EXPECT_EQ(counted(arrival).count, "not counted: the tokens of the chunks are not those of the answer");
}

TEST(ThoughtOf, HasNothingToSayWhereNothingWasGenerated) {
  Arrival failed = arrival_of({});
  failed.response.finish = Finish::kFailed;
  Arrival full = arrival_of({});
  full.response.finish = Finish::kContextFull;
  Request score;
  score.body = Score{.context = "c", .continuations = {"a"}};

  EXPECT_FALSE(thought_of(ThoughtRule(), ask("p"), failed));
  EXPECT_FALSE(thought_of(ThoughtRule(), score, arrival_of({})));
  EXPECT_EQ(thought_of(ThoughtRule(), ask("<think>\n"), full)->state, ThoughtState::kNone);
}

TEST(ThoughtOf, BeginsInsideWhereThePromptOrTheEngineOpenedIt) {
  const Arrival arrival = arrival_of({{"a", 1}});

  EXPECT_EQ(thought_of(ThoughtRule(), ask("<think>\n"), arrival)->state, ThoughtState::kOpen);
  EXPECT_EQ(thought_of({.is_opened = true}, ask("p"), arrival)->state, ThoughtState::kOpen);
  EXPECT_EQ(thought_of(ThoughtRule(), ask("p"), arrival)->state, ThoughtState::kNone);
}

TEST(ThoughtRule, TakesTheRunsTagsThenTheTasksThenTheModels) {
  Plan plan;
  PlannedModel model;
  PlannedTask task;
  EXPECT_EQ(thought_rule(plan, model, task).tags, ThoughtTags());
  EXPECT_FALSE(thought_rule(plan, model, task).is_known);

  model.thought = ThoughtTags{.open = "<m>", .close = "</m>"};
  EXPECT_EQ(thought_rule(plan, model, task).tags.open, "<m>");
  task.task.thought = ThoughtTags{.open = "<t>", .close = "</t>"};
  EXPECT_EQ(thought_rule(plan, model, task).tags.open, "<t>");
  plan.thought = ThoughtTags{.open = "<r>", .close = "</r>"};
  EXPECT_EQ(thought_rule(plan, model, task).tags.open, "<r>");
  EXPECT_TRUE(thought_rule(plan, model, task).is_known);
}

TEST(MarkThought, TellsTheRequestOfKnownTagsAlone) {
  Request unknown = ask("p");
  Request known = ask("<think>\n");
  Request off = ask("p");

  mark_thought(ThoughtRule(), unknown);
  mark_thought({.is_known = true}, known);
  mark_thought({.tags = {.open = "", .close = ""}, .is_known = true}, off);

  EXPECT_FALSE(std::get<Generate>(unknown.body).thought);
  EXPECT_EQ(std::get<Generate>(known.body).thought, ThoughtTags());
  EXPECT_TRUE(std::get<Generate>(known.body).begins_in_thought);
  EXPECT_FALSE(std::get<Generate>(off.body).thought);
}

}  // namespace
}  // namespace assay
