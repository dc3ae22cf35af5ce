// Cuts folded text into the words of mathematics.
#include "tasks/math/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/math/vocabulary.h"

namespace assay {
namespace {

constexpr std::size_t kDigitsMax = 2'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_byte(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// Which $ of a text are delimiters of mathematics; the others are a currency's.
std::vector<std::size_t> delimiters(std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    if (at == 0 || text[at - 1] != '\\') {
      places.push_back(at);
    }
  }
  bool are_pairs = places.size() % 2 == 0;
  for (std::size_t i = 1; are_pairs && i < places.size(); i += 2) {
    const std::size_t close = places[i];
    are_pairs = text[close - 1] != ' ' && !(close + 1 < text.size() && is_digit(text[close + 1]));
  }
  return are_pairs ? places : std::vector<std::size_t>();
}

class MathLexer {
 public:
  MathLexer(std::string_view text, CommaReading commas)
      : text_(text),
        commas_(commas),
        has_environment_(text.find("\\begin") != std::string_view::npos),
        delimiters_(delimiters(text)) {}

  Result<MathTokens> run() {
    while (at_ < text_.size() && error_.empty()) {
      step();
    }
    if (!error_.empty()) {
      return Error{ErrorKind::kUnsupported, error_};
    }
    push(MathTokenKind::kEnd, "");
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool is_text_mode() const { return !text_ends_.empty(); }

  void push(MathTokenKind kind, std::string text, std::string repeating = {}) {
    out_.tokens.push_back({.kind = kind,
                           .text = std::move(text),
                           .repeating = std::move(repeating),
                           .is_spaced = std::exchange(is_spaced_, false),
                           .is_in_text = is_text_mode()});
  }
  void sign(std::string text, std::size_t length) {
    push(MathTokenKind::kSign, std::move(text));
    at_ += length;
  }
  void command(std::string name, std::size_t length) {
    push(MathTokenKind::kCommand, std::move(name));
    at_ += length;
  }
  void skip(std::size_t length) {
    is_spaced_ = true;
    at_ += length;
  }

  void step() {
    const char c = peek();
    const bool is_full_stop = c == '.' && is_text_mode() && !is_digit(peek(1));
    if (c == ' ' || c == '~' || c == '"' || c == '`' || is_full_stop) {
      skip(1);
    } else if (c == '\\') {
      read_command();
    } else if (is_digit(c) || (c == '.' && (is_digit(peek(1)) || is_bar_at(at_ + 1)))) {
      read_number();
    } else if (is_letter_byte(c)) {
      read_letters();
    } else if (c == '$') {
      const bool is_delimiter = std::binary_search(delimiters_.begin(), delimiters_.end(), at_);
      is_delimiter ? skip(1) : command("$", 1);
    } else {
      read_sign(c);
    }
  }

  void read_sign(char c) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kDoubles{
        {{"<=", "le"}, {">=", "ge"}, {"!=", "ne"}, {"+-", "pm"}, {"->", "to"}, {"=>", "to"}}};
    for (const auto& [written, name] : kDoubles) {
      if (text_.substr(at_, 2) == written) {
        return command(std::string(name), 2);
      }
    }
    if (text_.substr(at_, 3) == "+/-") {
      return command("pm", 3);
    }
    if (text_.substr(at_, 2) == "**") {
      return sign("^", 2);
    }
    if (text_.substr(at_, 2) == "==") {
      return sign("=", 2);
    }
    if (c == '{') {
      ++braces_;
      if (is_text_mode()) {
        return skip(1);
      }
    } else if (c == '}') {
      const bool ends_text = is_text_mode() && text_ends_.back() == braces_;
      const bool was_text = is_text_mode();
      braces_ = std::max(0, braces_ - 1);
      if (ends_text) {
        text_ends_.pop_back();
      }
      if (was_text) {
        return skip(1);
      }
    }
    brackets_ += c == '(' || c == '[' ? 1 : 0;
    brackets_ = std::max(0, brackets_ - (c == ')' || c == ']' ? 1 : 0));
    sign(std::string(1, c), 1);
  }

  // \overline{ or \bar{ or \bar3, as it stands behind a decimal point.
  bool is_bar_at(std::size_t at) const { return text_.substr(at, 9) == "\\overline" || text_.substr(at, 4) == "\\bar"; }

  // The end of a thousands separator at `at` that three digits and no more follow; `at` if there is none.
  std::size_t behind_separator(std::size_t at, bool is_bare_comma_allowed) {
    static constexpr std::array<std::string_view, 8> kSeparators{"{,}\\!", "{,}", ",\\!", ", \\!",
                                                                 "\\!,",   "\\,", ",",    " "};
    for (const std::string_view separator : kSeparators) {
      if (text_.substr(at, separator.size()) != separator) {
        continue;
      }
      const bool is_bare = separator == "," || separator == " ";
      std::size_t next = at + separator.size();
      while (!is_bare && next < text_.size() && text_[next] == ' ') {
        ++next;
      }
      const auto digit = [&](std::size_t i) { return next + i < text_.size() && is_digit(text_[next + i]); };
      if (digit(0) && digit(1) && digit(2) && !digit(3) && (!is_bare || is_bare_comma_allowed)) {
        out_.has_thousands |= is_bare;
        return next;
      }
      return at;
    }
    return at;
  }

  std::string digits_at(std::size_t& at) const {
    std::string digits;
    while (at < text_.size() && is_digit(text_[at])) {
      digits += text_[at++];
    }
    return digits;
  }

  void read_number() {
    std::size_t at = at_;
    std::string digits = digits_at(at);
    const bool is_group = !digits.empty() && digits.size() <= 3 && digits != "0" && digits[0] != '0';
    const bool is_bare_comma_allowed = brackets_ == 0 && commas_ == CommaReading::kThousands;
    for (std::size_t next = at; is_group && (next = behind_separator(at, is_bare_comma_allowed)) != at;) {
      at = next;
      digits += digits_at(at);
    }
    std::string repeating;
    if (at < text_.size() && text_[at] == '.' &&
        ((at + 1 < text_.size() && is_digit(text_[at + 1])) || is_bar_at(at + 1))) {
      digits += text_[at++];
      digits += digits_at(at);
      repeating = repeating_at(at);
    }
    if (digits.size() + repeating.size() > kDigitsMax) {
      error_ = "a number of more than 2,000 digits";
      return;
    }
    push(MathTokenKind::kNumber, std::move(digits), std::move(repeating));
    at_ = at;
    read_exponent();
  }

  // The digits under a bar, or in brackets, directly behind the decimals at `at`.
  std::string repeating_at(std::size_t& at) const {
    std::size_t next = at;
    char close = '}';
    if (is_bar_at(at)) {
      next += text_[at + 1] == 'o' ? 9 : 4;
      if (next < text_.size() && is_digit(text_[next])) {
        at = next + 1;
        return std::string(1, text_[next]);
      }
    }
    if (next < text_.size() && text_[next] == '(' && next == at) {
      close = ')';
    } else if (next == at || next >= text_.size() || text_[next] != '{') {
      return {};
    }
    ++next;
    std::string digits = digits_at(next);
    if (digits.empty() || next >= text_.size() || text_[next] != close) {
      return {};
    }
    at = next + 1;
    return digits;
  }

  // 1.5e10, 1E-12: an exponent of ten if it can hardly be Euler's number (2e-1, 4e are).
  void read_exponent() {
    if ((peek() | 0x20) != 'e') {
      return;
    }
    const bool has_sign = peek(1) == '-' || peek(1) == '+';
    std::size_t at = at_ + (has_sign ? 2 : 1);
    const std::string digits = digits_at(at);
    const std::string& mantissa = out_.tokens.back().text;
    const bool is_exponent =
        !digits.empty() && digits.size() <= 9 && (at >= text_.size() || !is_letter_byte(text_[at])) &&
        (!has_sign || digits.size() > 1 || mantissa.find('.') != std::string::npos || mantissa == "1");
    if (!is_exponent) {
      return;
    }
    const bool is_negative = peek(1) == '-';
    push(MathTokenKind::kSign, "*");
    push(MathTokenKind::kNumber, "10");
    push(MathTokenKind::kSign, "^");
    if (is_negative) {
      push(MathTokenKind::kSign, "-");
    }
    push(MathTokenKind::kNumber, digits);
    at_ = at;
  }

  void read_letters() {
    std::size_t end = at_;
    while (end < text_.size() && is_letter_byte(text_[end])) {
      ++end;
    }
    if (is_text_mode()) {  // a.m., non-zero, o'clock are one word
      const auto joins = [&] {
        return end + 1 < text_.size() && std::string_view(".-'").find(text_[end]) != std::string_view::npos &&
               is_letter_byte(text_[end + 1]);
      };
      while (joins()) {
        ++end;
        while (end < text_.size() && is_letter_byte(text_[end])) {
          ++end;
        }
      }
      push(MathTokenKind::kWord, std::string(text_.substr(at_, end - at_)));
      at_ = end;
      return;
    }
    const std::string run(text_.substr(at_, end - at_));
    const std::size_t whole = run.size();
    if (run.size() == 1 && static_cast<unsigned char>(run[0]) < 0x80) {
      push(MathTokenKind::kLetter, run);
    } else if (is_short_unit(run) && is_behind_value() && !takes_argument(end)) {
      push(MathTokenKind::kWord, run);
    } else if (const std::string name = command_named(run); !name.empty()) {
      push(MathTokenKind::kCommand, name);
    } else if (const std::size_t prefix = function_prefix(run); prefix > 0) {
      push(MathTokenKind::kCommand, command_named(run.substr(0, prefix)));
      push_letters(run.substr(prefix));
    } else if (is_plain_word(run)) {
      push(MathTokenKind::kWord, run);
    } else {
      push_letters(run);
    }
    at_ += whole;
  }

  // Whether what stands at `at` can be the argument of a function: "3 sec x", not "3 sec".
  bool takes_argument(std::size_t at) const {
    at = std::min(text_.find_first_not_of(' ', at), text_.size());
    return at < text_.size() && (text_[at] == '(' || text_[at] == '\\' || is_letter_byte(text_[at]));
  }

  void push_letters(std::string_view letters) {
    for (const char letter : letters) {
      push(MathTokenKind::kLetter, std::string(1, letter));
    }
  }

  bool is_behind_value() const {
    if (out_.tokens.empty()) {
      return false;
    }
    const MathToken& last = out_.tokens.back();
    return last.kind == MathTokenKind::kNumber || last.kind == MathTokenKind::kWord || last.text == "}" ||
           last.text == ")" || last.text == "/";
  }

  void read_command() {
    const char next = peek(1);
    if (next == '\\') {
      const bool is_doubled = !has_environment_ && is_letter_byte(peek(2));
      return is_doubled ? skip(1) : sign("\\\\", 2);
    }
    if (next == '{' || next == '}') {
      brackets_ = std::max(0, brackets_ + (next == '{' ? 1 : -1));
      return sign(std::string("\\") + next, 2);
    }
    if (!is_letter_byte(next) || static_cast<unsigned char>(next) >= 0x80) {
      if (next == '%') {
        return sign("%", 2);
      }
      return next == '$' ? command("$", 2) : skip(next == '\0' ? 1 : 2);
    }
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_letter_byte(text_[end]) && static_cast<unsigned char>(text_[end]) < 0x80) {
      ++end;
    }
    const std::string name(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end;
    named_command(name);
  }

  void named_command(const std::string& name) {
    if (name == "left" || name == "right") {
      return read_delimiter(name == "left");
    }
    if (name == "lvert" || name == "rvert") {
      return sign(name[0] == 'l' ? "(|" : "|)", 0);
    }
    if (name == "lbrace" || name == "rbrace") {
      brackets_ = std::max(0, brackets_ + (name[0] == 'l' ? 1 : -1));
      return sign(name[0] == 'l' ? "\\{" : "\\}", 0);
    }
    if (name == "begin" || name == "end" || name == "mathbb" || name == "operatorname" || name == "mathrm") {
      return read_braced_name(name);
    }
    if (is_text_command(name)) {
      return start_text();
    }
    if (is_look_command(name)) {
      return skip(0);
    }
    std::string alias = command_alias(name);
    const bool is_sign = alias.size() == 1 && std::string_view("<>%:").find(alias) != std::string_view::npos;
    push(is_sign ? MathTokenKind::kSign : MathTokenKind::kCommand, std::move(alias));
  }

  void read_delimiter(bool is_left) {
    is_spaced_ = true;
    while (peek() == ' ') {
      ++at_;
    }
    if (peek() == '|' || text_.substr(at_, 5) == "\\vert") {
      return sign(is_left ? "(|" : "|)", peek() == '|' ? 1 : 5);
    }
    if (peek() == '.') {
      ++at_;
    }
  }

  void start_text() {
    while (peek() == ' ') {
      ++at_;
    }
    if (peek() == '{') {
      ++braces_;
      text_ends_.push_back(braces_);
      skip(1);
    }
  }

  // \begin{pmatrix}, \mathbb{R}, \operatorname{lcm}: what the braces hold is part of the command.
  void read_braced_name(const std::string& name) {
    std::size_t open = at_;
    while (open < text_.size() && text_[open] == ' ') {
      ++open;
    }
    const std::size_t close = text_.find('}', open);
    std::string held;
    if (open < text_.size() && text_[open] == '{' && close != std::string_view::npos && close - open < 20) {
      held = trim(text_.substr(open + 1, close - open - 1));
      open = close + 1;
    } else if (open < text_.size() && is_letter_byte(text_[open])) {
      held = text_[open++];
    }
    if (name == "operatorname" || name == "mathrm") {
      const std::string found = command_named(held);
      if (found.empty() || (is_short_unit(held) && is_behind_value())) {
        return start_text();
      }
      at_ = open;
      return push(MathTokenKind::kCommand, found);
    }
    at_ = open;
    push(MathTokenKind::kCommand, name + "{" + held + "}");
  }

  std::string_view text_;
  CommaReading commas_;
  bool has_environment_;
  std::vector<std::size_t> delimiters_;
  std::size_t at_ = 0;
  int braces_ = 0;
  int brackets_ = 0;            // ( [ \{ that are open: a comma inside separates
  std::vector<int> text_ends_;  // how many braces are open inside each \text{
  bool is_spaced_ = false;
  std::string error_;
  MathTokens out_;
};

}  // namespace

Result<MathTokens> math_tokens(std::string_view text, CommaReading commas) { return MathLexer(text, commas).run(); }

}  // namespace assay
