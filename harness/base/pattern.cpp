// PCRE2 under Python's rules. A callout before every item counts the steps: PCRE2's own match limit counts anew from
// every place a match may begin, and leaves runs of one character out.
#include "harness/base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

constexpr std::uint32_t kHeapKibMax = 256 * 1024;
constexpr std::size_t kRunPerStep = 32;  // characters in one run of a repeated character that cost as much as a step

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using CodePtr = std::unique_ptr<pcre2_code, Freer<&pcre2_code_free>>;
using CompileContextPtr = std::unique_ptr<pcre2_compile_context, Freer<&pcre2_compile_context_free>>;
using MatchContextPtr = std::unique_ptr<pcre2_match_context, Freer<&pcre2_match_context_free>>;
using MatchDataPtr = std::unique_ptr<pcre2_match_data, Freer<&pcre2_match_data_free>>;

PCRE2_SPTR bytes_of(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data() != nullptr ? text.data() : "");
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

// PCRE2 10.42's compiled code keeps what (a)*+ captured at a place where the match failed later; its interpreter does
// not. Some patterns are named that have no such group, which only makes them slower.
bool has_possessive_group(std::string_view translated) {
  return std::any_of(translated.begin(), translated.end(), [&](const char& c) {
    const std::string_view rest = translated.substr(static_cast<std::size_t>(&c - translated.data()));
    return starts_with(rest, ")*+") || starts_with(rest, ")++") || starts_with(rest, ")?+") || starts_with(rest, "}+");
  });
}

// PCRE2 10.42 takes the a of (?=a)(?:ab)*a for the first character of a match and asks for a second one behind it. What
// \b becomes has a class behind "(?=" and is not meant.
bool has_look_ahead(std::string_view translated) {
  std::size_t at = translated.find("(?=");
  while (at != std::string_view::npos && translated.substr(at + 3, 1) == "[") {
    at = translated.find("(?=", at + 1);
  }
  return at != std::string_view::npos;
}

// Whether the library may look for a match's first letter before it tries to match. Not with a look-ahead (above); and
// not where case is ignored: it then looks for both cases to the end of the text at each match, which is quadratic.
bool looks_for_a_start(std::string_view translated, RegexFlags flags) {
  return !flags.ignores_case && translated.find("(?i") == std::string_view::npos && !has_look_ahead(translated);
}

struct Work {
  std::int64_t steps = 0;
  std::size_t last_position = 0;
};

int count_step(pcre2_callout_block* block, void* data) {
  Work& work = *static_cast<Work*>(data);
  ++work.steps;
  if (block->current_position > work.last_position) {
    work.steps += static_cast<std::int64_t>((block->current_position - work.last_position) / kRunPerStep);
  }
  work.last_position = block->current_position;
  return work.steps > Pattern::kStepsMax ? PCRE2_ERROR_CALLOUT : 0;
}

// One text being searched: PCRE2's working memory and the count of steps, over all matches in it.
class Search {
 public:
  Search(const pcre2_code* code, std::string_view text)
      : code_(code),
        text_(text),
        data_(pcre2_match_data_create_from_pattern(code, nullptr)),
        context_(pcre2_match_context_create(nullptr)) {
    ASSAY_CHECK(data_ != nullptr && context_ != nullptr, "out of memory");
    pcre2_set_callout(context_.get(), &count_step, &work_);
    pcre2_set_heap_limit(context_.get(), kHeapKibMax);
  }

  Result<std::optional<PatternMatch>> next(std::size_t from, std::uint32_t options) {
    int found = run(from, options);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT) {
      found = run(from, options | PCRE2_NO_JIT);  // slower, and its memory is the heap
    }
    if (found == PCRE2_ERROR_NOMATCH) {
      return std::optional<PatternMatch>();
    }
    if (found < 0) {
      return Error{ErrorKind::kUnsupported, "regular expression gave up on a text of " + std::to_string(text_.size()) +
                                                " bytes after " + std::to_string(work_.steps) +
                                                " steps: " + message_of(found)};
    }
    PatternMatch match(pcre2_get_ovector_count(data_.get()));
    const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(data_.get());
    for (std::size_t i = 0; i < match.size(); ++i) {
      if (offsets[2 * i] != PCRE2_UNSET && i < static_cast<std::size_t>(found)) {
        match[i] = TextSpan{.begin = offsets[2 * i], .end = offsets[2 * i + 1]};
      }
    }
    return std::optional<PatternMatch>(std::move(match));
  }

 private:
  int run(std::size_t from, std::uint32_t options) {
    work_.last_position = from;
    return pcre2_match(code_, bytes_of(text_), text_.size(), from, options | PCRE2_NO_UTF_CHECK, data_.get(),
                       context_.get());
  }

  const pcre2_code* code_;
  std::string_view text_;
  Work work_;
  MatchDataPtr data_;
  MatchContextPtr context_;
};

// A replacement, read once: literal text and references in turn.
struct ReplacementPiece {
  std::string text;
  int group = -1;  // -1: text
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }

class ReplacementReader {
 public:
  ReplacementReader(std::string_view text, const Pattern& pattern) : text_(text), pattern_(pattern) {}

  Result<std::vector<ReplacementPiece>> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\\') {
        literal_ += c;
      } else if (Status done = escape(); !done) {
        return std::move(done.error());
      }
    }
    flush();
    return std::move(pieces_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  Error wrong(const std::string& what) const {
    return {ErrorKind::kInvalidConfig, "replacement, byte " + std::to_string(at_) + ": " + what};
  }
  void flush() {
    if (!literal_.empty()) {
      pieces_.push_back({.text = std::move(literal_)});
      literal_.clear();
    }
  }

  Status reference(int group) {
    if (group > pattern_.group_count()) {
      return wrong("invalid group reference " + std::to_string(group));
    }
    flush();
    pieces_.push_back({.text = "", .group = group});
    return {};
  }

  Status escape() {
    if (at_ >= text_.size()) {
      return wrong("bad escape (end of pattern)");
    }
    const char c = text_[at_++];
    if (c == 'g') {
      return named();
    }
    if (c == '0' || (is_octal(c) && is_octal(peek()) && is_octal(peek(1)))) {
      return octal(c);
    }
    if (is_digit(c)) {
      const int number = c - '0';
      return is_digit(peek()) ? reference(number * 10 + (text_[at_++] - '0')) : reference(number);
    }
    constexpr std::string_view kLetters = "abfnrtv\\";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\";
    const std::size_t known = kLetters.find(c);
    if (known != std::string_view::npos) {
      literal_ += kMeanings[known];
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return wrong(std::string("bad escape \\") + c);
    } else {
      literal_ += '\\';
      literal_ += c;
    }
    return {};
  }

  Status octal(char first) {
    unsigned value = static_cast<unsigned>(first - '0');
    for (int i = 1; i < 3 && is_octal(peek()); ++i) {
      value = value * 8 + static_cast<unsigned>(text_[at_++] - '0');
    }
    if (value > 0377) {
      return wrong("octal escape value outside of range 0-0o377");
    }
    append_point(value, literal_);
    return {};
  }

  Status named() {
    const std::size_t end = text_.find('>', at_);
    if (peek() != '<' || end == std::string_view::npos || end == at_ + 1) {
      return wrong("missing group name");
    }
    const std::string name(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (std::all_of(name.begin(), name.end(), is_digit)) {
      const auto number = parse_int(name);
      return number && *number <= 99 ? reference(static_cast<int>(*number)) : wrong("invalid group reference " + name);
    }
    const auto group = pattern_.group_named(name);
    return group ? reference(*group) : wrong("unknown group name '" + name + "'");
  }

  std::string_view text_;
  const Pattern& pattern_;
  std::size_t at_ = 0;
  std::string literal_;
  std::vector<ReplacementPiece> pieces_;
};

}  // namespace

struct Pattern::Code {
  CodePtr code;
  int groups = 0;
};

Result<Pattern> Pattern::compile(std::string_view python, RegexFlags flags) {
  if (!is_utf8(python)) {
    return Error{ErrorKind::kInvalidConfig, "regular expression is not UTF-8"};
  }
  const auto translated = pcre_of_python(python, flags);
  if (!translated) {
    return translated.error();
  }
  const CompileContextPtr context(pcre2_compile_context_create(nullptr));
  ASSAY_CHECK(context != nullptr, "out of memory");
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  const std::uint32_t options = PCRE2_UTF | PCRE2_ALT_CIRCUMFLEX | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C |
                                (looks_for_a_start(*translated, flags) ? 0U : PCRE2_NO_START_OPTIMIZE);
  int code = 0;
  PCRE2_SIZE offset = 0;
  auto compiled = std::make_shared<Code>();
  compiled->code.reset(
      pcre2_compile(bytes_of(*translated), translated->size(), options, &code, &offset, context.get()));
  if (compiled->code == nullptr) {
    return Error{ErrorKind::kInvalidConfig, "regular expression '" + printable(python, 80) + "': " + message_of(code)};
  }
  if (!has_possessive_group(*translated)) {
    pcre2_jit_compile(compiled->code.get(), PCRE2_JIT_COMPLETE);  // without it the interpreter runs
  }
  std::uint32_t groups = 0;
  pcre2_pattern_info(compiled->code.get(), PCRE2_INFO_CAPTURECOUNT, &groups);
  compiled->groups = static_cast<int>(groups);
  return Pattern(std::move(compiled));
}

std::string Pattern::escape(std::string_view text) {
  constexpr std::string_view kSpecial = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
  std::string escaped;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

int Pattern::group_count() const { return code_->groups; }

std::optional<int> Pattern::group_named(const std::string& name) const {
  const int number = pcre2_substring_number_from_name(code_->code.get(), bytes_of(name));
  return number > 0 ? std::optional<int>(number) : std::nullopt;
}

Result<std::vector<PatternMatch>> Pattern::matches(std::string_view text, std::uint32_t options, int count_max) const {
  if (!is_utf8(text)) {
    return Error{ErrorKind::kCorrupt, "a text to search is not UTF-8: " + printable(text, 60)};
  }
  Search search(code_->code.get(), text);
  std::vector<PatternMatch> found;
  std::size_t from = 0;
  bool was_empty = false;
  while (count_max == 0 || found.size() < static_cast<std::size_t>(count_max)) {
    auto match = search.next(from, options | (was_empty ? PCRE2_NOTEMPTY_ATSTART : 0U));
    if (!match) {
      return std::move(match.error());
    }
    if (!*match) {
      break;
    }
    const TextSpan whole = *(**match)[0];
    was_empty = whole.begin == whole.end;
    from = whole.end;
    found.push_back(std::move(**match));
  }
  return found;
}

Result<std::optional<PatternMatch>> Pattern::first(std::string_view text, std::uint32_t options) const {
  auto found = matches(text, options, 1);
  if (!found) {
    return std::move(found.error());
  }
  return found->empty() ? std::optional<PatternMatch>() : std::optional<PatternMatch>(std::move((*found)[0]));
}

Result<std::optional<PatternMatch>> Pattern::search(std::string_view text) const { return first(text, 0); }

Result<std::optional<PatternMatch>> Pattern::match(std::string_view text) const { return first(text, PCRE2_ANCHORED); }

Result<std::vector<PatternMatch>> Pattern::find_all(std::string_view text) const { return matches(text, 0, 0); }

Result<std::string> Pattern::sub(std::string_view replacement, std::string_view text, int count_max) const {
  const auto pieces = ReplacementReader(replacement, *this).run();
  if (!pieces) {
    return pieces.error();
  }
  const auto found = matches(text, 0, count_max);
  if (!found) {
    return found.error();
  }
  std::string result;
  std::size_t copied = 0;
  for (const PatternMatch& match : *found) {
    result += text.substr(copied, match[0]->begin - copied);
    for (const ReplacementPiece& piece : *pieces) {
      const bool is_group = piece.group >= 0;
      if (!is_group) {
        result += piece.text;
      } else if (const auto& group = match[static_cast<std::size_t>(piece.group)]) {
        result += group->of(text);
      }
    }
    copied = match[0]->end;
  }
  result += text.substr(copied);
  return result;
}

Result<std::vector<std::optional<std::string>>> Pattern::split(std::string_view text, int count_max) const {
  const auto found = matches(text, 0, count_max);
  if (!found) {
    return found.error();
  }
  std::vector<std::optional<std::string>> pieces;
  std::size_t copied = 0;
  for (const PatternMatch& match : *found) {
    pieces.emplace_back(text.substr(copied, match[0]->begin - copied));
    for (std::size_t i = 1; i < match.size(); ++i) {
      pieces.push_back(match[i] ? std::optional<std::string>(match[i]->of(text)) : std::nullopt);
    }
    copied = match[0]->end;
  }
  pieces.emplace_back(text.substr(copied));
  return pieces;
}

std::string first_taken(const PatternMatch& match, std::string_view text) {
  if (match.size() == 1) {
    return std::string(match[0]->of(text));
  }
  for (std::size_t i = 1; i < match.size(); ++i) {
    if (match[i] && match[i]->end > match[i]->begin) {
      return std::string(match[i]->of(text));
    }
  }
  return "";
}

}  // namespace assay
