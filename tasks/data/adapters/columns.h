// Building rows column by column: what adapters share.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/result.h"
#include "harness/base/value.h"
#include "tasks/data/adapters/adapter.h"

namespace assay {

// A row from names and values, in this order.
Value row_of(std::initializer_list<std::pair<std::string_view, Value>> columns);

// A list of texts.
Value texts(const std::vector<std::string>& items);

// kCorrupt: what a row lacks.
Error broken_row(std::string_view what);

// The row with just these columns, in this order; a column that is not there is kCorrupt.
Result<Value> select(const Value& row, std::initializer_list<std::string_view> columns);

// Every row through `change`; kCorrupt with the row's number, from 1.
Result<Value::List> map_rows(Result<Value::List> rows, const std::function<Result<Value>(const Value&)>& change);

// JSON lines as they are.
Result<Value::List> read_json_lines(const AdapterInput& input);

// A JSON document that is or holds a list of objects.
Result<Value::List> read_json_document(const AdapterInput& input);

// {question: {stem, choices: [{label, text}]}, ...}: the form of AI2's question sets.
struct StemQuestion {
  std::string id;
  std::string stem;
  std::string concept_word;  // "" if there is none
  Value text;                // list of the choices' texts
  Value label;               // list of their labels
  std::string answer_key;    // "" where the answers are kept back
};
Result<StemQuestion> read_stem_question(const Value& row);

}  // namespace assay
