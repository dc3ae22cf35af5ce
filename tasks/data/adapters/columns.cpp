// Columns by name, and the nested questions of AI2.
#include "tasks/data/adapters/columns.h"

#include <algorithm>

#include "tasks/data/formats/json_rows.h"

namespace assay {

Value row_of(std::initializer_list<std::pair<std::string_view, Value>> columns) {
  Value::Dict fields;
  fields.reserve(columns.size());
  for (const auto& [name, value] : columns) {
    fields.push_back({.key = Value::of(name), .value = value});
  }
  return Value::dict(std::move(fields));
}

Value texts(const std::vector<std::string>& items) {
  Value::List list;
  list.reserve(items.size());
  for (const std::string& item : items) {
    list.push_back(Value::of(item));
  }
  return Value::list(std::move(list));
}

Error broken_row(std::string_view what) { return {ErrorKind::kCorrupt, std::string(what)}; }

Result<Value> select(const Value& row, std::initializer_list<std::string_view> columns) {
  Value::Dict fields;
  for (const std::string_view name : columns) {
    const Value* value = row.find(name);
    if (value == nullptr) {
      return broken_row("no column '" + std::string(name) + "'");
    }
    fields.push_back({.key = Value::of(name), .value = *value});
  }
  return Value::dict(std::move(fields));
}

Result<Value::List> map_rows(Result<Value::List> rows, const std::function<Result<Value>(const Value&)>& change) {
  if (!rows) {
    return rows;
  }
  std::size_t number = 0;
  for (Value& row : *rows) {
    ++number;
    auto changed = change(row);
    if (!changed) {
      return std::move(changed.error()).in("item " + std::to_string(number));
    }
    row = std::move(*changed);
  }
  return rows;
}

Result<Value::List> read_json_lines(const AdapterInput& input) { return json_line_rows(input.text); }

Result<Value::List> read_json_document(const AdapterInput& input) { return json_document_rows(input.text); }

Result<StemQuestion> read_stem_question(const Value& row) {
  const Value* question = row.find("question");
  const Value* choices = question == nullptr ? nullptr : question->find("choices");
  const auto id = row.text_at("id");
  const auto stem = question == nullptr ? std::nullopt : question->text_at("stem");
  if (!id || !stem || choices == nullptr || !choices->is_list()) {
    return broken_row("one of id, question.stem and question.choices is missing");
  }
  Value::List texts;
  Value::List labels;
  const std::string key = row.text_at("answerKey").value_or("");
  bool is_known = key.empty();
  for (const Value& choice : choices->items()) {
    const auto text = choice.text_at("text");
    const auto label = choice.text_at("label");
    if (!text || !label) {
      return broken_row("a choice without text or label");
    }
    if (std::find(labels.begin(), labels.end(), Value::of(*label)) != labels.end()) {
      return broken_row("two choices with one label");
    }
    is_known = is_known || *label == key;
    texts.push_back(Value::of(*text));
    labels.push_back(Value::of(*label));
  }
  if (!is_known) {
    return broken_row("answerKey '" + key + "' is the label of no choice");
  }
  return StemQuestion{.id = *id,
                      .stem = *stem,
                      .concept_word = question->text_at("question_concept").value_or(""),
                      .text = Value::list(std::move(texts)),
                      .label = Value::list(std::move(labels)),
                      .answer_key = key};
}

}  // namespace assay
