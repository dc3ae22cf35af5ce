// DROP (Dua et al. 2019): exact match and numeracy-aware F1 over bags of words, best over the gold answers.
//
// Normalising: pieces between spaces and hyphens; each lower-cased, without ASCII punctuation unless it reads as a
// number, a number as Python prints the float, without articles, white space squeezed. F1 of two bags counts only if
// the gold bag has no numbers or shares one; spans are paired for the largest sum (Kuhn 1955), divided by the larger
// count.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <string>

#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/assignment.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

using Bag = std::set<std::string>;

// Nobody answers with more spans; beyond it the pairing would cost more than it tells.
constexpr std::size_t kSpansMax = 256;

bool is_number(const std::string& token) { return python_float(token).has_value(); }

std::string normalized_token(std::string_view piece) {
  std::string token = python_lower(piece);
  if (!is_number(token)) {
    std::erase_if(token, [](char byte) { return is_ascii_punctuation(static_cast<unsigned char>(byte)); });
  }
  if (const auto number = python_float(token)) {
    token = python_float_text(*number);
  }
  return join(words_without_articles(token), " ");
}

std::string normalized(std::string_view answer) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at <= answer.size();) {
    const std::size_t end = std::min(answer.find_first_of(" -", at), answer.size());
    std::string token = normalized_token(answer.substr(at, end - at));
    if (!token.empty()) {
      tokens.push_back(std::move(token));
    }
    at = end + 1;
  }
  return join(tokens, " ");
}

Bag bag_of(const std::string& span) {
  Bag bag;
  for (const std::string_view word : python_split(span)) {
    bag.insert(std::string(word));
  }
  return bag;
}

bool shares_a_number(const Bag& gold, const Bag& predicted) {
  const bool has_number = std::any_of(gold.begin(), gold.end(), is_number);
  return !has_number || std::any_of(gold.begin(), gold.end(), [&](const std::string& word) {
    return is_number(word) && predicted.count(word) != 0;
  });
}

double f1_of_bags(const Bag& predicted, const Bag& gold) {
  const auto shared = static_cast<double>(
      std::count_if(gold.begin(), gold.end(), [&](const std::string& word) { return predicted.count(word) != 0; }));
  const double precision = predicted.empty() ? 1 : shared / static_cast<double>(predicted.size());
  const double recall = gold.empty() ? 1 : shared / static_cast<double>(gold.size());
  return precision == 0 && recall == 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

struct Agreement {
  bool is_exact = false;
  double f1 = 0;  // two decimals
};

std::vector<std::string> normalized_all(std::span<const std::string> spans) {
  std::vector<std::string> all;
  for (const std::string& span : spans.first(std::min(spans.size(), kSpansMax))) {
    all.push_back(normalized(span));
  }
  return all;
}

Agreement agreement(const std::vector<std::string>& predicted, std::span<const std::string> gold_spans) {
  const std::vector<std::string> gold = normalized_all(gold_spans);
  Agreement result;
  result.is_exact =
      predicted.size() == gold.size() && Bag(predicted.begin(), predicted.end()) == Bag(gold.begin(), gold.end());
  Matrix scores(gold.size(), predicted.size());
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const Bag gold_bag = bag_of(gold[i]);
    for (std::size_t j = 0; j < predicted.size(); ++j) {
      const Bag predicted_bag = bag_of(predicted[j]);
      scores.at(i, j) = shares_a_number(gold_bag, predicted_bag) ? f1_of_bags(predicted_bag, gold_bag) : 0;
    }
  }
  const std::size_t count = std::max(gold.size(), predicted.size());
  const std::vector<double> pairs = largest_assignment(scores);
  const double sum = std::accumulate(pairs.begin(), pairs.end(), 0.0);
  const double mean = count == 0 ? 0 : sum / static_cast<double>(count);
  result.f1 = std::nearbyint(mean * 100) / 100;
  return result;
}

std::optional<std::vector<std::string>> parsed_answer(const Value& answer) {
  RowReader read(answer);
  const Value number = read.any("number");
  const std::vector<std::string> spans = read.texts("spans");
  if (!read.is_good()) {
    return std::nullopt;
  }
  if (!number.is_text() || !number.as_text().empty()) {
    return std::vector<std::string>{number.is_text() ? number.as_text() : to_json(number)};
  }
  if (!spans.empty()) {
    return spans;
  }
  const Value date_value = read.any("date");
  RowReader date(date_value);
  const std::string text = date.text("day") + " " + date.text("month") + " " + date.text("year");
  return read.is_good() && date.is_good() ? std::optional(std::vector{std::string(python_strip(text))}) : std::nullopt;
}

// "validated_answers" is a dict of columns: the i-th answer has the i-th entry of each.
std::vector<Value> validated_answers(RowReader& read) {
  const Value columns = read.any("validated_answers");
  RowReader column(columns);
  const auto numbers = column.list("number");
  const auto dates = column.list("date");
  const auto spans = column.list("spans");
  if (!column.is_good() || numbers.size() != dates.size() || numbers.size() != spans.size()) {
    read.fail("validated_answers", "is no dict of number, date and spans of one length");
    return {};
  }
  std::vector<Value> answers;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    answers.push_back(Value::dict(
        {{Value::of("number"), numbers[i]}, {Value::of("date"), dates[i]}, {Value::of("spans"), spans[i]}}));
  }
  return answers;
}

Result<Value> with_answers(const Value& row) {
  RowReader read(row);
  std::vector<Value> candidates{read.any("answer")};
  for (Value& validated : validated_answers(read)) {
    candidates.push_back(std::move(validated));
  }
  const Value id = read.any("query_id");
  Value::List answers;
  for (const Value& candidate : candidates) {
    const auto spans = read.is_good() ? parsed_answer(candidate) : std::nullopt;
    if (!spans) {
      read.fail("answer", "holds no number, spans and date");
      break;
    }
    const Value answer = list_of_texts(*spans);
    if (std::find(answers.begin(), answers.end(), answer) == answers.end()) {
      answers.push_back(answer);
    }
  }
  if (!read.is_good()) {
    return read.done(row);
  }
  return row.with("id", id).with("answers", Value::list(std::move(answers)));
}

Result<std::vector<Value>> process_docs(std::vector<Value> rows) { return map_rows(std::move(rows), with_answers); }

// The golds with a first span that is not blank; those alone count.
std::vector<std::vector<std::string>> golds_of(const Value& row) {
  std::vector<std::vector<std::string>> golds;
  const Value* answers = row.find("answers");
  if (answers == nullptr || !answers->is_list()) {
    return golds;
  }
  for (const Value& answer : answers->items()) {
    auto spans = texts_of(answer);
    if (spans && !spans->empty() && !python_strip(spans->front()).empty()) {
      golds.push_back(std::move(*spans));
    }
  }
  return golds;
}

std::vector<MetricValue> process_results(const ResultsInput& input) {
  const std::vector<std::string> predicted = normalized_all(input.texts);
  Agreement best;
  for (const auto& gold : golds_of(input.row)) {
    const Agreement one = agreement(predicted, gold);
    best.is_exact = best.is_exact || one.is_exact;
    best.f1 = std::max(best.f1, one.f1);
  }
  const std::string answer = join(predicted, "; ");
  const Outcome outcome = best.is_exact ? Outcome::kRight : (answer.empty() ? Outcome::kUnparsed : Outcome::kWrong);
  return {{.metric = "em",
           .parts = {best.is_exact ? 1.0 : 0.0},
           .outcome = outcome,
           .answer = answer,
           .rule = "same normalised spans"},
          {.metric = "f1",
           .parts = {best.f1},
           .outcome = outcome,
           .answer = answer,
           .rule = "F1 of bags, numbers must match"}};
}

const HandlerEntry kEntries[] = {
    {"drop", "utils.process_docs", &process_docs},
    {"drop", "utils.process_results", &process_results},
};

}  // namespace

std::span<const HandlerEntry> drop_handlers() { return kEntries; }

}  // namespace assay
