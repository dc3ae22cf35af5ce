// Making fields.
#include "tasks/lm_eval/doc_field.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"
#include "tasks/handlers/registry.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

bool is_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

bool has_constructs(const std::string& text) {
  return text.find("{{") != std::string::npos || text.find("{%") != std::string::npos ||
         text.find("{#") != std::string::npos;
}

Value values_of(const Value& dict) {
  Value::List values;
  for (const ValueField& field : dict.fields()) {
    values.push_back(field.value);
  }
  return Value::list(std::move(values));
}

}  // namespace

Result<DocField> DocField::make(const ConfigValue& value, FieldSetting setting) {
  DocField field;
  field.use_ = setting.use;
  field.has_choices_ = setting.has_choices;
  field.place_ = value.place;
  if (value.is_function()) {
    const std::string folder = value.folder(setting.root);
    const HandlerEntry* entry = find_handler(folder, value.function);
    const auto* function = entry == nullptr ? nullptr : std::get_if<DocFunction>(&entry->handler);
    if (function == nullptr) {
      return Error{ErrorKind::kUnsupported,
                   value.place.error("'!function " + value.function + "' has no native handler").message};
    }
    field.kind_ = Kind::kFunction;
    field.function_ = *function;
    return field;
  }
  if (!value.is_set()) {
    return field;
  }
  field.kind_ = Kind::kConstant;
  field.constant_ = setting.use == FieldUse::kChoice && value.value.is_dict() ? values_of(value.value) : value.value;
  if (!value.value.is_text()) {
    return field;
  }
  const std::string& text = value.value.as_text();
  if (std::find(setting.columns.begin(), setting.columns.end(), text) != setting.columns.end()) {
    field.kind_ = Kind::kColumn;
    field.column_ = text;
    return field;
  }
  if (!has_constructs(text)) {
    auto constant = field.interpreted(text);
    if (!constant) {
      return constant.error();
    }
    field.constant_ = std::move(*constant);
    return field;
  }
  auto parsed = Template::parse(text);
  if (!parsed) {
    return Error{parsed.error().kind, value.place.error(parsed.error().message).message};
  }
  field.kind_ = Kind::kTemplate;
  field.template_ = std::move(*parsed);
  return field;
}

std::optional<std::string> DocField::constant_text() const {
  return kind_ == Kind::kConstant && constant_.is_text() ? std::optional(constant_.as_text()) : std::nullopt;
}

Result<Value> DocField::of(const Value& row) const {
  switch (kind_) {
    case Kind::kConstant:
      return constant_;
    case Kind::kColumn: {
      const Value* value = row.find(column_);
      return value != nullptr ? Result<Value>(*value) : place_.error("the row has no column '" + column_ + "'");
    }
    case Kind::kFunction: {
      auto value = function_(row);
      return value ? value : Error{value.error().kind, place_.error(value.error().message).message};
    }
    case Kind::kTemplate: {
      auto text = template_->render(row);
      return text ? interpreted(std::move(*text))
                  : Error{text.error().kind, place_.error(text.error().message).message};
    }
    case Kind::kAbsent:
      break;
  }
  return Value();
}

Result<Value> DocField::interpreted(std::string text) const {
  if (use_ == FieldUse::kChoice) {
    auto list = python_literal(text);
    if (!list || !list->is_list()) {
      return place_.error("choices must be a list in Python's syntax, not '" + printable(text, 60) + "'");
    }
    return list;
  }
  const bool is_number = (use_ == FieldUse::kText || use_ == FieldUse::kTarget) && has_choices_ && is_digits(text);
  if (is_number) {
    if (const auto number = parse_int(text)) {
      return Value::of(*number);
    }
  }
  if (use_ == FieldUse::kTarget && text.size() >= 2 && text.front() == '[' && text.back() == ']') {
    if (auto list = python_literal(text)) {
      return list;
    }
  }
  return Value::of(std::move(text));
}

}  // namespace assay
