// Thought: where what a model thinks ends and where its answer begins, and what each took. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/result.h"

namespace assay {

// What a model writes around its thought. Both empty: nothing is looked for.
struct ThoughtTags {
  std::string open = "<think>";
  std::string close = "</think>";
  bool operator==(const ThoughtTags&) const = default;
};

enum class ThoughtState : std::uint8_t {
  kNone,    // the answer alone
  kClosed,  // a thought, then the answer
  kOpen,    // a thought that never ended: no answer
};

struct Thought {
  ThoughtState state = ThoughtState::kNone;
  std::int64_t answer_at = 0;         // byte of Response.text where the answer begins; its end where there is none
  std::optional<int> thought_tokens;  // up to the closing tag's last token
  std::optional<int> answer_tokens;   // those behind it
  std::string count;                  // how they were counted, or why they were not
  bool operator==(const Thought&) const = default;
};

// Everything up to the last closing tag is thought, whether an opening one was seen or not; blank lines behind it, and
// blanks in its own line, belong to neither side. An opening tag behind the last closing one, or `is_opened` (by the
// prompt) without any closing one, leaves the thought open. Tokens are not counted here.
Thought find_thought(std::string_view text, const ThoughtTags& tags, bool is_opened);

// The answer without the thought. REQUIRES: `thought` was found in `text`.
std::string_view answer_in(std::string_view text, const Thought& thought);

// Whether the model's text begins inside a thought: the prompt ends with the opening tag, perhaps with white space.
bool opens_thought(std::string_view prompt, const ThoughtTags& tags);

// "OPEN CLOSE", or "none" for no tags. kInvalidConfig for anything else.
Result<ThoughtTags> parse_thought_tags(std::string_view text);
std::string to_text(const ThoughtTags& tags);

// The pair that a model's chat template names, of those that are known; nothing if it names none.
std::optional<ThoughtTags> tags_in_template(std::string_view chat_template);

}  // namespace assay
