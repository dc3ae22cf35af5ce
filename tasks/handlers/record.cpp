// ReCoRD (Zhang et al. 2018): the likeliest entity, judged as SQuAD judges answers (Rajpurkar et al. 2016).
#include <algorithm>
#include <map>
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

Result<Value> doc_to_text(const Value& row) {
  RowReader read(row);
  const std::string passage = read.text("passage");
  const auto parts = split_on(python_strip(passage), "\n@highlight\n");
  std::string text = std::string(parts[0]) + "\n\n";
  for (std::size_t i = 1; i < parts.size(); ++i) {
    text += "  - " + std::string(parts[i]) + ".\n";
  }
  return read.done(Value::of(text));
}

std::string filled(const std::string& query, const std::string& entity) {
  return replace_all("  - " + query, "@placeholder", entity);
}

Result<Value> doc_to_target(const Value& row) {
  RowReader read(row);
  const std::string query = read.text("query");
  const std::vector<std::string> answers = read.texts("answers");
  if (answers.empty()) {
    read.fail("answers", "is empty");
  }
  return read.done(Value::of(filled(query, answers.empty() ? "" : answers[0])));
}

Result<Value> doc_to_choice(const Value& row) {
  RowReader read(row);
  const std::string query = read.text("query");
  std::vector<std::string> choices = read.texts("entities");
  for (std::string& choice : choices) {
    choice = filled(query, choice);
  }
  return read.done(list_of_texts(choices));
}

std::vector<std::string> sorted_once(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

Result<Value> with_sorted_entities(const Value& row) {
  RowReader read(row);
  const auto entities = sorted_once(read.texts("entities"));
  const auto answers = sorted_once(read.texts("answers"));
  if (!read.is_good()) {
    return read.done(row);
  }
  return row.with("entities", list_of_texts(entities)).with("answers", list_of_texts(answers));
}

Result<std::vector<Value>> process_docs(std::vector<Value> rows) {
  return map_rows(std::move(rows), with_sorted_entities);
}

// Lower case, no ASCII punctuation, no articles.
std::vector<std::string> words_of(const std::string& answer) {
  std::string lower = python_lower(answer);
  std::erase_if(lower, [](char byte) { return is_ascii_punctuation(static_cast<unsigned char>(byte)); });
  return words_without_articles(lower);
}

double word_f1(const std::vector<std::string>& gold, const std::vector<std::string>& predicted) {
  if (gold.empty() || predicted.empty()) {
    return gold == predicted ? 1 : 0;
  }
  std::map<std::string, int> left;
  for (const std::string& word : gold) {
    ++left[word];
  }
  double shared = 0;
  for (const std::string& word : predicted) {
    shared += left[word]-- > 0 ? 1 : 0;
  }
  const double precision = shared / static_cast<double>(predicted.size());
  const double recall = shared / static_cast<double>(gold.size());
  return shared == 0 ? 0 : 2 * precision * recall / (precision + recall);
}

std::vector<MetricValue> process_results(const ResultsInput& input) {
  RowReader read(input.row);
  const auto entities = read.texts("entities");
  const auto answers = read.texts("answers");
  MetricValue f1{.metric = "f1", .parts = {}, .outcome = Outcome::kNoAnswer, .answer = {}, .rule = "likeliest entity"};
  if (!read.is_good() || input.choices.empty() || input.choices.size() != entities.size()) {
    f1.rule = "the entities do not fit the choices";
    MetricValue em = f1;
    em.metric = "em";
    return {f1, em};
  }
  const auto best =
      std::max_element(input.choices.begin(), input.choices.end(),
                       [](const ChoiceScore& a, const ChoiceScore& b) { return a.log_likelihood < b.log_likelihood; });
  f1.answer = entities[static_cast<std::size_t>(best - input.choices.begin())];
  const auto predicted = words_of(f1.answer);
  double best_f1 = 0;
  bool is_exact = false;
  for (const std::string& answer : answers) {
    const auto gold = words_of(answer);
    best_f1 = std::max(best_f1, word_f1(gold, predicted));
    is_exact = is_exact || gold == predicted;
  }
  f1.parts = {best_f1};
  f1.outcome = is_exact ? Outcome::kRight : Outcome::kWrong;
  MetricValue em = f1;
  em.metric = "em";
  em.parts = {is_exact ? 1.0 : 0.0};
  return {f1, em};
}

const HandlerEntry kEntries[] = {
    {"super_glue/record", "util.doc_to_text", &doc_to_text},
    {"super_glue/record", "util.doc_to_target", &doc_to_target},
    {"super_glue/record", "util.doc_to_choice", &doc_to_choice},
    {"super_glue/record", "util.process_docs", &process_docs},
    {"super_glue/record", "util.process_results", &process_results},
};

}  // namespace

std::span<const HandlerEntry> record_handlers() { return kEntries; }

}  // namespace assay
