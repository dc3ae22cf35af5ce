// Finding the end of a thought. A text is looked through a few times at most, however hostile it is.
#include "harness/api/thought.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::string_view kNoTags = "none";
constexpr std::size_t kTagBytesMax = 64;

// Pairs that published chat templates use (DeepSeek-R1 and Qwen3, Sky-T1 and OpenThinker, Magistral, Seed-OSS, Command
// A Reasoning, and plain words that fine-tunes took).
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kKnownTags{{
    {"<think>", "</think>"},
    {"<|begin_of_thought|>", "<|end_of_thought|>"},
    {"[THINK]", "[/THINK]"},
    {"<seed:think>", "</seed:think>"},
    {"<|START_THINKING|>", "<|END_THINKING|>"},
    {"<thinking>", "</thinking>"},
    {"<thought>", "</thought>"},
    {"<reasoning>", "</reasoning>"},
}};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Behind the closing tag: blank lines, and blanks that stand in the tag's own line. The indentation of a line of its
// own stays: it may be code.
std::size_t answer_begin(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin < text.size() && is_blank(text[begin])) {
    ++begin;
  }
  for (std::size_t end = begin; end < text.size(); ++end) {
    if (text[end] == '\n') {
      begin = end + 1;
    } else if (!is_blank(text[end])) {
      break;
    }
  }
  return begin;
}

}  // namespace

Thought find_thought(std::string_view text, const ThoughtTags& tags, bool is_opened) {
  if (tags.close.empty()) {
    return {};
  }
  const std::size_t closed = text.rfind(tags.close);
  const bool is_closed = closed != std::string_view::npos;
  const std::size_t behind = is_closed ? closed + tags.close.size() : 0;
  const bool is_open = tags.open.empty() ? false : text.find(tags.open, behind) != std::string_view::npos;
  if (is_open || (is_opened && !is_closed)) {
    return {.state = ThoughtState::kOpen, .answer_at = static_cast<std::int64_t>(text.size())};
  }
  if (!is_closed) {
    return {};
  }
  return {.state = ThoughtState::kClosed, .answer_at = static_cast<std::int64_t>(answer_begin(text, behind))};
}

std::string_view answer_in(std::string_view text, const Thought& thought) {
  return text.substr(std::min(text.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, thought.answer_at))));
}

bool opens_thought(std::string_view prompt, const ThoughtTags& tags) {
  const std::size_t end = prompt.find_last_not_of(" \t\r\n");
  const std::string_view text = prompt.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return !tags.open.empty() && text.size() >= tags.open.size() &&
         text.substr(text.size() - tags.open.size()) == tags.open;
}

Result<ThoughtTags> parse_thought_tags(std::string_view text) {
  if (text == kNoTags) {
    return ThoughtTags{.open = "", .close = ""};
  }
  const std::size_t blank = text.find(' ');
  ThoughtTags tags{.open = std::string(text.substr(0, blank)), .close = ""};
  if (blank != std::string_view::npos) {
    tags.close = std::string(text.substr(blank + 1));
  }
  const bool is_pair = !tags.open.empty() && !tags.close.empty() && tags.open != tags.close &&
                       tags.close.find_first_of(" \t\r\n") == std::string::npos &&
                       tags.open.find_first_of("\t\r\n") == std::string::npos;
  if (!is_pair || std::max(tags.open.size(), tags.close.size()) > kTagBytesMax) {
    return Error{ErrorKind::kInvalidConfig, "'" + printable(text, 80) +
                                                "' is no pair of tags; write the opening and the closing one with a "
                                                "blank between, such as '<think> </think>', or none"};
  }
  return tags;
}

std::string to_text(const ThoughtTags& tags) {
  return tags.close.empty() ? std::string(kNoTags) : tags.open + " " + tags.close;
}

std::optional<ThoughtTags> tags_in_template(std::string_view chat_template) {
  for (const auto& [open, close] : kKnownTags) {
    if (chat_template.find(open) != std::string_view::npos || chat_template.find(close) != std::string_view::npos) {
      return ThoughtTags{.open = std::string(open), .close = std::string(close)};
    }
  }
  return std::nullopt;
}

}  // namespace assay
