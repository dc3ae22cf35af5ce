// One pass over the text; each kind of delimiter remembers when no closing one is left.
#include "tasks/graders/math_segments.h"

#include <algorithm>
#include <optional>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<MathSegment> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      at = step(at);
    }
    return std::move(found_);
  }

 private:
  // Where to go on.
  std::size_t step(std::size_t at) {
    const std::string_view two = text_.substr(at, 2);
    if (two == "\\(") {
      return delimited(at, "\\)", no_round_);
    }
    if (two == "\\[") {
      return delimited(at, "\\]", no_square_);
    }
    if (two == "$$") {
      return delimited(at, "$$", no_double_);
    }
    if (text_[at] == '\\') {
      return at + 2;
    }
    return text_[at] == '$' ? single(at) : at + 1;
  }

  std::size_t delimited(std::size_t at, std::string_view closing, bool& has_none) {
    const std::size_t begin = at + 2;
    const std::size_t end = has_none ? kNone : text_.find(closing, begin);
    if (end == kNone) {
      has_none = true;
      return begin;
    }
    add({at, end + 2}, {begin, end});
    return end + 2;
  }

  std::size_t single(std::size_t at) {
    std::size_t end = at + 1;
    while (end < text_.size() && text_[end] != '$' && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size() || text_[end] != '$' || end == at + 1) {
      return at + 1;
    }
    const bool is_lopsided = is_blank(text_[at + 1]) != is_blank(text_[end - 1]);
    const bool is_money = end + 1 < text_.size() && text_[end + 1] >= '0' && text_[end + 1] <= '9';
    if (is_lopsided || is_money) {
      return end;  // perhaps the next one opens
    }
    add({at, end + 1}, {at + 1, end});
    return end + 1;
  }

  void add(TextSpan outer, TextSpan inner) {
    if (!trim(inner.of(text_)).empty()) {
      found_.push_back({outer, inner});
    }
  }

  std::string_view text_;
  std::vector<MathSegment> found_;
  bool no_round_ = false;
  bool no_square_ = false;
  bool no_double_ = false;
};

}  // namespace

std::vector<MathSegment> math_segments(std::string_view text) { return Finder(text).run(); }

}  // namespace assay
