// Each condition is a comparison; nothing is computed.
#include "tasks/lm_eval/where.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

Error bad(const std::string& column, std::string_view message) {
  return {ErrorKind::kInvalidConfig, "where." + printable(column, 60) + ": " + std::string(message)};
}

Error bad_row(const std::string& column, std::string_view message) {
  return {ErrorKind::kCorrupt, "where: column '" + printable(column, 60) + "' " + std::string(message)};
}

bool is_one_of(const Value& value, const Value& wanted) {
  if (!wanted.is_list()) {
    return value == wanted;
  }
  return std::find(wanted.items().begin(), wanted.items().end(), value) != wanted.items().end();
}

Value cut(const Value& value, const Value& marks) {
  if (!value.is_text()) {
    return value;
  }
  for (const Value& mark : marks.items()) {
    if (const std::size_t at = value.as_text().find(mark.as_text()); at != std::string::npos) {
      return Value::of(std::string_view(value.as_text()).substr(0, at));
    }
  }
  return value;
}

std::optional<bool> has_no_elements(const Value& value) {
  if (value.is_text()) {
    return value.as_text().empty();
  }
  if (value.is_list()) {
    return value.items().empty();
  }
  return value.is_dict() ? std::optional(value.fields().empty()) : std::nullopt;
}

Status check_column(const std::string& column, const Value& wanted) {
  if (!wanted.is_dict()) {
    return {};
  }
  constexpr std::array<std::string_view, 4> kConditions{"is", "not", "cut_at", "is_empty"};
  for (const ValueField& field : wanted.fields()) {
    const bool is_known = field.key.is_text() &&
                          std::find(kConditions.begin(), kConditions.end(), field.key.as_text()) != kConditions.end();
    if (!is_known) {
      return bad(column,
                 "unknown condition '" + printable(to_json(field.key), 40) + "'; known: cut_at, is, is_empty, not");
    }
  }
  if (const Value* marks = wanted.find("cut_at")) {
    const bool has_texts = marks->is_list() && std::all_of(marks->items().begin(), marks->items().end(),
                                                           [](const Value& mark) { return mark.is_text(); });
    if (!has_texts) {
      return bad(column, "cut_at must be a list of texts");
    }
  }
  const Value* empty = wanted.find("is_empty");
  if (empty != nullptr && empty->kind() != Value::Kind::kBool) {
    return bad(column, "is_empty must be true or false");
  }
  return {};
}

Result<bool> is_column_met(const std::string& column, const Value& wanted, const Value& found) {
  if (!wanted.is_dict()) {
    return is_one_of(found, wanted);
  }
  if (const Value* empty = wanted.find("is_empty")) {
    const auto is_empty = has_no_elements(found);
    if (!is_empty) {
      return bad_row(column, "has no length: " + printable(to_json(found), 40));
    }
    if (*is_empty != empty->as_bool()) {
      return false;
    }
  }
  const Value* marks = wanted.find("cut_at");
  const Value value = marks == nullptr ? found : cut(found, *marks);
  const Value* is = wanted.find("is");
  const Value* is_not = wanted.find("not");
  return (is == nullptr || is_one_of(value, *is)) && (is_not == nullptr || !is_one_of(value, *is_not));
}

}  // namespace

Status check_where(const Value& where) {
  if (!where.is_dict()) {
    return Error{ErrorKind::kInvalidConfig, "where: a map of columns and values is needed"};
  }
  for (const ValueField& field : where.fields()) {
    if (!field.key.is_text()) {
      return Error{ErrorKind::kInvalidConfig,
                   "where: '" + printable(to_json(field.key), 40) + "' is no column's name; quote it"};
    }
    if (auto column = check_column(field.key.as_text(), field.value); !column) {
      return column;
    }
  }
  return {};
}

Result<bool> is_met(const Value& where, const Value& row) {
  for (const ValueField& field : where.fields()) {
    const std::string& column = field.key.as_text();
    const Value* found = row.find(column);
    if (found == nullptr) {
      return bad_row(column, "is not in the row");
    }
    auto is_right = is_column_met(column, field.value, *found);
    if (!is_right || !*is_right) {
      return is_right;
    }
  }
  return true;
}

Result<std::vector<Value>> rows_where(const Value& where, std::vector<Value> rows) {
  std::vector<Value> kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto is_kept = is_met(where, rows[i]);
    if (!is_kept) {
      return std::move(is_kept.error()).in("row " + std::to_string(i));
    }
    if (*is_kept) {
      kept.push_back(std::move(rows[i]));
    }
  }
  return kept;
}

}  // namespace assay
