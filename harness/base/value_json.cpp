// Values as JSON, in and out.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "harness/base/value.h"

namespace assay {
namespace {

constexpr std::size_t kDepthMax = 512;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Recursive descent over one text. The libraries at hand refuse Python's bare NaN and Infinity, round long integers
// and reject lone surrogates, all of which published data sets hold.
class JsonParser {
 public:
  explicit JsonParser(std::string_view text) : text_(text) {}

  Result<Value> parse() {
    Value value;
    skip_space();
    if (!read_value(value, 0)) {
      return failure();
    }
    skip_space();
    if (at_ != text_.size()) {
      fail("text behind the JSON value");
      return failure();
    }
    return value;
  }

 private:
  Error failure() const {
    return {ErrorKind::kCorrupt, "byte " + std::to_string(failed_at_) + ": " + std::string(why_)};
  }

  bool fail(std::string_view why) {
    if (why_.empty()) {
      why_ = why;
      failed_at_ = at_;
    }
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) {
      return false;
    }
    at_ += word.size();
    return true;
  }

  bool read_value(Value& value, std::size_t depth) {
    if (depth > kDepthMax) {
      return fail("nested too deeply");
    }
    switch (peek()) {
      case '{':
        return read_object(value, depth);
      case '[':
        return read_array(value, depth);
      case '"': {
        std::string text;
        if (!read_text(text)) {
          return false;
        }
        value = Value::of(std::move(text));
        return true;
      }
      default:
        return read_word(value) || read_number(value);
    }
  }

  bool read_word(Value& value) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (take("true") || take("false")) {
      value = Value::of_bool(text_[at_ - 2] == 'u');
    } else if (take("null")) {
      value = Value();
    } else if (take("NaN")) {
      value = Value::of(std::numeric_limits<double>::quiet_NaN());
    } else if (take("Infinity")) {
      value = Value::of(kInfinity);
    } else if (take("-Infinity")) {
      value = Value::of(-kInfinity);
    } else {
      return false;
    }
    return true;
  }

  std::size_t digits_at(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && is_digit(text_[end])) {
      ++end;
    }
    return end - at;
  }

  bool read_number(Value& value) {
    std::size_t end = at_ + (peek() == '-' ? 1 : 0);
    const std::size_t whole = digits_at(end);
    if (whole == 0 || (whole > 1 && text_[end] == '0')) {
      return fail("not a JSON value");
    }
    end += whole;
    bool is_real = false;
    if (end < text_.size() && text_[end] == '.') {
      is_real = true;
      const std::size_t digits = digits_at(end + 1);
      if (digits == 0) {
        return fail("a number without digits behind its point");
      }
      end += 1 + digits;
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      is_real = true;
      const std::size_t sign = end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-') ? 1 : 0;
      const std::size_t digits = digits_at(end + 1 + sign);
      if (digits == 0) {
        return fail("a number without an exponent's digits");
      }
      end += 1 + sign + digits;
    }
    const std::string number(text_.substr(at_, end - at_));
    value = is_real ? Value::of(std::strtod(number.c_str(), nullptr)) : Value::of_big(number);
    at_ = end;
    return true;
  }

  bool read_array(Value& value, std::size_t depth) {
    Value::List items;
    ++at_;
    skip_space();
    if (take("]")) {
      value = Value::list({});
      return true;
    }
    do {
      skip_space();
      if (!read_value(items.emplace_back(), depth + 1)) {
        return false;
      }
      skip_space();
    } while (take(","));
    value = Value::list(std::move(items));
    return take("]") || fail("',' or ']' expected");
  }

  bool read_object(Value& value, std::size_t depth) {
    Value::Dict fields;
    ++at_;
    skip_space();
    if (take("}")) {
      value = Value::dict({});
      return true;
    }
    do {
      skip_space();
      std::string key;
      if (!read_text(key)) {
        return false;
      }
      skip_space();
      if (!take(":")) {
        return fail("':' expected");
      }
      skip_space();
      ValueField& field = fields.emplace_back(ValueField{.key = Value::of(std::move(key)), .value = {}});
      if (!read_value(field.value, depth + 1)) {
        return false;
      }
      skip_space();
    } while (take(","));
    value = Value::dict(std::move(fields));
    return take("}") || fail("',' or '}' expected");
  }

  bool read_text(std::string& text) {
    if (!take("\"")) {
      return fail("a text expected");
    }
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) {
        return fail("a control character inside a text");
      }
      if (text_[at_] == '\\') {
        if (!read_escape(text)) {
          return false;
        }
        continue;
      }
      text += text_[at_++];
    }
    return take("\"") || fail("a text without its end");
  }

  bool read_escape(std::string& text) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (const std::size_t letter = kLetters.find(peek()); letter != std::string_view::npos && at_ < text_.size()) {
      text += kMeanings[letter];
      ++at_;
      return true;
    }
    const auto first = read_hex();
    if (!first) {
      return fail("an unknown escape");
    }
    std::uint32_t point = *first;
    if (point >= 0xD800 && point < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      const std::size_t back = at_;
      ++at_;
      const auto second = read_hex();
      if (second && *second >= 0xDC00 && *second < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (*second - 0xDC00);
      } else {
        at_ = back;
      }
    }
    append_point(point >= 0xD800 && point < 0xE000 ? 0xFFFD : point, text);
    return true;
  }

  // "uXXXX" at the cursor.
  std::optional<std::uint32_t> read_hex() {
    std::uint32_t point = 0;
    const std::string_view hex = text_.substr(std::min(at_ + 1, text_.size()), 4);
    const auto [end, code] = std::from_chars(hex.data(), hex.data() + hex.size(), point, 16);
    if (peek() != 'u' || hex.size() != 4 || code != std::errc() || end != hex.data() + 4) {
      return std::nullopt;
    }
    at_ += 5;
    return point;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view why_;
  std::size_t failed_at_ = 0;
};

void append_json(const Value& value, std::string& out);

void append_text(const std::string& text, std::string& out) {
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_real(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    return;
  }
  const std::string number = exact_number(value);
  out += number;
  out += number.find_first_of(".eE") == std::string::npos ? ".0" : "";
}

void append_dict(const Value::Dict& fields, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += i == 0 ? "" : ",";
    append_text(fields[i].key.is_text() ? fields[i].key.as_text() : to_json(fields[i].key), out);
    out += ':';
    append_json(fields[i].value, out);
  }
  out += '}';
}

void append_json(const Value& value, std::string& out) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::kNone:
      out += "null";
      return;
    case Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Kind::kInteger:
      out += std::to_string(value.as_integer());
      return;
    case Kind::kBigInteger:
      out += value.as_text();
      return;
    case Kind::kReal:
      append_real(value.as_real(), out);
      return;
    case Kind::kText:
      append_text(value.as_text(), out);
      return;
    case Kind::kList:
    case Kind::kTuple:
      out += '[';
      for (std::size_t i = 0; i < value.items().size(); ++i) {
        out += i == 0 ? "" : ",";
        append_json(value.items()[i], out);
      }
      out += ']';
      return;
    case Kind::kDict:
      append_dict(value.fields(), out);
  }
}

}  // namespace

Result<Value> parse_json_value(std::string_view text) {
  if (!is_utf8(text)) {
    return Error{ErrorKind::kCorrupt, "not UTF-8"};
  }
  return JsonParser(text).parse();
}

std::string to_json(const Value& value) {
  std::string out;
  append_json(value, out);
  return out;
}

}  // namespace assay
