// Cuts a template into its tokens.
#include "tasks/template/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/python_text.h"

namespace assay::templates {
namespace {

using Kind = TemplateToken::Kind;

constexpr std::size_t kDigitsMax = 4300;  // Python's own limit

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string with_plain_lines(std::string_view source) {
  std::string text = replace_all(std::string(source), "\r\n", "\n");
  std::replace(text.begin(), text.end(), '\r', '\n');
  return text;
}

// A backslash before a character beyond ASCII names it instead: the language escapes such characters before it decodes
// escapes, so that the backslash escapes a backslash.
std::string with_escaped_backslashes(std::string_view body) {
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    if (body[at] != '\\' || at + 1 == body.size()) {
      text += body[at++];
      continue;
    }
    const bool is_plain = static_cast<unsigned char>(body[at + 1]) < 0x80;
    if (is_plain) {
      text += body.substr(at, 2);
      at += 2;
      continue;
    }
    ++at;
    const auto point = static_cast<unsigned>(next_point(body, at));
    std::array<char, 16> hex{};
    const auto [end, code] = std::to_chars(hex.data(), hex.data() + hex.size(), point, 16);
    const std::string digits(hex.data(), static_cast<std::size_t>(end - hex.data()));
    const std::size_t width = point < 0x100 ? 2 : point < 0x10000 ? 4 : 8;
    text += "\\\\";
    text += width == 2 ? 'x' : width == 4 ? 'u' : 'U';
    text += std::string(width - digits.size(), '0') + digits;
  }
  return text;
}

class TemplateLexer {
 public:
  explicit TemplateLexer(std::string text) : text_(std::move(text)) {}

  Result<std::vector<TemplateToken>> read() {
    while (at_ < text_.size() && why_.empty()) {
      read_outside();
    }
    if (!why_.empty()) {
      return Error{kind_, "line " + std::to_string(line_) + ": " + why_};
    }
    add(Kind::kEnd);
    return std::move(tokens_);
  }

 private:
  void fail(std::string why, ErrorKind kind = ErrorKind::kInvalidConfig) {
    if (why_.empty()) {
      why_ = std::move(why);
      kind_ = kind;
    }
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::string_view rest() const { return std::string_view(text_).substr(at_); }
  bool at_text(std::string_view text) const { return rest().substr(0, text.size()) == text; }

  void advance(std::size_t bytes) {
    const std::string_view passed = rest().substr(0, bytes);
    line_ += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
    at_ += passed.size();
  }
  void skip_space() { advance(rest().size() - python_strip_left(rest()).size()); }

  TemplateToken& add(Kind kind, std::string text = {}) {
    tokens_.push_back({.kind = kind, .line = line_, .text = std::move(text), .value = {}});
    return tokens_.back();
  }

  // Text up to `end`, without its trailing white space if the mark behind it asks for that.
  void add_data(std::size_t end, char sign) {
    std::string_view data = rest().substr(0, end - at_);
    const std::size_t length = data.size();
    data = sign == '-' ? python_strip_right(data) : data;
    if (!data.empty()) {
      add(Kind::kData, std::string(data));
    }
    advance(length);
  }

  std::size_t find_mark() const {
    std::size_t mark = text_.find('{', at_);
    while (mark != std::string::npos &&
           (mark + 1 == text_.size() || std::string_view("{%#").find(text_[mark + 1]) == std::string_view::npos)) {
      mark = text_.find('{', mark + 1);
    }
    return mark == std::string::npos ? text_.size() : mark;
  }

  void read_outside() {
    const std::size_t mark = find_mark();
    const char sign = mark + 2 < text_.size() ? text_[mark + 2] : '\0';
    add_data(mark, sign);
    if (at_ >= text_.size()) {
      return;
    }
    const char type = peek(1);
    if (type == '%' && take_raw("raw")) {
      read_raw();
      return;
    }
    const int begin_line = line_;
    advance(sign == '-' || sign == '+' ? 3 : 2);
    if (type == '#') {
      read_comment();
      return;
    }
    add(type == '{' ? Kind::kVariableBegin : Kind::kBlockBegin).line = begin_line;
    read_inside(type == '{');
  }

  // "{% raw %}" or "{% endraw %}" at the cursor, with its signs; moves behind it.
  bool take_raw(std::string_view word) {
    std::string_view tag = rest().substr(2);
    tag.remove_prefix(!tag.empty() && (tag[0] == '-' || tag[0] == '+') ? 1 : 0);
    tag = python_strip_left(tag);
    if (tag.substr(0, word.size()) != word) {
      return false;
    }
    tag = python_strip_left(tag.substr(word.size()));
    const bool is_stripped = tag.substr(0, 3) == "-%}";
    const bool is_kept = word == "endraw" && tag.substr(0, 3) == "+%}";
    if (!is_stripped && !is_kept && tag.substr(0, 2) != "%}") {
      return false;
    }
    tag.remove_prefix(is_stripped || is_kept ? 3 : 2);
    advance(rest().size() - tag.size());
    if (is_stripped) {
      skip_space();
    }
    return true;
  }

  void read_raw() {
    for (std::size_t mark = text_.find("{%", at_); mark != std::string::npos; mark = text_.find("{%", mark + 2)) {
      const std::size_t begin = at_;
      const int begin_line = line_;
      at_ = mark;
      if (!take_raw("endraw")) {
        at_ = begin;
        continue;
      }
      const std::size_t end = at_;
      at_ = begin;
      line_ = begin_line;
      add_data(mark, mark + 2 < text_.size() ? text_[mark + 2] : '\0');
      advance(end - mark);
      return;
    }
    fail("{% raw %} without its {% endraw %}");
  }

  void read_comment() {
    const std::size_t end = text_.find("#}", at_);
    if (end == std::string::npos) {
      fail("a comment without its end #}");
      return;
    }
    const bool is_stripped = end > at_ && text_[end - 1] == '-';
    advance(end + 2 - at_);
    if (is_stripped) {
      skip_space();
    }
  }

  void read_inside(bool is_variable) {
    std::string open;
    while (why_.empty()) {
      skip_space();
      if (at_ >= text_.size()) {
        return;  // the parser sees the end
      }
      if (open.empty() && take_end(is_variable)) {
        return;
      }
      read_token(open);
    }
  }

  bool take_end(bool is_variable) {
    const std::string_view close = is_variable ? "}}" : "%}";
    const bool has_sign = peek() == '-' || (peek() == '+' && !is_variable);
    if (rest().substr(has_sign ? 1 : 0, 2) != close) {
      return false;
    }
    add(is_variable ? Kind::kVariableEnd : Kind::kBlockEnd);
    const bool is_stripped = peek() == '-';
    advance(has_sign ? 3 : 2);
    if (is_stripped) {
      skip_space();
    }
    return true;
  }

  void read_token(std::string& open) {
    const char c = peek();
    if (is_digit(c)) {
      read_number();
    } else if (c == '"' || c == '\'') {
      read_text(c);
    } else if (c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80) {
      read_name();
    } else {
      read_operator(open);
    }
  }

  void read_name() {
    std::size_t end = at_;
    while (end < text_.size()) {
      std::size_t next = end;
      const char32_t point = next_point(text_, next);
      if (end == at_ ? !starts_identifier(point) : !continues_identifier(point)) {
        break;
      }
      end = next;
    }
    if (end == at_) {
      fail("unexpected character " + printable(rest().substr(0, 4), 1));
      return;
    }
    add(Kind::kName, std::string(rest().substr(0, end - at_)));
    advance(end - at_);
  }

  void read_text(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size()) {
      fail(std::string("a text without its closing ") + quote);
      return;
    }
    std::string decoded;
    std::string why = unescape(with_escaped_backslashes(rest().substr(1, end - at_ - 1)), decoded);
    if (!why.empty()) {
      fail(std::move(why));
      return;
    }
    add(Kind::kText).value = Value::of(std::move(decoded));
    advance(end + 1 - at_);
  }

  // The end of digits with single underscores between them, from `at` on; `at` itself if there are none.
  std::size_t digits_end(std::size_t at, std::string_view digits = "0123456789") const {
    const auto is_one = [&](std::size_t i) {
      return i < text_.size() && digits.find(text_[i]) != std::string_view::npos;
    };
    if (!is_one(at)) {
      return at;
    }
    while (is_one(at) || (at < text_.size() && text_[at] == '_' && is_one(at + 1))) {
      ++at;
    }
    return at;
  }

  void read_number() {
    const std::size_t whole = digits_end(at_);
    std::size_t end = whole;
    if (at_ == 0 || text_[at_ - 1] != '.') {
      if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
        end = digits_end(end + 1);
      }
      if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        const std::size_t sign = end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-') ? 1 : 0;
        const std::size_t exponent = digits_end(end + 1 + sign);
        end = exponent > end + 1 + sign ? exponent : end;
      }
    }
    if (end == whole) {
      read_whole(whole);
      return;
    }
    const std::string digits = replace_all(std::string(rest().substr(0, end - at_)), "_", "");
    add(Kind::kNumber).value = Value::of(std::strtod(digits.c_str(), nullptr));
    advance(end - at_);
  }

  void read_whole(std::size_t end) {
    int base = 10;
    if (peek() == '0') {
      const char letter = static_cast<char>(peek(1) | 0x20);
      base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
      const std::string_view digits =
          std::string_view("0123456789abcdefABCDEF").substr(0, base == 16 ? 22 : static_cast<std::size_t>(base));
      const std::size_t behind = at_ + 2 + (peek(2) == '_' ? 1 : 0);
      if (base != 10 && digits_end(behind, digits) > behind) {
        end = digits_end(behind, digits);
      } else {
        base = 10;
        end = digits_end(at_, "0");
      }
    }
    const std::string digits = replace_all(std::string(rest().substr(0, end - at_)), "_", "");
    if (base == 10 && digits.size() > kDigitsMax) {
      fail("a whole number of more than " + std::to_string(kDigitsMax) + " digits");
      return;
    }
    std::int64_t number = 0;
    const char* first = digits.data() + (base == 10 ? 0 : 2);
    const auto [last, code] = std::from_chars(first, digits.data() + digits.size(), number, base);
    if (code != std::errc() && base != 10) {
      fail("a number beyond 64 bits: " + digits, ErrorKind::kUnsupported);
      return;
    }
    const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
    add(Kind::kNumber).value = code == std::errc() || is_zero ? Value::of(number) : Value::of_big(digits);
    advance(end - at_);
  }

  void read_operator(std::string& open) {
    constexpr std::array<std::string_view, 26> kOperators{"//", "**", "==", "!=", ">=", "<=", "+", "-", "/",
                                                          "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                                          ">",  "<",  "=",  ".",  ":",  "|",  ",", ";"};
    const auto found = std::find_if(kOperators.begin(), kOperators.end(), [&](auto op) { return at_text(op); });
    if (found == kOperators.end()) {
      fail("unexpected character " + printable(rest().substr(0, 1), 1));
      return;
    }
    const char c = (*found)[0];
    if (c == '(' || c == '[' || c == '{') {
      open += c == '(' ? ')' : c == '[' ? ']' : '}';
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || open.back() != c) {
        fail(std::string("unexpected '") + c + "'" +
             (open.empty() ? "" : std::string(", '") + open.back() + "' expected"));
        return;
      }
      open.pop_back();
    }
    add(Kind::kOperator, std::string(*found));
    advance(found->size());
  }

  std::string text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<TemplateToken> tokens_;
  std::string why_;
  ErrorKind kind_ = ErrorKind::kInvalidConfig;
};

}  // namespace

Result<std::vector<TemplateToken>> tokenize(std::string_view source) {
  return TemplateLexer(with_plain_lines(source)).read();
}

}  // namespace assay::templates
