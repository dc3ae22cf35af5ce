// Values: building, comparing, JSON in and out.
#include "harness/base/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kDepthMax = 512;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Python compares an integer with a real exactly; beyond 2^53 a rounded comparison would call unequal numbers equal.
bool same_number(std::int64_t whole, double real) {
  return real >= -0x1p63 && real < 0x1p63 && std::trunc(real) == real && static_cast<std::int64_t>(real) == whole;
}

bool is_whole(const Value& value) { return value.kind() == Value::Kind::kBool || value.kind() == Value::Kind::kInteger; }

bool equal_numbers(const Value& a, const Value& b) {
  using Kind = Value::Kind;
  if (a.kind() == Kind::kBigInteger || b.kind() == Kind::kBigInteger) {
    return a.kind() == b.kind() && a.as_text() == b.as_text();
  }
  if (is_whole(a) && is_whole(b)) {
    return a.as_integer() == b.as_integer();
  }
  if (!is_whole(a) && !is_whole(b)) {
    return a.as_real() == b.as_real();
  }
  return is_whole(a) ? same_number(a.as_integer(), b.as_real()) : same_number(b.as_integer(), a.as_real());
}

void append_utf8(std::uint32_t point, std::string& text) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

const Value* find_key(const Value::Dict& fields, const Value& key) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const ValueField& f) { return f.key == key; });
  return found == fields.end() ? nullptr : &found->value;
}

bool equal_dicts(const Value::Dict& a, const Value::Dict& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const ValueField& field) {
           const Value* other = find_key(b, field.key);
           return other != nullptr && *other == field.value;
         });
}

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
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
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
    append_utf8(point >= 0xD800 && point < 0xE000 ? 0xFFFD : point, text);
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

Value::Value(Content content) : content_(std::move(content)) {}

Value Value::of_bool(bool value) { return Value(Content(value)); }
Value Value::of(std::int64_t value) { return Value(Content(value)); }
Value Value::of(double value) { return Value(Content(value)); }
Value Value::of(std::string_view text) { return of(std::string(text)); }
Value Value::of(std::string&& text) { return Value(Content(std::make_shared<const std::string>(std::move(text)))); }

Value Value::of_big(std::string digits) {
  std::int64_t small = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), small);
  if (code == std::errc() && end == digits.data() + digits.size()) {
    return of(small);
  }
  return Value(Content(std::make_shared<const Big>(Big{std::move(digits)})));
}

Value Value::list(List items) {
  return Value(Content(std::make_shared<const Sequence>(Sequence{.items = std::move(items)})));
}

Value Value::tuple(List items) {
  return Value(Content(std::make_shared<const Sequence>(Sequence{.items = std::move(items), .is_tuple = true})));
}

Value Value::dict(Dict fields) {
  Dict unique;
  unique.reserve(fields.size());
  for (ValueField& field : fields) {
    const auto twin = std::find_if(unique.begin(), unique.end(), [&](const ValueField& f) { return f.key == field.key; });
    if (twin != unique.end()) {
      twin->value = std::move(field.value);
    } else {
      unique.push_back(std::move(field));
    }
  }
  return Value(Content(std::make_shared<const Dict>(std::move(unique))));
}

Value::Kind Value::kind() const {
  constexpr std::array kKinds{Kind::kNone, Kind::kBool, Kind::kInteger, Kind::kReal,
                              Kind::kBigInteger, Kind::kText, Kind::kList, Kind::kDict};
  const Kind kind = kKinds[content_.index()];
  return kind == Kind::kList && std::get<std::shared_ptr<const Sequence>>(content_)->is_tuple ? Kind::kTuple : kind;
}

bool Value::is_number() const {
  const Kind k = kind();
  return k == Kind::kBool || k == Kind::kInteger || k == Kind::kBigInteger || k == Kind::kReal;
}

bool Value::as_bool() const {
  ASSAY_CHECK(kind() == Kind::kBool, "not a bool");
  return std::get<bool>(content_);
}

std::int64_t Value::as_integer() const {
  if (kind() == Kind::kBool) {
    return std::get<bool>(content_) ? 1 : 0;
  }
  ASSAY_CHECK(kind() == Kind::kInteger, "not an integer of 64 bits");
  return std::get<std::int64_t>(content_);
}

double Value::as_real() const {
  switch (kind()) {
    case Kind::kReal:
      return std::get<double>(content_);
    case Kind::kBigInteger:
      return std::strtod(as_text().c_str(), nullptr);
    default:
      return static_cast<double>(as_integer());
  }
}

const std::string& Value::as_text() const {
  if (const auto* big = std::get_if<std::shared_ptr<const Big>>(&content_)) {
    return (*big)->digits;
  }
  ASSAY_CHECK(is_text(), "not a text");
  return *std::get<std::shared_ptr<const std::string>>(content_);
}

const Value::List& Value::items() const {
  ASSAY_CHECK(is_list(), "neither list nor tuple");
  return std::get<std::shared_ptr<const Sequence>>(content_)->items;
}

const Value::Dict& Value::fields() const {
  ASSAY_CHECK(is_dict(), "not a dict");
  return *std::get<std::shared_ptr<const Dict>>(content_);
}

const Value* Value::find(std::string_view key) const {
  if (!is_dict()) {
    return nullptr;
  }
  for (const ValueField& field : fields()) {
    if (field.key.is_text() && field.key.as_text() == key) {
      return &field.value;
    }
  }
  return nullptr;
}

std::optional<std::string> Value::text_at(std::string_view key) const {
  const Value* found = find(key);
  return found != nullptr && found->is_text() ? std::optional(found->as_text()) : std::nullopt;
}

Value Value::with(std::string_view key, Value value) const {
  Dict changed = fields();
  changed.push_back({.key = of(key), .value = std::move(value)});
  return dict(std::move(changed));
}

Value Value::without(std::string_view key) const {
  Dict changed;
  for (const ValueField& field : fields()) {
    if (!field.key.is_text() || field.key.as_text() != key) {
      changed.push_back(field);
    }
  }
  return dict(std::move(changed));
}

bool Value::operator==(const Value& other) const {
  if (is_number() && other.is_number()) {
    return equal_numbers(*this, other);
  }
  if (kind() != other.kind()) {
    return false;
  }
  switch (kind()) {
    case Kind::kText:
      return as_text() == other.as_text();
    case Kind::kList:
    case Kind::kTuple:
      return items() == other.items();
    case Kind::kDict:
      return equal_dicts(fields(), other.fields());
    default:
      return true;
  }
}

Result<Value> parse_json_value(std::string_view text) {
  if (utf8_complete_length(text) != text.size() || valid_utf8(text) != text) {
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
