// Multiple-choice sets: ARC, OpenBookQA, CommonsenseQA, HellaSwag, WinoGrande, BoolQ, TruthfulQA.
#include <array>
#include <cctype>
#include <string>

#include "harness/base/text.h"
#include "tasks/data/adapters/adapter.h"
#include "tasks/data/adapters/columns.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/csv.h"
#include "tasks/data/formats/json_rows.h"

namespace assay {
namespace {

// Copies lie in arc/NAME/, in NAME/ or in the data folder itself.
AdapterPart arc_part(const std::string& name, const std::string& split, const std::string& word) {
  const std::string file = name + "-" + word + ".jsonl";
  const std::string below = name + "/" + file;
  return {name, split, {"arc/" + below}, split != "train", {below, file}};
}

std::vector<AdapterPart> arc_parts() {
  std::vector<AdapterPart> parts;
  for (const char* name : {"ARC-Challenge", "ARC-Easy"}) {
    parts.push_back(arc_part(name, "test", "Test"));
    parts.push_back(arc_part(name, "validation", "Dev"));
    parts.push_back(arc_part(name, "train", "Train"));
  }
  return parts;
}

// Of the sets that keep a question's text in question.stem, with the columns that `columns` gives it.
Result<Value::List> stem_rows(const AdapterInput& input, Value (*columns)(const StemQuestion& question)) {
  return map_rows(json_line_rows(input.text), [columns](const Value& row) -> Result<Value> {
    const auto question = read_stem_question(row);
    return question ? Result<Value>(columns(*question)) : question.error();
  });
}

Result<Value::List> read_arc_rows(const AdapterInput& input) {
  return stem_rows(input, [](const StemQuestion& question) {
    return row_of({{"id", Value::of(question.id)},
                   {"question", Value::of(question.stem)},
                   {"choices", row_of({{"text", question.text}, {"label", question.label}})},
                   {"answerKey", Value::of(question.answer_key)}});
  });
}

std::vector<AdapterPart> openbookqa_parts() {
  return {{"main", "test", {"openbookqa/Main/test.jsonl"}},
          {"main", "validation", {"openbookqa/Main/dev.jsonl"}, false},
          {"main", "train", {"openbookqa/Main/train.jsonl"}, false}};
}

Result<Value::List> read_openbookqa(const AdapterInput& input) {
  return stem_rows(input, [](const StemQuestion& question) {
    return row_of({{"id", Value::of(question.id)},
                   {"question_stem", Value::of(question.stem)},
                   {"choices", row_of({{"text", question.text}, {"label", question.label}})},
                   {"answerKey", Value::of(question.answer_key)}});
  });
}

std::vector<AdapterPart> commonsenseqa_parts() {
  return {{"", "validation", {"commonsenseqa/dev_rand_split.jsonl"}},
          {"", "test", {"commonsenseqa/test_rand_split_no_answers.jsonl"}},
          {"", "train", {"commonsenseqa/train_rand_split.jsonl"}, false}};
}

Result<Value::List> read_commonsenseqa(const AdapterInput& input) {
  return stem_rows(input, [](const StemQuestion& question) {
    return row_of({{"id", Value::of(question.id)},
                   {"question", Value::of(question.stem)},
                   {"question_concept", Value::of(question.concept_word)},
                   {"choices", row_of({{"label", question.label}, {"text", question.text}})},
                   {"answerKey", Value::of(question.answer_key)}});
  });
}

std::vector<AdapterPart> hellaswag_parts() {
  return {{"", "validation", {"hellaswag/hellaswag_val.jsonl"}, true, {"hellaswag/hellaswag_val_full.txt"}},
          {"", "train", {"hellaswag/hellaswag_train.jsonl"}, false},
          {"", "text", {"hellaswag/hellaswag_val_full.txt"}}};
}

// Where ctx_b begins. The text form joined the two by a space: ctx_a ends a sentence, and ctx_b, the beginning of the
// next one, is lower case and has no end. Items without a ctx_b end with a sentence.
std::size_t second_context(std::string_view context) {
  constexpr std::string_view kEnds = ".!?";
  if (context.empty() || kEnds.find(context.back()) != std::string_view::npos) {
    return context.size();
  }
  for (std::size_t at = context.size() - 1; at > 0; --at) {
    if (context[at] == ' ' || context[at - 1] != ' ') {
      continue;  // not the beginning of a word
    }
    std::size_t end = context.find_last_not_of(' ', at - 1) + 1;
    while (end > 0 && std::string_view("\"')").find(context[end - 1]) != std::string_view::npos) {
      --end;
    }
    if (end > 0 && kEnds.find(context[end - 1]) != std::string_view::npos) {
      return std::islower(static_cast<unsigned char>(context[at])) != 0 ? at : context.size();
    }
  }
  return std::islower(static_cast<unsigned char>(context[0])) != 0 ? 0 : context.size();
}

Result<Value> hellaswag_item(const std::array<std::string_view, 6>& lines) {
  const std::size_t colon = lines[0].find(": ");
  if (colon == std::string_view::npos) {
    return broken_row("no 'activity: context' in the first of six lines: " + printable(lines[0], 60));
  }
  const auto gold = parse_int(lines[1]);
  if (!gold || *gold < 0 || *gold > 3) {
    return broken_row("the second of six lines is '" + printable(lines[1], 20) + "', not a choice from 0 to 3");
  }
  const std::string_view context = lines[0].substr(colon + 2);
  const std::size_t at = second_context(context);
  Value::List endings;
  endings.reserve(4);
  for (std::size_t i = 2; i < lines.size(); ++i) {
    endings.push_back(Value::of(lines[i]));
  }
  return row_of({{"activity_label", Value::of(lines[0].substr(0, colon))},
                 {"ctx_a", Value::of(trim(context.substr(0, at)))},
                 {"ctx_b", Value::of(context.substr(at))},
                 {"ctx", Value::of(context)},
                 {"endings", Value::list(std::move(endings))},
                 {"split", Value::of("val")},
                 {"label", Value::of(lines[1])}});
}

Result<Value::List> read_hellaswag_text(std::string_view text) {
  if (valid_utf8(text) != text) {
    return broken_row("not UTF-8");
  }
  auto lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) {
    lines.pop_back();
  }
  if (lines.size() % 6 != 0) {
    return broken_row(std::to_string(lines.size()) + " lines; items have six each");
  }
  Value::List rows;
  for (std::size_t i = 0; i < lines.size(); i += 6) {
    std::array<std::string_view, 6> item;
    for (std::size_t k = 0; k < item.size(); ++k) {
      item[k] = lines[i + k].substr(0, lines[i + k].size() - (has_ending(lines[i + k], "\r") ? 1 : 0));
    }
    auto row = hellaswag_item(item);
    if (!row) {
      return std::move(row.error()).in("line " + std::to_string(i + 1));
    }
    rows.push_back(std::move(*row));
  }
  return rows;
}

// The original lines: the hub keeps `label` as a text, "" where it is kept back.
Result<Value> hellaswag_row(const Value& row) {
  auto kept = select(row, {"ind", "activity_label", "ctx_a", "ctx_b", "ctx", "endings", "source_id", "split"});
  if (!kept) {
    return kept;
  }
  const Value* label = row.find("label");
  const bool is_number = label != nullptr && label->kind() == Value::Kind::kInteger;
  const std::string text = is_number ? std::to_string(label->as_integer()) : row.text_at("label").value_or("");
  const Value* type = row.find("split_type");
  return kept->with("split_type", type == nullptr ? Value() : *type).with("label", Value::of(text));
}

Result<Value::List> read_hellaswag(const AdapterInput& input) {
  return has_ending(input.file, ".txt") ? read_hellaswag_text(input.text)
                                        : map_rows(json_line_rows(input.text), hellaswag_row);
}

std::vector<AdapterPart> winogrande_parts() {
  std::vector<AdapterPart> parts;
  for (const std::string size : {"xl", "l", "m", "s", "xs", "debiased"}) {
    parts.push_back({"winogrande_" + size, "validation", {"winogrande/dev.jsonl"}});
    parts.push_back({"winogrande_" + size, "train", {"winogrande/train_" + size + ".jsonl"}, false});
  }
  return parts;
}

Result<Value::List> read_winogrande(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"sentence", "option1", "option2", "answer"});
  });
}

std::vector<AdapterPart> winogrande_csv_parts() {
  return {{"", "validation", {"winogrande/winogrande-debiased-eval.csv"}}};
}

Result<Value::List> read_winogrande_csv(const AdapterInput& input) {
  const auto lines = parse_csv(input.text);
  if (!lines) {
    return lines.error();
  }
  Value::List rows;
  for (const auto& line : *lines) {
    const auto index = line.size() == 5 ? parse_int(line[0]) : std::nullopt;
    if (!index) {
      return broken_row("item " + std::to_string(rows.size() + 1) + ": not index, sentence, option, option, answer");
    }
    rows.push_back(row_of({{"index", Value::of(*index)},
                           {"sentence", Value::of(line[1])},
                           {"option1", Value::of(line[2])},
                           {"option2", Value::of(line[3])},
                           {"answer", Value::of(line[4])}}));
  }
  return rows;
}

std::vector<AdapterPart> boolq_parts() {
  return {{"boolq", "validation", {"boolq/val.jsonl"}}, {"boolq", "train", {"boolq/train.jsonl"}, false}};
}

std::vector<AdapterPart> google_boolq_parts() {
  auto parts = boolq_parts();
  for (AdapterPart& part : parts) {
    part.config.clear();
  }
  return parts;
}

// Copies differ: SuperGLUE's has `label`, the original `answer`; booleans, or the words.
Result<bool> boolq_answer(const Value& row) {
  const Value* label = row.find("label");
  label = label == nullptr ? row.find("answer") : label;
  if (label != nullptr && label->kind() == Value::Kind::kBool) {
    return label->as_bool();
  }
  const std::string word = label != nullptr && label->is_text() ? label->as_text() : "";
  if (word != "true" && word != "false" && word != "True" && word != "False") {
    return broken_row("neither label nor answer is true or false");
  }
  return word == "true" || word == "True";
}

// SuperGLUE's columns; the label is a class, false 0 and true 1.
Result<Value::List> read_boolq(const AdapterInput& input) {
  std::int64_t count = 0;
  return map_rows(json_line_rows(input.text), [&count](const Value& row) -> Result<Value> {
    auto kept = select(row, {"question", "passage"});
    const auto answer = boolq_answer(row);
    if (!kept || !answer) {
      return kept ? answer.error() : kept.error();
    }
    const Value* index = row.find("idx");
    const Value position = Value::of(count++);
    return kept->with("idx", index == nullptr ? position : *index).with("label", Value::of(std::int64_t{*answer}));
  });
}

Result<Value::List> read_google_boolq(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) -> Result<Value> {
    const auto kept = select(row, {"question", "passage"});
    const auto answer = boolq_answer(row);
    if (!kept || !answer) {
      return kept ? answer.error() : kept.error();
    }
    return row_of({{"question", *kept->find("question")},
                   {"answer", Value::of_bool(*answer)},
                   {"passage", *kept->find("passage")}});
  });
}

std::vector<AdapterPart> truthfulqa_parts() {
  return {{"multiple_choice", "validation", {"truthfulqa/data/mc_task.json"}},
          {"generation", "validation", {"truthfulqa/TruthfulQA.csv"}}};
}

// {choice: 1 or 0} as two lists, in the file's order.
Result<Value> targets(const Value& row, std::string_view name) {
  const Value* found = row.find(name);
  if (found == nullptr || !found->is_dict()) {
    return broken_row("no object '" + std::string(name) + "'");
  }
  Value::List choices;
  Value::List labels;
  choices.reserve(found->fields().size());
  labels.reserve(found->fields().size());
  for (const ValueField& field : found->fields()) {
    choices.push_back(field.key);
    labels.push_back(field.value);
  }
  return row_of({{"choices", Value::list(std::move(choices))}, {"labels", Value::list(std::move(labels))}});
}

Result<Value> truthfulqa_choices(const Value& row) {
  auto question = select(row, {"question"});
  auto one = targets(row, "mc1_targets");
  auto many = targets(row, "mc2_targets");
  if (!question || !one || !many) {
    return !question ? question.error() : !one ? one.error() : many.error();
  }
  return question->with("mc1_targets", *one).with("mc2_targets", *many);
}

Value answers(const std::string& joined) {
  const auto parts = split(trim(joined), ';');
  Value::List list;
  list.reserve(parts.size());
  for (const std::string_view part : parts) {
    list.push_back(Value::of(trim(part)));
  }
  return Value::list(std::move(list));
}

Result<Value> truthfulqa_generation(const Value& row) {
  for (const char* name : {"Type", "Category", "Question", "Best Answer", "Correct Answers", "Incorrect Answers"}) {
    if (row.find(name) == nullptr) {
      return broken_row(std::string("no column '") + name + "'");
    }
  }
  return row_of({{"type", *row.find("Type")},
                 {"category", *row.find("Category")},
                 {"question", *row.find("Question")},
                 {"best_answer", *row.find("Best Answer")},
                 {"correct_answers", answers(row.find("Correct Answers")->as_text())},
                 {"incorrect_answers", answers(row.find("Incorrect Answers")->as_text())},
                 {"source", Value::of(row.text_at("Source").value_or(""))}});
}

Result<Value::List> read_truthfulqa(const AdapterInput& input) {
  return input.part.config == "generation" ? map_rows(csv_records(input.text), truthfulqa_generation)
                                           : map_rows(json_document_rows(input.text), truthfulqa_choices);
}

}  // namespace

std::vector<Adapter> choice_adapters() {
  return {
      {"arc", {"allenai/ai2_arc", "ai2_arc"}, made_once<arc_parts>, read_arc_rows},
      {"openbookqa", {"allenai/openbookqa", "openbookqa"}, made_once<openbookqa_parts>, read_openbookqa},
      {"commonsenseqa", {"tau/commonsense_qa", "commonsense_qa"}, made_once<commonsenseqa_parts>, read_commonsenseqa},
      {"hellaswag", {"Rowan/hellaswag", "hellaswag"}, made_once<hellaswag_parts>, read_hellaswag},
      {"winogrande", {"allenai/winogrande", "winogrande"}, made_once<winogrande_parts>, read_winogrande},
      {"winogrande", {"ikawrakow/winogrande-eval-for-llama.cpp"}, made_once<winogrande_csv_parts>, read_winogrande_csv},
      {"boolq", {"aps/super_glue", "super_glue"}, made_once<boolq_parts>, read_boolq},
      {"boolq", {"google/boolq", "boolq"}, made_once<google_boolq_parts>, read_google_boolq},
      {"truthfulqa", {"truthfulqa/truthful_qa", "truthful_qa"}, made_once<truthfulqa_parts>, read_truthfulqa}};
}

}  // namespace assay
