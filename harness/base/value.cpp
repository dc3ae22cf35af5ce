// Values: building and comparing.
#include "harness/base/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "harness/base/check.h"

namespace assay {
namespace {

// Python compares an integer with a real exactly; beyond 2^53 a rounded comparison would call unequal numbers equal.
bool same_number(std::int64_t whole, double real) {
  return real >= -0x1p63 && real < 0x1p63 && std::trunc(real) == real && static_cast<std::int64_t>(real) == whole;
}

bool is_whole(const Value& value) {
  return value.kind() == Value::Kind::kBool || value.kind() == Value::Kind::kInteger;
}

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
    const auto twin =
        std::find_if(unique.begin(), unique.end(), [&](const ValueField& f) { return f.key == field.key; });
    if (twin != unique.end()) {
      twin->value = std::move(field.value);
    } else {
      unique.push_back(std::move(field));
    }
  }
  return Value(Content(std::make_shared<const Dict>(std::move(unique))));
}

Value::Kind Value::kind() const {
  constexpr std::array kKinds{Kind::kNone,       Kind::kBool, Kind::kInteger, Kind::kReal,
                              Kind::kBigInteger, Kind::kText, Kind::kList,    Kind::kDict};
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

}  // namespace assay
