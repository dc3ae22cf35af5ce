// Value: a piece of data as Python and JSON know it; rows of data sets, what task templates compute with, JSON lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/base/result.h"

namespace assay {

struct ValueField;

// Immutable once built. Copies are cheap: lists, dicts and texts are shared by all copies, which own them together
// (nobody can change them, so nobody needs to know of the others). Any thread.
class Value {
 public:
  enum class Kind : std::uint8_t {
    kNone,
    kBool,
    kInteger,     // 64 bits
    kBigInteger,  // a whole number beyond 64 bits, as its decimal digits
    kReal,
    kText,  // UTF-8
    kList,
    kTuple,  // a list that prints with round brackets
    kDict,   // in insertion order; keys are unique
  };
  using List = std::vector<Value>;
  using Dict = std::vector<ValueField>;

  Value() = default;  // None
  static Value of_bool(bool value);
  static Value of(std::int64_t value);
  static Value of(double value);
  static Value of(std::string_view text);
  static Value of(std::string&& text);
  static Value of(const char* text) { return of(std::string_view(text)); }
  static Value of_big(std::string digits);  // "-123..." of any length; 64-bit ones become kInteger
  static Value list(List items);
  static Value tuple(List items);
  static Value dict(Dict fields);  // a later field with the same key replaces the value of the earlier one

  Kind kind() const;
  bool is_none() const { return kind() == Kind::kNone; }
  bool is_text() const { return kind() == Kind::kText; }
  bool is_dict() const { return kind() == Kind::kDict; }
  bool is_list() const { return kind() == Kind::kList || kind() == Kind::kTuple; }
  bool is_number() const;  // bool, integer, big integer or real

  // Each REQUIRES the kind.
  bool as_bool() const;
  std::int64_t as_integer() const;     // kBool (0 or 1) and kInteger
  double as_real() const;              // is_number()
  const std::string& as_text() const;  // kText; kBigInteger: its digits
  const List& items() const;           // is_list()
  const Dict& fields() const;          // kDict

  // The field of a dict with this text key; nullptr if there is none, or if this is no dict.
  const Value* find(std::string_view key) const;
  // The text of that field; nothing if it is absent or no text.
  std::optional<std::string> text_at(std::string_view key) const;

  // A copy with one field set: replaced in place, or appended. REQUIRES: a dict.
  Value with(std::string_view key, Value value) const;
  Value without(std::string_view key) const;

  // Python's ==: numbers by value over kinds (1 == 1.0 == True), lists and tuples apart, dicts in any order.
  bool operator==(const Value& other) const;
  bool operator!=(const Value& other) const { return !(*this == other); }

 private:
  struct Big {
    std::string digits;
  };
  struct Sequence {
    List items;
    bool is_tuple = false;
  };
  using Content =
      std::variant<std::monostate, bool, std::int64_t, double, std::shared_ptr<const Big>,
                   std::shared_ptr<const std::string>, std::shared_ptr<const Sequence>, std::shared_ptr<const Dict>>;
  explicit Value(Content content);

  Content content_;
};

struct ValueField {
  Value key;
  Value value;
};

// JSON (RFC 8259), and the bare words NaN, Infinity and -Infinity that Python writes. Integers of any length are kept.
// Depth is bounded (512). A lone surrogate escape becomes U+FFFD; bytes that are not UTF-8 are refused. kCorrupt with
// the byte's offset.
Result<Value> parse_json_value(std::string_view text);

// One JSON text without spaces, fields in their order; tuples as lists, keys that are no texts in their JSON form as
// texts. NaN and infinities as the bare words above. The same value gives the same text: what document identities are
// made of.
std::string to_json(const Value& value);

}  // namespace assay
