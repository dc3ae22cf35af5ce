// JSON by Value's parser, line by line or as a whole.
#include "tasks/data/formats/json_rows.h"

#include <algorithm>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

bool is_rows(const Value& value) {
  return value.is_list() &&
         std::all_of(value.items().begin(), value.items().end(), [](const Value& item) { return item.is_dict(); });
}

// The one field that holds rows.
Result<Value::List> rows_within(const Value& document) {
  const Value* found = nullptr;
  for (const ValueField& field : document.fields()) {
    if (!is_rows(field.value) || field.value.items().empty()) {
      continue;
    }
    if (found != nullptr) {
      return Error{ErrorKind::kCorrupt, "several fields hold lists of objects; name one: field"};
    }
    found = &field.value;
  }
  if (found == nullptr) {
    return Error{ErrorKind::kCorrupt, "no field holds a list of objects"};
  }
  return found->items();
}

}  // namespace

Result<Value::List> json_line_rows(std::string_view text) {
  Value::List rows;
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) {
      continue;
    }
    auto row = parse_json_value(trim(line));
    if (!row) {
      return std::move(row.error()).in("line " + std::to_string(number));
    }
    if (!row->is_dict()) {
      return Error{ErrorKind::kCorrupt, "line " + std::to_string(number) + ": not an object: " + printable(line, 60)};
    }
    rows.push_back(std::move(*row));
  }
  return rows;
}

Result<Value::List> json_document_rows(std::string_view text, const std::string& field) {
  const auto document = parse_json_value(text);
  if (!document) {
    return document.error();
  }
  if (field.empty()) {
    if (is_rows(*document)) {
      return document->items();
    }
    return document->is_dict() ? rows_within(*document) : Error{ErrorKind::kCorrupt, "neither objects nor an object"};
  }
  const Value* within = document->find(field);
  if (within == nullptr || !is_rows(*within)) {
    return Error{ErrorKind::kCorrupt, "field '" + field + "' is not a list of objects"};
  }
  return within->items();
}

}  // namespace assay
