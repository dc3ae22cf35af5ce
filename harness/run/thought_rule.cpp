// Counting a thought's tokens: by the engine's word, by its chunks with tokens, or by chunks alone.
#include "harness/run/thought_rule.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

#include "harness/api/messages.h"

namespace assay {
namespace {

bool has_answer(const Response& response) {
  switch (response.finish) {
    case Finish::kFailed:
    case Finish::kTimedOut:
    case Finish::kCancelled:
    case Finish::kScored:
      return false;
    default:
      return true;
  }
}

bool is_opened(const ThoughtRule& rule, const Request& request) {
  return rule.is_opened || opens_thought(asked_text(std::get<Generate>(request.body)), rule.tags);
}

// What stands before the end of the last closing tag, in tokens or in chunks, and all there is.
struct Share {
  int before = 0;
  int all = 0;
};

Share share_of(const Arrival& arrival, std::string_view closing) {
  const std::string_view text = arrival.streamed;
  const std::size_t tag = text.rfind(closing);
  const std::size_t end = tag == std::string_view::npos ? 0 : tag + closing.size();
  Share share;
  std::size_t begin = 0;
  for (const Streamed& chunk : arrival.chunks) {
    const int units = arrival.has_counts ? chunk.tokens : (chunk.end > begin ? 1 : 0);
    // A token with a byte of the tag belongs to the thought. A chunk that brings the whole tag and more is the
    // answer's: a server that tells thought and answer apart sends no tag, it was put before the answer's first text.
    const bool is_before = arrival.has_counts ? begin < end : chunk.end <= end || begin < tag;
    share.before += end > 0 && is_before ? units : 0;
    share.all += units;
    begin = chunk.end;
  }
  return share;
}

void set_counts(int thought_tokens, std::optional<int> all, const char* how, Thought& thought) {
  thought.thought_tokens = thought_tokens;
  thought.answer_tokens = all ? std::optional(std::max(0, *all - thought_tokens)) : std::nullopt;
  thought.count = how;
}

void count_closed(const Arrival& arrival, const ThoughtTags& tags, Thought& thought) {
  const std::optional<int> all = arrival.response.output_tokens;
  const Share share = share_of(arrival, tags.close);
  if (arrival.has_counts && all == share.all) {
    return set_counts(share.before, all, "tokens", thought);
  }
  if (arrival.has_counts || share.all < 2) {
    thought.count = arrival.has_counts ? "not counted: the tokens of the chunks are not those of the answer"
                                       : "not counted: the answer came in one piece";
    return;
  }
  const int total = all.value_or(share.all);
  set_counts(static_cast<int>(std::lround(1.0 * total * share.before / share.all)), total, "share of the chunks",
             thought);
}

void count_tokens(const Arrival& arrival, const ThoughtTags& tags, Thought& thought) {
  const Response& response = arrival.response;
  if (response.thought_tokens) {
    return set_counts(*response.thought_tokens, response.output_tokens, "the engine's own count", thought);
  }
  if (thought.state == ThoughtState::kClosed) {
    return count_closed(arrival, tags, thought);
  }
  const Share share = share_of(arrival, tags.close);
  if (!response.output_tokens && (arrival.has_counts || share.all < 2)) {
    thought.count = "not counted: the engine tells no tokens";
    return;
  }
  const int all = response.output_tokens.value_or(share.all);
  set_counts(thought.state == ThoughtState::kOpen ? all : 0, all, response.output_tokens ? "tokens" : "chunks",
             thought);
}

}  // namespace

ThoughtRule thought_rule(const Plan& plan, const PlannedModel& model, const PlannedTask& task) {
  const std::optional<ThoughtTags>& known = plan.thought        ? plan.thought
                                            : task.task.thought ? task.task.thought
                                                                : model.thought;
  return {.tags = known.value_or(ThoughtTags()), .is_known = known.has_value(), .is_opened = model.begins_in_thought};
}

void mark_thought(const ThoughtRule& rule, Request& request) {
  auto* ask = std::get_if<Generate>(&request.body);
  if (ask == nullptr || !rule.is_known || rule.tags.close.empty()) {
    return;
  }
  ask->thought = rule.tags;
  ask->begins_in_thought = is_opened(rule, request);
}

std::optional<Thought> thought_of(const ThoughtRule& rule, const Request& request, const Arrival& arrival) {
  const Response& response = arrival.response;
  if (!std::holds_alternative<Generate>(request.body) || !has_answer(response)) {
    return std::nullopt;
  }
  // Nothing was written where the prompt did not fit, or the engine declined at once.
  const bool is_empty = response.text.empty() && response.output_tokens.value_or(0) == 0;
  Thought thought = find_thought(response.text, rule.tags, !is_empty && is_opened(rule, request));
  count_tokens(arrival, rule.tags, thought);
  return thought;
}

}  // namespace assay
