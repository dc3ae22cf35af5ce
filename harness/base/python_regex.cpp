// One pass over the pattern with a stack of open groups; every literal is written so that it can mean nothing else.
#include "harness/base/python_regex.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "harness/base/regex_source.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

// Python's sets as parts of a class, and their complements.
constexpr std::string_view kSpace =
    R"(\x{9}-\x{d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";
constexpr std::string_view kNoSpace =
    R"(\x{0}-\x{8}\x{e}-\x{1b}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027})"
    R"(\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff})";
constexpr std::string_view kAsciiSpace = R"(\x{9}-\x{d}\x{20})";
constexpr std::string_view kNoAsciiSpace = R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{10ffff})";
constexpr std::string_view kDigit = R"(\p{Nd})";
constexpr std::string_view kNoDigit = R"(\P{Nd})";
constexpr std::string_view kAsciiDigit = "0-9";
constexpr std::string_view kNoAsciiDigit = R"(\x{0}-\x{2f}\x{3a}-\x{10ffff})";
constexpr std::string_view kWord = R"(\p{L}\p{N}_)";
constexpr std::string_view kAsciiWord = "A-Za-z0-9_";

constexpr int kDepthMax = 200;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_octal(char32_t c) { return c >= '0' && c <= '7'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void append_literal(std::string& out, char32_t c) {
  if (is_digit(c) || is_letter(c) || c == '_' || (c >= 0x80 && !is_python_space(c))) {
    append_point(c, out);
    return;
  }
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "\\x{%x}", static_cast<unsigned>(c));
  out += buffer.data();
}

struct OpenGroup {
  int number = 0;  // 0: captures nothing
  RegexFlags outside;
};

class Translator {
 public:
  Translator(std::string_view python, RegexFlags flags) : source_(python), flags_(flags) {}

  Result<std::string> run() {
    while (!source_.is_at_end()) {
      if (Status done = step(); !done) {
        return std::move(done.error());
      }
    }
    if (!open_.empty()) {
      return wrong("missing ), unterminated subpattern");
    }
    return std::move(out_);
  }

 private:
  enum class Last { kNothing, kItem, kRepeat };

  Error wrong(std::string_view what) const { return source_.wrong(what); }
  void put(std::string_view item) {
    out_ += item;
    last_ = Last::kItem;
  }
  void put_anchor(std::string_view anchor) {
    out_ += anchor;
    last_ = Last::kNothing;
  }

  Status step() {
    const char32_t c = source_.peek();
    if (flags_.is_verbose && skip_verbose(c)) {
      return {};
    }
    source_.next();
    switch (c) {
      case '\\':
        return escape();
      case '[':
        return char_class();
      case '(':
        return group();
      case ')':
        return close();
      case '*':
      case '+':
      case '?':
        return repeat(std::string(1, static_cast<char>(c)));
      case '{':
        return braces();
      case '|':
      case '^':
      case '$':
        put_anchor(std::string(1, static_cast<char>(c)));
        has_items_ = true;
        return {};
      case '.':
        put(".");
        break;
      default: {
        append_literal(out_, c);
        last_ = Last::kItem;
      }
    }
    has_items_ = true;
    return {};
  }

  bool skip_verbose(char32_t c) {
    if (c == ' ' || (c >= 0x09 && c <= 0x0D)) {
      source_.next();
      return true;
    }
    if (c != '#') {
      return false;
    }
    while (!source_.is_at_end() && source_.peek() != '\n') {
      source_.next();
    }
    return true;
  }

  Status repeat(const std::string& quantifier) {
    if (last_ != Last::kItem) {
      return wrong(last_ == Last::kRepeat ? "multiple repeat" : "nothing to repeat");
    }
    out_ += quantifier;
    if (source_.peek() == '?' || source_.peek() == '+') {
      out_ += static_cast<char>(source_.next());
    }
    last_ = Last::kRepeat;
    return {};
  }

  // {n}, {n,}, {,m}, {n,m}; anything else is the text itself.
  Status braces() {
    const std::size_t begin = source_.position();
    if (source_.peek() != '}') {
      const std::string low = source_.digits();
      const bool is_range = source_.take(',');
      const std::string high = is_range ? source_.digits() : low;
      if (source_.take('}')) {
        if (low.size() > 5 || high.size() > 5) {
          return wrong("a repeat count over 65535");
        }
        const std::string from = low.empty() ? "0" : low;
        if (!high.empty() && std::stoi(high) < std::stoi(from)) {
          return wrong("min repeat greater than max repeat");
        }
        return repeat("{" + from + (is_range ? "," + high : "") + "}");
      }
    }
    source_.go_to(begin);
    append_literal(out_, '{');
    last_ = Last::kItem;
    has_items_ = true;
    return {};
  }

  Status close() {
    if (open_.empty()) {
      return wrong("unbalanced parenthesis");
    }
    flags_ = open_.back().outside;
    open_.pop_back();
    put(")");
    return {};
  }

  Status open(std::string_view written, int number) {
    if (open_.size() >= kDepthMax) {
      return wrong("groups nested more than " + std::to_string(kDepthMax) + " deep");
    }
    open_.push_back({.number = number, .outside = flags_});
    out_ += written;
    last_ = Last::kNothing;
    has_items_ = true;
    return {};
  }

  Status group() {
    if (source_.peek() != '?') {
      return open("(", ++groups_);
    }
    source_.next();
    const char32_t kind = source_.peek();
    source_.next();
    switch (kind) {
      case ':':
        return open("(?:", 0);
      case '=':
        return open("(?=", 0);
      case '!':
        return open("(?!", 0);
      case '>':
        return open("(?>", 0);
      case '<':
        if (source_.peek() == '=' || source_.peek() == '!') {
          return open(source_.next() == '=' ? "(?<=" : "(?<!", 0);
        }
        return wrong("unknown extension ?<");
      case '#':
        while (!source_.is_at_end() && source_.peek() != ')') {
          source_.next();
        }
        return source_.take(')') ? Status() : wrong("missing ), unterminated comment");
      case 'P':
        return named();
      case '(':
        return condition();
      default:
        source_.go_to(source_.position() - 1);
        return inline_flags();
    }
  }

  Status named() {
    const char32_t kind = source_.peek();
    source_.next();
    if (kind != '<' && kind != '=') {
      return wrong("unknown extension ?P");
    }
    auto name = source_.name_until(kind == '<' ? '>' : ')');
    if (!name) {
      return std::move(name.error());
    }
    if (kind == '=') {
      const auto found = names_.find(*name);
      return found == names_.end() ? wrong("unknown group name '" + *name + "'") : reference(found->second);
    }
    if (is_digit(static_cast<unsigned char>((*name)[0])) || !names_.emplace(*name, groups_ + 1).second) {
      return wrong("bad or repeated group name '" + *name + "'");
    }
    return open("(?<" + *name + ">", ++groups_);
  }

  Status condition() {
    auto name = source_.name_until(')');
    if (!name) {
      return std::move(name.error());
    }
    const bool is_number = std::all_of(name->begin(), name->end(), [](char c) { return is_digit(c); });
    const auto found = names_.find(*name);
    if (!is_number && found == names_.end()) {
      return wrong("unknown group name '" + *name + "'");
    }
    if (is_number && (*name)[0] == '0') {
      return wrong("bad group number");
    }
    return open("(?(" + (is_number ? *name : std::to_string(found->second)) + ")", 0);
  }

  Status set_flag(char32_t letter, bool is_on, RegexFlags& flags, std::string& letters) const {
    switch (letter) {
      case 'i':
      case 'm':
      case 's':
        letters += static_cast<char>(letter);
        return {};
      case 'x':
        flags.is_verbose = is_on;
        return {};
      case 'a':
      case 'u':
        flags.is_ascii = letter == 'a';
        return is_on ? Status() : wrong("flags a, u and L cannot be turned off");
      case 'L':
        return Error{ErrorKind::kUnsupported, "regular expression: (?L), which means a locale, is not supported"};
      default:
        return wrong("unknown extension or flag");
    }
  }

  // (?ims) at the very beginning, or (?ims-x:...) anywhere.
  Status inline_flags() {
    RegexFlags flags = flags_;
    std::string on;
    std::string off;
    bool is_on = true;
    const std::size_t begin = source_.position();
    while (source_.peek() != ')' && source_.peek() != ':') {
      if (source_.take('-') && is_on) {
        is_on = false;
        continue;
      }
      if (Status done = set_flag(source_.peek(), is_on, flags, is_on ? on : off); !done) {
        return done;
      }
      source_.next();
    }
    const bool is_scoped = source_.take(':');
    if (!is_scoped) {
      source_.next();
      if (source_.position() == begin + 1) {
        return wrong("unknown extension ?)");
      }
      if (has_items_ || !is_on) {
        return wrong("global flags not at the start of the expression");
      }
      flags_ = flags;
      out_ += on.empty() ? "" : "(?" + on + ")";
      return {};
    }
    if (Status done = open("(?" + on + (off.empty() ? "" : "-" + off) + ":", 0); !done) {
      return done;
    }
    flags_ = flags;
    return {};
  }

  Status reference(int number) {
    if (number > groups_) {
      return wrong("invalid group reference " + std::to_string(number));
    }
    if (std::any_of(open_.begin(), open_.end(), [&](const OpenGroup& group) { return group.number == number; })) {
      return wrong("cannot refer to an open group");
    }
    put("\\g{" + std::to_string(number) + "}");
    return {};
  }

  std::string_view word() const { return flags_.is_ascii ? kAsciiWord : kWord; }

  // The ASCII letters hold both cases; (?i) would add the long s and the Kelvin sign.
  std::string word_class(bool is_negated) const {
    const std::string members = (is_negated ? "[^" : "[") + std::string(word()) + "]";
    return flags_.is_ascii ? "(?-i:" + members + ")" : members;
  }

  // The set of \d \D \s \S \w as part of a class. \W has no such form.
  std::string_view set_text(char set) const {
    switch (set) {
      case 'd':
        return flags_.is_ascii ? kAsciiDigit : kDigit;
      case 'D':
        return flags_.is_ascii ? kNoAsciiDigit : kNoDigit;
      case 's':
        return flags_.is_ascii ? kAsciiSpace : kSpace;
      case 'S':
        return flags_.is_ascii ? kNoAsciiSpace : kNoSpace;
      default:
        return word();
    }
  }

  // \b, \B, \A, \Z: true if `letter` is one. \B does not match an empty text (Python before 3.14).
  bool put_place(char32_t letter) {
    const std::string w = word_class(false);
    const std::string before = "(?<=" + w + ")";
    const std::string no_before = "(?<!" + w + ")";
    const std::string after = "(?=" + w + ")";
    const std::string no_after = "(?!" + w + ")";
    if (letter == 'b') {
      put_anchor("(?:" + before + no_after + "|" + no_before + after + ")");
    } else if (letter == 'B') {
      put_anchor("(?:" + before + after + "|" + no_before + no_after + "(?!\\A\\z))");
    } else if (letter == 'A' || letter == 'Z') {
      put_anchor(letter == 'A' ? "\\A" : "\\z");
    } else {
      return false;
    }
    return true;
  }

  Status escape() {
    const char32_t c = source_.peek();
    has_items_ = true;
    if (put_place(c)) {
      source_.next();
      return {};
    }
    if (c >= '1' && c <= '9') {
      const bool is_octal_char = is_octal(c) && is_octal(source_.peek(1)) && is_octal(source_.peek(2));
      if (!is_octal_char) {
        source_.next();
        int number = static_cast<int>(c - '0');
        if (is_digit(source_.peek())) {
          number = number * 10 + static_cast<int>(source_.next() - '0');
        }
        return reference(number);
      }
    }
    auto item = source_.escaped(false);
    if (!item) {
      return std::move(item.error());
    }
    if (item->set == 0) {
      append_literal(out_, item->code_point);
      last_ = Last::kItem;
    } else {
      const bool is_word = item->set == 'w' || item->set == 'W';
      put(is_word ? word_class(item->set == 'W') : "[" + std::string(set_text(item->set)) + "]");
    }
    return {};
  }

  Result<RegexItem> class_item() {
    if (source_.is_at_end()) {
      return wrong("unterminated character set");
    }
    if (source_.take('\\')) {
      return source_.escaped(true);
    }
    return RegexItem{.code_point = source_.next()};
  }

  Status char_class() {
    const bool is_negated = source_.take('^');
    std::string rest;
    bool has_no_word = false;
    for (bool is_first = true; is_first || source_.peek() != ']'; is_first = false) {
      auto low = class_item();
      if (!low) {
        return std::move(low.error());
      }
      if (source_.peek() == '-' && source_.peek(1) != ']') {
        source_.next();
        auto high = class_item();
        if (!high) {
          return std::move(high.error());
        }
        if (low->set != 0 || high->set != 0 || high->code_point < low->code_point) {
          return wrong("bad character range");
        }
        append_literal(rest, low->code_point);
        rest += '-';
        append_literal(rest, high->code_point);
      } else if (low->set == 'W') {
        has_no_word = true;
      } else if (low->set != 0) {
        rest += set_text(low->set);
      } else {
        append_literal(rest, low->code_point);
      }
    }
    source_.next();
    put_class(rest, has_no_word, is_negated);
    return {};
  }

  void put_class(const std::string& rest, bool has_no_word, bool is_negated) {
    const std::string w(word());
    has_items_ = true;
    if (!has_no_word) {
      put((is_negated ? "[^" : "[") + rest + "]");
    } else if (rest.empty()) {
      put((is_negated ? "[" : "[^") + w + "]");
    } else if (is_negated) {
      put("(?:(?![" + rest + "])[" + w + "])");
    } else {
      put("(?:[" + rest + "]|[^" + w + "])");
    }
  }

  RegexSource source_;
  RegexFlags flags_;
  std::string out_;
  Last last_ = Last::kNothing;
  bool has_items_ = false;
  int groups_ = 0;
  std::vector<OpenGroup> open_;
  std::map<std::string, int> names_;
};

}  // namespace

Result<std::string> pcre_of_python(std::string_view python, RegexFlags flags) {
  std::string begin;
  begin += flags.ignores_case ? "i" : "";
  begin += flags.is_multiline ? "m" : "";
  begin += flags.dot_is_any ? "s" : "";
  auto translated = Translator(python, flags).run();
  if (translated && !begin.empty()) {
    return "(?" + begin + ")" + *translated;
  }
  return translated;
}

}  // namespace assay
