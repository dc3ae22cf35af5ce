// Python literals by recursive descent; depth is bounded, every byte is looked at a fixed number of times.
#include "tasks/handlers/parts/literal.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "harness/base/text.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr int kDepthMax = 64;

class LiteralParser {
 public:
  explicit LiteralParser(std::string_view text) : text_(text) {}

  Result<Value> whole() {
    auto value = parse_value(0);
    if (value && !at_end()) {
      return wrong("nothing more");
    }
    return value;
  }

 private:
  bool at_end() {
    skip_space();
    return at_ >= text_.size();
  }

  void skip_space() {
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f') {
        ++at_;
      } else {
        return;
      }
    }
  }

  char peek() {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char wanted) {
    const bool is_there = peek() == wanted && at_ < text_.size();
    at_ += is_there ? 1 : 0;
    return is_there;
  }

  Error wrong(std::string_view expected) const {
    return {ErrorKind::kCorrupt, "Python literal, byte " + std::to_string(at_) + ": expected " + std::string(expected)};
  }

  Result<Value> parse_value(int depth) {
    if (depth > kDepthMax) {
      return wrong("less nesting");
    }
    const char first = peek();
    if (first == '[' || first == '(') {
      ++at_;
      return parse_sequence(first == '[' ? ']' : ')', depth);
    }
    if (first == '{') {
      ++at_;
      return parse_dict(depth);
    }
    if (text_length() != 0) {
      return parse_texts();
    }
    if (first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9')) {
      return parse_number();
    }
    return parse_word();
  }

  // Bytes of a text's prefix and opening quote; 0 if no text starts here.
  std::size_t text_length() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t quote = rest.find_first_of("'\"");
    const bool has_prefix = quote == 1 && rest.find_first_of("rRuU") == 0;
    return quote == 0 ? 1 : (has_prefix ? 2 : 0);
  }

  Result<Value> parse_sequence(char close, int depth) {
    Value::List items;
    bool has_comma = false;
    while (!take(close)) {
      if (!items.empty() && !has_comma) {
        return wrong("',' or the closing bracket");
      }
      auto item = parse_value(depth + 1);
      if (!item) {
        return item;
      }
      items.push_back(std::move(*item));
      has_comma = take(',');
    }
    if (close == ']') {
      return Value::list(std::move(items));
    }
    const bool is_grouping = items.size() == 1 && !has_comma;
    return is_grouping ? items[0] : Value::tuple(std::move(items));
  }

  Result<Value> parse_dict(int depth) {
    Value::Dict fields;
    bool has_comma = true;
    while (!take('}')) {
      if (!has_comma) {
        return wrong("',' or '}'");
      }
      auto key = parse_value(depth + 1);
      if (!key) {
        return key;
      }
      if (!take(':')) {
        return wrong("':'");
      }
      auto value = parse_value(depth + 1);
      if (!value) {
        return value;
      }
      fields.push_back({std::move(*key), std::move(*value)});
      has_comma = take(',');
    }
    return Value::dict(std::move(fields));
  }

  Result<Value> parse_number() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_not_of("+-.0123456789eE_", at_), text_.size());
    const std::string digits = replace_all(std::string(text_.substr(begin, at_ - begin)), "_", "");
    if (const auto whole = parse_int(digits)) {
      return Value::of(*whole);
    }
    if (const auto real = parse_double(digits)) {
      return Value::of(*real);
    }
    at_ = begin;
    return wrong("a number");
  }

  Result<Value> parse_word() {
    const std::pair<std::string_view, Value> words[] = {
        {"None", Value()}, {"True", Value::of_bool(true)}, {"False", Value::of_bool(false)}};
    for (const auto& [word, value] : words) {
      if (starts_with(text_.substr(at_), word)) {
        at_ += word.size();
        return value;
      }
    }
    return wrong("a literal");
  }

  // Neighbouring texts are one text.
  Result<Value> parse_texts() {
    std::string joined;
    for (std::size_t length = text_length(); length != 0; skip_space(), length = text_length()) {
      const bool is_raw = length == 2 && (text_[at_] == 'r' || text_[at_] == 'R');
      at_ += length - 1;
      if (auto status = parse_text(is_raw, joined); !status) {
        return std::move(status.error());
      }
    }
    return Value::of(std::move(joined));
  }

  Status parse_text(bool is_raw, std::string& joined) {
    const char quote = text_[at_];
    const std::string triple(3, quote);
    const bool is_long = starts_with(text_.substr(at_), triple);
    const std::string close = is_long ? triple : std::string(1, quote);
    at_ += close.size();
    while (at_ < text_.size() && !starts_with(text_.substr(at_), close)) {
      const char byte = text_[at_];
      if (byte == '\n' && !is_long) {
        return wrong("a closing quote");
      }
      if (byte == '\\' && at_ + 1 < text_.size()) {
        if (auto status = parse_escape(is_raw, joined); !status) {
          return status;
        }
      } else {
        joined += byte;
        ++at_;
      }
    }
    if (at_ >= text_.size()) {
      return wrong("a closing quote");
    }
    at_ += close.size();
    return {};
  }

  Status parse_escape(bool is_raw, std::string& joined) {
    constexpr std::string_view kNames = "\n\\'\"abfnrtv";
    constexpr std::string_view kBytes = "\0\\'\"\a\b\f\n\r\t\v";
    const char name = text_[at_ + 1];
    const std::size_t known = kNames.find(name);
    if (is_raw) {
      joined += text_.substr(at_, 2);
      at_ += 2;
    } else if (name == '\n') {
      at_ += 2;
    } else if (known != std::string_view::npos) {
      joined += kBytes[known];
      at_ += 2;
    } else if (name == 'x' || name == 'u' || name == 'U') {
      return parse_hex(name == 'x' ? 2 : (name == 'u' ? 4 : 8), joined);
    } else if (name >= '0' && name <= '7') {
      parse_octal(joined);
    } else {
      joined += text_.substr(at_, 2);
      at_ += 2;
    }
    return {};
  }

  Status parse_hex(std::size_t digits, std::string& joined) {
    char32_t point = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const std::size_t at = at_ + 2 + i;
      const std::size_t digit =
          at < text_.size() ? std::string_view("0123456789abcdefABCDEF").find(text_[at]) : std::string_view::npos;
      if (digit == std::string_view::npos) {
        return wrong("hex digits");
      }
      point = point * 16 + static_cast<char32_t>(digit < 16 ? digit : digit - 6);
    }
    at_ += 2 + digits;
    const bool is_scalar = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    joined += utf8_of(std::u32string(1, is_scalar ? point : U'\xFFFD'));
    return {};
  }

  void parse_octal(std::string& joined) {
    char32_t point = 0;
    std::size_t at = at_ + 1;
    for (; at < text_.size() && at < at_ + 4 && text_[at] >= '0' && text_[at] <= '7'; ++at) {
      point = point * 8 + static_cast<char32_t>(text_[at] - '0');
    }
    at_ = at;
    joined += utf8_of(std::u32string(1, point));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Value> parse_literal(std::string_view text) { return LiteralParser(python_strip(text)).whole(); }

}  // namespace assay
