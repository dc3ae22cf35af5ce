// Free text: DROP, IFEval.
#include <array>
#include <string>

#include "tasks/data/adapters/adapter.h"
#include "tasks/data/adapters/columns.h"
#include "tasks/data/formats/json_rows.h"

namespace assay {
namespace {

std::vector<AdapterPart> drop_parts() {
  return {{"", "validation", {"drop/drop_dataset_dev.json"}, true, {}, "drop_dev"},
          {"", "train", {"drop/drop_dataset_train.json"}, false},
          {"", "contrast", {"drop/drop_contrast_sets_test.json"}},
          {"", "sample", {"drop/drop.json"}}};
}

// A text that may be missing, or a number in some copies.
Value text_or_empty(const Value* value) {
  if (value == nullptr || value->is_none()) {
    return Value::of("");
  }
  return value->is_text() ? *value : Value::of(to_json(*value));
}

// One gold answer with all its columns: what is not there is an empty text or list, as on the hub.
Value drop_answer(const Value& answer) {
  const Value* date = answer.find("date");
  const Value none = Value::dict({});
  const Value& parts = date != nullptr && date->is_dict() ? *date : none;
  const Value* spans = answer.find("spans");
  return row_of({{"number", text_or_empty(answer.find("number"))},
                 {"date", row_of({{"day", text_or_empty(parts.find("day"))},
                                  {"month", text_or_empty(parts.find("month"))},
                                  {"year", text_or_empty(parts.find("year"))}})},
                 {"spans", spans != nullptr && spans->is_list() ? *spans : Value::list({})},
                 {"worker_id", text_or_empty(answer.find("worker_id"))},
                 {"hit_id", text_or_empty(answer.find("hit_id"))}});
}

// A list of answers as lists of their columns, which is how the hub stores it.
Value validated(const Value* answers) {
  constexpr std::array<std::string_view, 5> kColumns{"number", "date", "spans", "worker_id", "hit_id"};
  std::array<Value::List, kColumns.size()> lists;
  if (answers != nullptr && answers->is_list()) {
    for (const Value& item : answers->items()) {
      const Value answer = drop_answer(item);
      for (std::size_t i = 0; i < kColumns.size(); ++i) {
        lists[i].push_back(*answer.find(kColumns[i]));
      }
    }
  }
  Value::Dict fields;
  fields.reserve(kColumns.size());
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    fields.push_back({.key = Value::of(kColumns[i]), .value = Value::list(std::move(lists[i]))});
  }
  return Value::dict(std::move(fields));
}

struct DropPassage {
  Value id;
  Value text;
};

Result<Value> drop_row(const DropPassage& passage, const Value& question) {
  const auto kept = select(question, {"query_id", "question", "answer"});
  if (!kept) {
    return kept.error();
  }
  if (!kept->find("answer")->is_dict()) {
    return broken_row("the answer is no object");
  }
  return row_of({{"section_id", passage.id},
                 {"query_id", *kept->find("query_id")},
                 {"passage", passage.text},
                 {"question", *kept->find("question")},
                 {"answer", drop_answer(*kept->find("answer"))},
                 {"validated_answers", validated(question.find("validated_answers"))}});
}

// The answer that counts first: its number, else its spans, else its date.
void add_spans(const Value& answer, Value::List& spans, Value::List& types) {
  const auto add = [&](const Value& span, const char* type) {
    spans.push_back(span);
    types.push_back(Value::of(type));
  };
  if (!answer.find("number")->as_text().empty()) {
    add(*answer.find("number"), "number");
    return;
  }
  for (const Value& span : answer.find("spans")->items()) {
    add(span, answer.find("spans")->items().size() == 1 ? "span" : "spans");
  }
  std::string date;
  for (const ValueField& part : answer.find("date")->fields()) {
    date += (date.empty() || part.value.as_text().empty() ? "" : " ") + part.value.as_text();
  }
  if (answer.find("spans")->items().empty() && !date.empty()) {
    add(Value::of(date), "date");
  }
}

using DropRow = Result<Value> (*)(const DropPassage&, const Value&);

// {passage id: {passage, qa_pairs: [...]}}
Result<Value::List> read_drop_with(const AdapterInput& input, DropRow row_from) {
  const auto document = parse_json_value(input.text);
  if (!document) {
    return document.error();
  }
  if (!document->is_dict()) {
    return broken_row("not one object keyed by passages");
  }
  Value::List rows;
  for (const ValueField& field : document->fields()) {
    const Value* text = field.value.find("passage");
    const Value* pairs = field.value.find("qa_pairs");
    if (text == nullptr || pairs == nullptr || !pairs->is_list()) {
      return broken_row("passage " + to_json(field.key) + ": no passage or no list qa_pairs");
    }
    for (const Value& pair : pairs->items()) {
      auto row = row_from({.id = field.key, .text = *text}, pair);
      if (!row) {
        return std::move(row.error()).in("passage " + to_json(field.key));
      }
      rows.push_back(std::move(*row));
    }
  }
  return rows;
}

Result<Value::List> read_drop(const AdapterInput& input) { return read_drop_with(input, drop_row); }

Result<Value> drop_spans_row(const DropPassage& passage, const Value& question) {
  auto row = drop_row(passage, question);
  if (!row) {
    return row;
  }
  Value::List spans;
  Value::List types;
  add_spans(*row->find("answer"), spans, types);
  const Value* others = question.find("validated_answers");
  for (std::size_t i = 0; others != nullptr && others->is_list() && i < others->items().size(); ++i) {
    add_spans(drop_answer(others->items()[i]), spans, types);
  }
  return row->without("answer")
      .without("validated_answers")
      .with("answers_spans",
            row_of({{"spans", Value::list(std::move(spans))}, {"types", Value::list(std::move(types))}}));
}

Result<Value::List> read_drop_spans(const AdapterInput& input) { return read_drop_with(input, drop_spans_row); }

std::vector<AdapterPart> ifeval_parts() { return {{"default", "train", {"ifeval/input_data.jsonl"}}}; }

Result<Value::List> read_ifeval(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"key", "prompt", "instruction_id_list", "kwargs"});
  });
}

}  // namespace

std::vector<Adapter> text_adapters() {
  return {{"drop", {"EleutherAI/drop"}, made_once<drop_parts>, read_drop},
          {"drop", {"ucinlp/drop", "drop"}, made_once<drop_parts>, read_drop_spans},
          {"ifeval", {"google/IFEval", "wis-k/instruction-following-eval"}, made_once<ifeval_parts>, read_ifeval}};
}

}  // namespace assay
