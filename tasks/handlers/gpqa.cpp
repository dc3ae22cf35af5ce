// GPQA (Rein et al. 2023): four answers in an order that is a function of the record alone.
//
// The conventional harness shuffles by an unseeded global generator (in n_shot: by one that runs on from row to row),
// so that 193 of 198 items differ between two runs. Here the order is drawn from a hash of the question and its four
// answers: the same in every run, for any limit, order or split. The drawn order is kept in the row as `choice_order`.
#include <algorithm>
#include <numeric>
#include <string>

#include "harness/base/hash.h"
#include "harness/base/rng.h"
#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

constexpr const char* kAnswerFields[] = {"Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3",
                                         "Correct Answer"};
constexpr std::int64_t kCorrect = 3;
enum class Brackets { kKept, kDropped };

std::string cleaned(std::string_view text, Brackets brackets) {
  std::string clean = replace_all(std::string(python_strip(text)), " [title]", ". ");
  if (brackets == Brackets::kDropped) {
    clean = without_brackets(clean);
  }
  return replace_all(clean, "  ", " ");
}

Result<Value> shuffled(const Value& row, Brackets brackets, bool lists_choices) {
  RowReader read(row);
  std::vector<std::string> answers;
  for (const char* field : kAnswerFields) {
    answers.push_back(read.text_or(field, " "));
  }
  const std::string question = read.text("Question");
  if (!read.is_good()) {
    return read.done(row);
  }
  std::vector<std::int64_t> order{0, 1, 2, kCorrect};
  Rng rng(seed_from({"gpqa choices", question, answers[0], answers[1], answers[2], answers[3]}));
  rng.shuffle(order);

  std::vector<std::string> choices;
  Value::List drawn;
  for (const std::int64_t index : order) {
    const std::string& answer = answers[static_cast<std::size_t>(index)];
    choices.push_back(answer == " " ? answer : cleaned(answer, brackets));
    drawn.push_back(Value::of(index));
  }
  // Two equal texts: the first of them counts as the gold, as the conventional rule looks the text up.
  const std::string gold =
      choices[static_cast<std::size_t>(std::find(order.begin(), order.end(), kCorrect) - order.begin())];
  const auto gold_index = std::find(choices.begin(), choices.end(), gold) - choices.begin();

  Value changed = row;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    changed = changed.with("choice" + std::to_string(i + 1), Value::of(choices[i]));
  }
  if (lists_choices) {
    changed = changed.with("choices", list_of_texts(choices));
  }
  const std::string label = std::string("(") + static_cast<char>('A' + gold_index) + ")";
  return changed.with("answer", Value::of(label)).with("choice_order", Value::list(std::move(drawn)));
}

template <Brackets kBrackets, bool kListsChoices>
Result<std::vector<Value>> process_docs(std::vector<Value> rows) {
  return map_rows(std::move(rows), [](const Value& row) { return shuffled(row, kBrackets, kListsChoices); });
}

const HandlerEntry kEntries[] = {
    {"gpqa/zeroshot", "utils.process_docs", &process_docs<Brackets::kKept, false>},
    {"gpqa/n_shot", "utils.process_docs", &process_docs<Brackets::kKept, false>},
    {"gpqa/generative", "utils.process_docs", &process_docs<Brackets::kKept, true>},
    {"gpqa/cot_zeroshot", "utils.process_docs", &process_docs<Brackets::kKept, true>},
    {"gpqa/cot_n_shot", "utils.process_docs", &process_docs<Brackets::kKept, true>},
    {"leaderboard/gpqa", "utils.process_docs", &process_docs<Brackets::kDropped, false>},
};

}  // namespace

std::span<const HandlerEntry> gpqa_handlers() { return kEntries; }

}  // namespace assay
