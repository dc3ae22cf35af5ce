// A stack of open braces, one of which may be a box's.
#include "tasks/graders/boxes.h"

#include <algorithm>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The length of "\boxed" or "\fbox" at `at`; 0 for anything else.
std::size_t box_command(std::string_view text, std::size_t at) {
  for (const std::string_view name : {"\\boxed", "\\fbox"}) {
    if (text.substr(at, name.size()) == name) {
      return name.size();
    }
  }
  return 0;
}

struct OpenBrace {
  std::size_t at = 0;
  std::size_t command = 0;  // where its \boxed begins
  bool is_box = false;
};

// Without braces: up to a dollar sign or the line's end.
std::optional<Box> bare_box(std::string_view text, TextSpan opening) {
  const std::size_t end = std::min(text.find_first_of("$\n", opening.end), text.size());
  const std::string_view inner = trim(text.substr(opening.end, end - opening.end));
  if (inner.empty()) {
    return std::nullopt;
  }
  const auto begin = static_cast<std::size_t>(inner.data() - text.data());
  return Box{{opening.begin, begin + inner.size()}, {begin, begin + inner.size()}};
}

}  // namespace

std::optional<Box> last_box(std::string_view text) {
  std::optional<Box> found;
  TextSpan bare;  // the last one's command, and where its text begins
  std::vector<OpenBrace> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t length = text[at] == '\\' ? box_command(text, at) : 0;
    if (length > 0) {
      std::size_t next = at + length;
      while (next < text.size() && (text[next] == ' ' || text[next] == '\n')) {
        ++next;
      }
      if (next < text.size() && text[next] == '{') {
        open.push_back({next, at, true});
      } else if (next < text.size() && (next > at + length || !is_letter(text[next]))) {
        bare = {at, next};
      }
      at = next < text.size() && text[next] == '{' ? next : next - 1;
    } else if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '{') {
      open.push_back({at});
    } else if (text[at] == '}' && !open.empty()) {
      const OpenBrace brace = open.back();
      open.pop_back();
      if (brace.is_box && !trim(text.substr(brace.at + 1, at - brace.at - 1)).empty()) {
        found = Box{{brace.command, at + 1}, {brace.at + 1, at}};
      }
    }
  }
  return found || bare.end == 0 ? found : bare_box(text, bare);
}

}  // namespace assay
