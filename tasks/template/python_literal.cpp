// ast.literal_eval: a reader of Python's literals.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

constexpr int kDepthMax = 100;
constexpr std::size_t kDigitsMax = 4300;  // Python's own limit

bool is_number_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

// Recursive descent. A function returns false once something is wrong; why_ says what.
class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : text_(text) {}

  Result<Value> read() {
    at_ = std::min(text_.find_first_not_of(" \t"), text_.size());
    skip_blank_lines();
    Value value;
    if (read_bare(value) && (skip_space(true), at_ != text_.size())) {
      fail("a literal, and something behind it");
    }
    if (!why_.empty()) {
      return Error{kind_, "at character " + std::to_string(code_points(text_.substr(0, failed_at_)) + 1) + " of " +
                              printable(text_, 60) + ": " + why_};
    }
    return value;
  }

 private:
  bool fail(std::string why, ErrorKind kind = ErrorKind::kInvalidConfig) {
    if (why_.empty()) {
      why_ = std::move(why);
      kind_ = kind;
      failed_at_ = std::min(at_, text_.size());
    }
    return false;
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool take(char c) {
    if (at_ < text_.size() && text_[at_] == c) {
      ++at_;
      return true;
    }
    return false;
  }

  void skip_blank_lines() {
    std::size_t line = at_;
    while (line < text_.size() && (text_[line] == '\n' || text_[line] == '\r' || text_[line] == '#')) {
      line = std::min(text_[line] == '#' ? text_.find('\n', line) : line + 1, text_.size());
      at_ = line;
    }
  }

  // Lines go on inside brackets only; behind the literal they may end.
  void skip_space(bool over_lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
        at_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\t' || c == '\f' || (over_lines && (c == '\n' || c == '\r'))) {
        ++at_;
      } else {
        return;
      }
    }
  }
  void skip_space() { skip_space(brackets_ > 0); }

  // One literal, or a tuple without brackets.
  bool read_bare(Value& value) {
    skip_space();
    if (!read_value(value, 0)) {
      return false;
    }
    skip_space();
    if (!take(',')) {
      return true;
    }
    Value::List items{value};
    for (skip_space(); at_ < text_.size() && peek() != '\n' && peek() != '\r'; skip_space()) {
      if (!read_value(items.emplace_back(), 0)) {
        return false;
      }
      skip_space();
      if (!take(',')) {
        break;
      }
    }
    value = Value::tuple(std::move(items));
    return true;
  }

  bool read_value(Value& value, int depth) {
    if (depth > kDepthMax) {
      return fail("nested deeper than " + std::to_string(kDepthMax));
    }
    const char c = peek();
    if (c == '[' || c == '(' || c == '{') {
      ++at_;
      ++brackets_;
      const bool is_fine = c == '{' ? read_braces(value, depth) : read_sequence(value, c, depth);
      --brackets_;
      return is_fine && not_called();
    }
    if (c == '-' || c == '+') {
      return read_signed(value, depth);
    }
    if ((c >= '0' && c <= '9') || c == '.') {
      return read_number(value);
    }
    return at_text() ? read_texts(value) : read_word(value);
  }

  // What follows a closed bracket would call it or index it.
  bool not_called() {
    skip_space();
    return peek() == '(' || peek() == '[' ? fail("a call or an index: not a literal") : true;
  }

  bool read_items(Value::List& items, char end, bool& had_comma, int depth) {
    for (skip_space(); !take(end); skip_space()) {
      if (!items.empty() && !had_comma) {
        return fail(std::string("',' or '") + end + "' expected");
      }
      if (!read_value(items.emplace_back(), depth + 1)) {
        return false;
      }
      skip_space();
      had_comma = take(',');
    }
    return true;
  }

  bool read_sequence(Value& value, char open, int depth) {
    Value::List items;
    bool had_comma = false;
    if (!read_items(items, open == '[' ? ']' : ')', had_comma, depth)) {
      return false;
    }
    if (open == '[') {
      value = Value::list(std::move(items));
    } else if (items.size() == 1 && !had_comma) {
      value = Value(items[0]);
    } else {
      value = Value::tuple(std::move(items));
    }
    return true;
  }

  bool read_braces(Value& value, int depth) {
    skip_space();
    if (take('}')) {
      value = Value::dict({});
      return true;
    }
    Value first;
    if (!read_value(first, depth + 1)) {
      return false;
    }
    skip_space();
    return peek() == ':' ? read_dict(value, std::move(first), depth) : read_set(value, std::move(first), depth);
  }

  bool is_key(const Value& value) {
    if (value.kind() == Value::Kind::kTuple) {
      return std::all_of(value.items().begin(), value.items().end(), [&](const Value& item) { return is_key(item); });
    }
    return value.kind() == Value::Kind::kList || value.is_dict() ? fail("a list or a dict cannot be a key") : true;
  }

  bool read_dict(Value& value, Value key, int depth) {
    Value::Dict fields;
    while (true) {
      skip_space();
      if (!take(':')) {
        return fail("':' expected");
      }
      skip_space();
      ValueField& field = fields.emplace_back(ValueField{.key = std::move(key), .value = {}});
      if (!is_key(field.key) || !read_value(field.value, depth + 1)) {
        return false;
      }
      skip_space();
      const bool had_comma = take(',');
      skip_space();
      if (take('}')) {
        value = Value::dict(std::move(fields));
        return true;
      }
      if (!had_comma) {
        return fail("',' or '}' expected");
      }
      key = Value();
      if (!read_value(key, depth + 1)) {
        return false;
      }
    }
  }

  bool read_set(Value& value, Value first, int depth) {
    Value::List items{std::move(first)};
    bool had_comma = take(',');
    if (!read_items(items, '}', had_comma, depth)) {
      return false;
    }
    Value::List unique;
    for (Value& item : items) {
      if (!is_key(item)) {
        return false;
      }
      if (std::find(unique.begin(), unique.end(), item) == unique.end()) {
        unique.push_back(std::move(item));
      }
    }
    value = Value::list(std::move(unique));
    return true;
  }

  bool read_signed(Value& value, int depth) {
    const bool is_negative = text_[at_++] == '-';
    skip_space();
    if (peek() == '-' || peek() == '+') {
      return fail("two signs");
    }
    if (!read_value(value, depth + 1)) {
      return false;
    }
    using Kind = Value::Kind;
    if (!value.is_number() || value.kind() == Kind::kBool) {
      return fail("a sign before what is no number");
    }
    if (is_negative && value.kind() == Kind::kReal) {
      value = Value::of(-value.as_real());
    } else if (is_negative) {
      const std::string digits = python_repr(value);
      value = digits == "0" ? value : Value::of_big(digits[0] == '-' ? digits.substr(1) : "-" + digits);
    }
    return true;
  }

  bool read_number(Value& value) {
    const std::size_t begin = at_;
    while (is_number_letter(peek()) ||
           ((peek() == '+' || peek() == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E') && peek(0) != '\0' &&
            !is_based(text_.substr(begin, at_ - begin)))) {
      ++at_;
    }
    const std::string word(text_.substr(begin, at_ - begin));
    const std::string digits = without_underscores(word);
    if (digits.empty()) {
      return fail("not a number: " + word);
    }
    if (digits.back() == 'j' || digits.back() == 'J') {
      return fail("a complex number", ErrorKind::kUnsupported);
    }
    return is_based(digits) ? read_based(digits, value) : read_decimal(digits, value);
  }

  static bool is_based(std::string_view digits) {
    constexpr std::string_view kBases = "xXoObB";
    return digits.size() > 1 && digits[0] == '0' && kBases.find(digits[1]) != std::string_view::npos;
  }

  // Underscores stand between digits (or behind a base); anywhere else the text is no number, and comes back empty.
  static std::string without_underscores(const std::string& word) {
    std::string digits;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] != '_') {
        digits += word[i];
        continue;
      }
      const bool is_between =
          i > 0 && i + 1 < word.size() && std::isxdigit(static_cast<unsigned char>(word[i + 1])) != 0;
      const bool is_behind_base = i == 2 && is_based(word);
      if (!is_between || (!is_behind_base && std::isxdigit(static_cast<unsigned char>(word[i - 1])) == 0)) {
        return "";
      }
    }
    return digits;
  }

  bool read_based(const std::string& digits, Value& value) {
    const char letter = static_cast<char>(digits[1] | 0x20);
    const int base = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(digits.data() + 2, digits.data() + digits.size(), number, base);
    if (end != digits.data() + digits.size() || digits.size() == 2 || digits[2] == '-') {
      return fail("not a number: " + digits);
    }
    if (code != std::errc()) {
      return fail("a number beyond 64 bits: " + digits, ErrorKind::kUnsupported);
    }
    value = Value::of(number);
    return true;
  }

  bool read_decimal(const std::string& digits, Value& value) {
    if (digits.find_first_not_of("0123456789") == std::string::npos) {
      const std::size_t first = digits.find_first_not_of('0');
      if (digits.size() > 1 && digits[0] == '0' && first != std::string::npos) {
        return fail("a whole number with a leading zero: " + digits);
      }
      if (digits.size() > kDigitsMax) {
        return fail("a whole number of more than " + std::to_string(kDigitsMax) + " digits");
      }
      value = first == std::string::npos ? Value::of(std::int64_t{0}) : Value::of_big(digits);
      return true;
    }
    char* end = nullptr;
    const double real = std::strtod(digits.c_str(), &end);
    if (end != digits.c_str() + digits.size() || digits.find_first_of("nNiIxXpP") != std::string::npos) {
      return fail("not a number: " + digits);
    }
    value = Value::of(real);
    return true;
  }

  // The length of a text's prefix at the cursor (letters before the quote), if a text begins there.
  std::optional<std::size_t> prefix_length() const {
    for (std::size_t length = 0; length <= 2; ++length) {
      const char c = peek(length);
      if (c == '\'' || c == '"') {
        std::string prefix(text_.substr(at_, length));
        std::transform(prefix.begin(), prefix.end(), prefix.begin(),
                       [](char x) { return static_cast<char>(x | 0x20); });
        constexpr std::string_view kPrefixes = " r u b br rb f fr rf ";
        return length == 0 || kPrefixes.find(" " + prefix + " ") != std::string_view::npos ? std::optional(length)
                                                                                           : std::nullopt;
      }
    }
    return std::nullopt;
  }
  bool at_text() const { return prefix_length().has_value(); }

  bool read_texts(Value& value) {
    std::string text;
    while (at_text()) {
      if (!read_one_text(text)) {
        return false;
      }
      skip_space();
    }
    value = Value::of(std::move(text));
    return peek() == '(' || peek() == '[' || peek() == '.' || peek() == '%' ? fail("an operation: not a literal")
                                                                            : true;
  }

  bool read_one_text(std::string& out) {
    const std::size_t length = *prefix_length();
    std::string prefix(text_.substr(at_, length));
    std::transform(prefix.begin(), prefix.end(), prefix.begin(), [](char x) { return static_cast<char>(x | 0x20); });
    if (prefix.find('f') != std::string::npos) {
      return fail("a formatted text: not a literal");
    }
    if (prefix.find('b') != std::string::npos) {
      return fail("bytes", ErrorKind::kUnsupported);
    }
    at_ += length;
    const char quote = peek();
    const bool is_long = peek(1) == quote && peek(2) == quote;
    const std::string close(is_long ? 3 : 1, quote);
    at_ += close.size();
    const std::size_t begin = at_;
    while (text_.substr(at_, close.size()) != close) {
      if (at_ >= text_.size() || (!is_long && (peek() == '\n' || peek() == '\r'))) {
        return fail("a text without its closing quote");
      }
      at_ = std::min(at_ + (peek() == '\\' ? 2 : 1), text_.size());
    }
    std::string body = replace_all(std::string(text_.substr(begin, at_ - begin)), "\r\n", "\n");
    std::replace(body.begin(), body.end(), '\r', '\n');
    at_ += close.size();
    if (prefix.find('r') != std::string::npos) {
      out += body;
      return true;
    }
    std::string why = templates::unescape(body, out);
    return why.empty() || fail(std::move(why));
  }

  bool read_word(Value& value) {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != '.' &&
           (is_number_letter(text_[end]) || static_cast<unsigned char>(text_[end]) >= 0x80)) {
      ++end;
    }
    const std::string word(text_.substr(at_, end - at_));
    if (word == "None") {
      value = Value();
    } else if (word == "True" || word == "False") {
      value = Value::of_bool(word == "True");
    } else if (word == "set" && text_.substr(end, 2) == "()") {
      value = Value::list({});
      end += 2;
    } else {
      return fail(word.empty() ? "a literal expected" : "'" + printable(word, 40) + "' is no literal");
    }
    at_ = end;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int brackets_ = 0;
  std::string why_;
  ErrorKind kind_ = ErrorKind::kInvalidConfig;
  std::size_t failed_at_ = 0;
};

}  // namespace

Result<Value> python_literal(std::string_view text) { return LiteralReader(text).read(); }

}  // namespace assay
