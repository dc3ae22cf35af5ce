// The order of a prompt's parts, and what counts as right.
#include "tasks/lm_eval/document_maker.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "harness/base/hash.h"
#include "harness/base/rng.h"
#include "harness/base/text.h"
#include "tasks/parts/letter_answer.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

bool is_whole(const Value& value) {
  return value.kind() == Value::Kind::kInteger || value.kind() == Value::Kind::kBool;
}

bool is_space_at(const std::string& text, std::size_t at) { return trim(text.substr(at, 1)).empty(); }

bool needs_delimiter(const std::string& first, const std::string& second) {
  return !first.empty() && !second.empty() && !is_space_at(first, first.size() - 1) && !is_space_at(second, 0);
}

std::string joined(const std::string& first, const std::string& second) {
  return first + (needs_delimiter(first, second) ? " " : "") + second;
}

std::vector<std::string> texts_of(const Value& list) {
  std::vector<std::string> texts;
  for (const Value& item : list.items()) {
    texts.push_back(python_str(item));
  }
  return texts;
}

std::vector<std::string> columns_of(const Value& row) {
  std::vector<std::string> columns;
  for (const ValueField& field : row.fields()) {
    columns.push_back(python_str(field.key));
  }
  return columns;
}

// The index a gold value means; nothing if it is no choice's.
std::optional<int> index_of(const Value& gold, const std::vector<std::string>& choices) {
  const auto size = static_cast<std::int64_t>(choices.size());
  if (gold.is_text()) {
    const auto found = std::find(choices.begin(), choices.end(), gold.as_text());
    return found == choices.end() ? std::nullopt : std::optional(static_cast<int>(found - choices.begin()));
  }
  if (is_whole(gold) || gold.kind() == Value::Kind::kReal) {
    const auto index = is_whole(gold) ? gold.as_integer() : static_cast<std::int64_t>(gold.as_real());
    return gold == Value::of(index) && index >= 0 && index < size ? std::optional(static_cast<int>(index))
                                                                  : std::nullopt;
  }
  return std::nullopt;
}

// The user's part, and the given beginning of the answer.
std::vector<PromptPart> question_parts(const std::string& question, const std::string& prefix,
                                       const std::string& delimiter) {
  std::vector<PromptPart> parts{{.role = Role::kUser, .text = question}};
  if (!prefix.empty()) {
    parts.front().delimiter = needs_delimiter(question, prefix) ? delimiter : "";
    parts.push_back({.role = Role::kAssistant, .text = prefix});
  }
  return parts;
}

Result<std::string> prefix_of(const DocField& field, const Value& row) {
  if (!field.is_set()) {
    return std::string();
  }
  const auto value = field.of(row);
  return value ? Result<std::string>(value->is_none() ? "" : python_str(*value)) : value.error();
}

}  // namespace

Result<DocumentMaker::Fields> DocumentMaker::fields_of(const TaskConfig& config, const std::string& root,
                                                       const std::vector<std::string>& columns) {
  const bool has_choices = config.doc_to_choice.is_set();
  Fields fields;
  const std::array<std::tuple<const ConfigValue*, FieldUse, DocField*>, 4> all{
      {{&config.doc_to_text, FieldUse::kText, &fields.text},
       {&config.doc_to_target, FieldUse::kTarget, &fields.target},
       {&config.doc_to_choice, FieldUse::kChoice, &fields.choice},
       {&config.gen_prefix, FieldUse::kPlain, &fields.prefix}}};
  for (const auto& [value, use, into] : all) {
    auto made = DocField::make(*value, {.use = use, .has_choices = has_choices, .root = root, .columns = columns});
    if (!made) {
      return made.error();
    }
    *into = std::move(*made);
  }
  fields.target_delimiter = config.target_delimiter.text_or(" ");
  return fields;
}

// What fewshot_config does not set is the task's.
Result<DocumentMaker::Fields> DocumentMaker::exemplar_fields_of(const TaskConfig& config, const std::string& root,
                                                                const std::vector<std::string>& columns) {
  TaskConfig own = config;
  const auto take = [](const ConfigValue& from, ConfigValue& into) {
    if (from.is_set()) {
      into = from;
    }
  };
  take(config.fewshot.doc_to_text, own.doc_to_text);
  take(config.fewshot.doc_to_target, own.doc_to_target);
  take(config.fewshot.doc_to_choice, own.doc_to_choice);
  take(config.fewshot.gen_prefix, own.gen_prefix);
  take(config.fewshot.target_delimiter, own.target_delimiter);
  return fields_of(own, root, columns);
}

Result<DocumentMaker> DocumentMaker::make(const TaskConfig& config, const std::string& root, const Value& first,
                                          bool is_generative) {
  DocumentMaker maker;
  maker.is_generative_ = is_generative;
  maker.place_ = config.place;
  const auto columns = columns_of(first);
  auto asked = fields_of(config, root, columns);
  auto shown = exemplar_fields_of(config, root, columns);
  auto description = DocField::make(config.description, {.root = root, .columns = columns});
  for (const Status& made : {asked ? Status() : Status(asked.error()), shown ? Status() : Status(shown.error()),
                             description ? Status() : Status(description.error())}) {
    if (!made) {
      return made.error();
    }
  }
  maker.asked_ = std::move(*asked);
  maker.shown_ = std::move(*shown);
  maker.description_ = std::move(*description);
  maker.exemplar_delimiter_ = config.fewshot.fewshot_delimiter.text_or(config.fewshot_delimiter.text_or("\n\n"));
  maker.cluster_column_ = config.cluster_by.text_or("");
  maker.is_choosing_ = config.output_type_or_default() == "multiple_choice";
  if (config.shuffle_choices.value.is_dict()) {
    const Value* seed = config.shuffle_choices.value.find("seed");
    maker.shuffle_seed_ = seed != nullptr && is_whole(*seed) ? seed->as_integer() : 1;
  }
  if (!maker.asked_.text.is_set() && config.output_type_or_default() != "loglikelihood_rolling") {
    return config.place.error("doc_to_text is missing");
  }
  if (!maker.asked_.target.is_set()) {
    return config.place.error("doc_to_target is missing");
  }
  if (maker.is_choosing_ && !maker.asked_.choice.is_set()) {
    return config.place.error("doc_to_choice is missing, which output_type multiple_choice needs");
  }
  const auto text = maker.asked_.text.is_set() ? maker.asked_.text.of(first) : Result<Value>(Value::of(""));
  const auto target = maker.asked_.target.of(first);
  if (!text || !target) {
    return text ? target.error() : text.error();
  }
  maker.has_contexts_ = maker.asked_.choice.is_set() && is_whole(*text);
  return maker;
}

// The right choices, and the choices' texts or contexts.
Status DocumentMaker::fill_choices(const Value& row, const Value& text, const Value& target, Sample& sample) const {
  const auto choices = asked_.choice.of(row);
  if (!choices) {
    return choices.error();
  }
  if (!choices->is_list() || choices->items().empty()) {
    return place_.error("doc_to_choice gives no list of texts");
  }
  sample.choices = texts_of(*choices);
  if (!is_choosing_) {
    return {};
  }
  const Value& gold = has_contexts_ ? text : target;
  if (gold.is_list()) {
    for (const Value& one : gold.items()) {
      if (const auto index = index_of(one, sample.choices)) {
        sample.gold_choices.push_back(*index);
      }
    }
    sample.gold_choice = sample.gold_choices.empty() ? std::nullopt : std::optional(sample.gold_choices.front());
  } else {
    sample.gold_choice = index_of(gold, sample.choices);
  }
  if (sample.gold_choice) {
    sample.gold = sample.choices[static_cast<std::size_t>(*sample.gold_choice)];
  }
  if (has_contexts_) {
    sample.contexts = sample.choices;
    sample.target = python_str(target);
  } else {
    sample.target = sample.gold;
    shuffle_choices(sample);
  }
  return {};
}

// The order is a function of the document's content and the file's seed.
void DocumentMaker::shuffle_choices(Sample& sample) const {
  if (!shuffle_seed_) {
    return;
  }
  std::vector<int> order(sample.choices.size());
  std::iota(order.begin(), order.end(), 0);
  Rng rng(seed_from({"choices", sample.document, std::to_string(*shuffle_seed_)}));
  rng.shuffle(order);
  std::vector<std::string> choices;
  std::vector<int> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    choices.push_back(sample.choices[static_cast<std::size_t>(order[i])]);
    place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
  }
  sample.choices = std::move(choices);
  for (int& gold : sample.gold_choices) {
    gold = place[static_cast<std::size_t>(gold)];
  }
  if (sample.gold_choice) {
    sample.gold_choice = place[static_cast<std::size_t>(*sample.gold_choice)];
  }
}

// The right answers of a task that generates, or the text that is scored.
Status DocumentMaker::fill_answer(const Value& target, Sample& sample) const {
  if (!sample.choices.empty() && !target.is_text()) {
    const auto index = index_of(target, sample.choices);
    if (!index) {
      return place_.error("doc_to_target gives " + python_str(target) + ", which is the index of no choice");
    }
    sample.gold = sample.choices[static_cast<std::size_t>(*index)];
  } else if (target.is_list()) {
    sample.golds = texts_of(target);
    sample.gold = sample.golds.empty() ? "" : sample.golds.front();
  } else {
    sample.gold = python_str(target);
  }
  sample.target = sample.gold;
  return {};
}

Result<Sample> DocumentMaker::document(const Value& row, std::int64_t index) const {
  const auto text = asked_.text.is_set() ? asked_.text.of(row) : Result<Value>(Value::of(""));
  const auto target = asked_.target.of(row);
  const auto prefix = prefix_of(asked_.prefix, row);
  if (!text || !target || !prefix) {
    return text ? target ? prefix.error() : target.error() : text.error();
  }
  Sample sample{.index = index, .document = to_json(row), .row = row};
  if (asked_.choice.is_set()) {
    if (auto filled = fill_choices(row, *text, *target, sample); !filled) {
      return filled.error();
    }
  }
  if (!is_choosing_) {
    if (auto filled = fill_answer(*target, sample); !filled) {
      return filled.error();
    }
  }
  if (!has_contexts_ && !text->is_text()) {
    return place_.error("doc_to_text gives " + printable(python_repr(*text), 60) + ", which is no text");
  }
  sample.question = has_contexts_ ? "" : text->as_text();
  sample.asked = question_parts(sample.question, *prefix, asked_.target_delimiter);
  if (description_.is_set() && !description_.constant_text()) {
    const auto description = description_.of(row);
    if (!description) {
      return description.error();
    }
    sample.description = python_str(*description);
  }
  if (const Value* cluster = row.find(cluster_column_); cluster != nullptr) {
    sample.cluster = python_str(*cluster);
  }
  if (is_generative_) {
    ask_for_letter(sample);
  }
  return sample;
}

// The question, the choices with letters unless they are letters themselves, and what form the answer shall have.
void DocumentMaker::ask_for_letter(Sample& sample) const {
  std::string text = has_contexts_ ? "Which sentence is right?" : std::string(trim(sample.question));
  for (const std::string_view ending : {"Answer:", "answer:"}) {
    if (text.size() >= ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0) {
      text = std::string(trim(text.substr(0, text.size() - ending.size())));
    }
  }
  bool are_letters = true;
  std::string listed;
  for (std::size_t i = 0; i < sample.choices.size(); ++i) {
    are_letters = are_letters && trim(sample.choices[i]) == letter_of(i);
    listed += "\n" + letter_of(i) + ". " + std::string(trim(sample.choices[i]));
    listed += has_contexts_ ? " " + sample.target : "";
  }
  text += are_letters ? "" : "\n" + listed;
  text += "\n\nEnd with the letter of the right choice, in this form: The answer is (A).";
  const std::string answer =
      sample.gold_choice ? "The answer is (" + letter_of(static_cast<std::size_t>(*sample.gold_choice)) + ")." : "";
  sample.question = text;
  sample.contexts.clear();
  sample.asked = {{.role = Role::kUser, .text = text, .delimiter = "\n"}};
  sample.shown = {{.role = Role::kUser, .text = text, .delimiter = "\n"},
                  {.role = Role::kAssistant, .text = answer, .delimiter = exemplar_delimiter_}};
}

Result<Sample> DocumentMaker::exemplar(const Value& row) const {
  if (is_generative_) {
    return document(row, 0);
  }
  const auto text = shown_.text.is_set() ? shown_.text.of(row) : Result<Value>(Value::of(""));
  const auto target = shown_.target.of(row);
  const auto prefix = prefix_of(shown_.prefix, row);
  const auto choices = shown_.choice.is_set() ? shown_.choice.of(row) : Result<Value>(Value::list({}));
  if (!text || !target || !prefix || !choices) {
    return !text ? text.error() : !target ? target.error() : !prefix ? prefix.error() : choices.error();
  }
  Sample sample{.document = to_json(row), .row = row};
  const auto choice = [&](const Value& index) -> std::optional<std::string> {
    const auto at = choices->is_list() && is_whole(index) ? index_of(index, texts_of(*choices)) : std::nullopt;
    return at ? std::optional(python_str(choices->items()[static_cast<std::size_t>(*at)])) : std::nullopt;
  };
  if (has_contexts_) {
    const auto context = choice(*text);
    if (!context) {
      return place_.error("an exemplar's doc_to_text is the index of no choice");
    }
    sample.question = *context;
  } else {
    sample.question = python_str(*text);
  }
  const Value& shown = target->is_list() && !target->items().empty() ? target->items().front() : *target;
  const bool is_choice = !has_contexts_ && is_whole(shown) && shown_.choice.is_set();
  const auto answer = is_choice ? choice(shown) : std::optional(shown.is_none() ? "" : python_str(shown));
  if (!answer) {
    return place_.error("an exemplar's doc_to_target is the index of no choice");
  }
  sample.target = *answer;
  if (answer->empty()) {
    sample.shown = question_parts(sample.question, *prefix, shown_.target_delimiter);
    return sample;
  }
  const bool is_delimited = prefix->empty() || needs_delimiter(sample.question, *prefix);
  sample.shown = {
      {.role = Role::kUser, .text = sample.question, .delimiter = is_delimited ? shown_.target_delimiter : ""},
      {.role = Role::kAssistant, .text = joined(*prefix, *answer), .delimiter = exemplar_delimiter_}};
  return sample;
}

}  // namespace assay
