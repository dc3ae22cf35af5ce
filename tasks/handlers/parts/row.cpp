// Reading a row's fields, with errors that name the field, what was found and what would be right.
#include "tasks/handlers/parts/row.h"

#include <cmath>

#include "harness/base/text.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {

const Value* RowReader::find(std::string_view key) {
  if (error_) {
    return nullptr;
  }
  const Value* value = row_.find(key);
  if (value == nullptr) {
    fail(key, row_.is_dict() ? "is missing" : "the row is no dict");
  }
  return value;
}

void RowReader::fail(std::string_view key, std::string_view problem) {
  if (!error_) {
    error_ = Error{ErrorKind::kCorrupt, "field '" + std::string(key) + "': " + std::string(problem)};
  }
}

std::string RowReader::text(std::string_view key) {
  const Value* value = find(key);
  if (value != nullptr && !value->is_text()) {
    fail(key, printable(to_json(*value), 40) + " is no text");
    return {};
  }
  return value == nullptr ? std::string() : value->as_text();
}

std::string RowReader::text_or(std::string_view key, std::string_view absent) {
  const Value* value = row_.find(key);
  return value == nullptr || value->is_none() ? std::string(absent) : text(key);
}

std::int64_t RowReader::integer(std::string_view key) {
  const Value* value = find(key);
  if (value == nullptr) {
    return 0;
  }
  if (value->kind() == Value::Kind::kInteger || value->kind() == Value::Kind::kBool) {
    return value->as_integer();
  }
  if (value->kind() == Value::Kind::kReal) {
    const double real = value->as_real();
    const auto whole = std::fabs(real) < 9e15 ? static_cast<std::int64_t>(real) : 0;
    if (static_cast<double>(whole) == real) {
      return whole;
    }
  }
  if (value->is_text()) {
    if (const auto number = parse_int(python_strip(value->as_text()))) {
      return *number;
    }
  }
  fail(key, printable(to_json(*value), 40) + " is no whole number");
  return 0;
}

std::vector<std::string> RowReader::texts(std::string_view key) {
  const Value* value = find(key);
  if (value == nullptr) {
    return {};
  }
  auto texts = texts_of(*value);
  if (!texts) {
    fail(key, printable(to_json(*value), 40) + " is no list of texts");
    return {};
  }
  return std::move(*texts);
}

std::vector<Value> RowReader::list(std::string_view key) {
  const Value* value = find(key);
  if (value != nullptr && !value->is_list()) {
    fail(key, printable(to_json(*value), 40) + " is no list");
    return {};
  }
  return value == nullptr ? std::vector<Value>() : value->items();
}

Value RowReader::any(std::string_view key) {
  const Value* value = find(key);
  return value == nullptr ? Value() : *value;
}

Value list_of_texts(const std::vector<std::string>& texts) {
  Value::List items;
  items.reserve(texts.size());
  for (const std::string& text : texts) {
    items.push_back(Value::of(text));
  }
  return Value::list(std::move(items));
}

std::optional<std::vector<std::string>> texts_of(const Value& value) {
  if (!value.is_list()) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  texts.reserve(value.items().size());
  for (const Value& item : value.items()) {
    if (!item.is_text()) {
      return std::nullopt;
    }
    texts.push_back(item.as_text());
  }
  return texts;
}

Result<std::vector<Value>> map_rows(std::vector<Value> rows, Result<Value> (*change)(const Value& row)) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto changed = change(rows[i]);
    if (!changed) {
      return std::move(changed.error()).in("row " + std::to_string(i));
    }
    rows[i] = std::move(*changed);
  }
  return rows;
}

}  // namespace assay
