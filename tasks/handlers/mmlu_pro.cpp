// MMLU-Pro (Wang et al. 2024): up to ten lettered options, worked exemplars, rows by category.
#include <algorithm>
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

constexpr std::size_t kOptionsMax = 10;

char letter(std::size_t index) { return static_cast<char>('A' + index); }

Result<Value> reasoning_prompt(const Value& row) {
  RowReader read(row);
  std::string prompt = "Question:\n" + read.text("question") + "\nOptions:\n";
  const std::vector<std::string> options = read.texts("options");
  for (std::size_t i = 0; i < std::min(options.size(), kOptionsMax); ++i) {
    prompt += std::string(1, letter(i)) + ". " + std::string(python_strip(options[i])) + "\n";
  }
  return read.done(Value::of(prompt + "Answer: Let's think step by step."));
}

Result<Value> worked_answer(const Value& row) {
  RowReader read(row);
  return read.done(Value::of(replace_all(read.text("cot_content"), "A: Let's think step by step. ", "")));
}

Result<std::vector<Value>> rows_of(std::vector<Value> rows, std::string_view category) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RowReader read(rows[i]);
    read.text("category");
    if (!read.is_good()) {
      return std::move(read.done(0).error()).in("row " + std::to_string(i));
    }
  }
  std::erase_if(rows, [&](const Value& row) { return row.text_at("category") != category; });
  return rows;
}

// One function a category: the contract's functions take rows alone.
constexpr char kBiology[] = "biology";
constexpr char kBusiness[] = "business";
constexpr char kChemistry[] = "chemistry";
constexpr char kComputerScience[] = "computer science";
constexpr char kEconomics[] = "economics";
constexpr char kEngineering[] = "engineering";
constexpr char kHealth[] = "health";
constexpr char kHistory[] = "history";
constexpr char kLaw[] = "law";
constexpr char kMath[] = "math";
constexpr char kOther[] = "other";
constexpr char kPhilosophy[] = "philosophy";
constexpr char kPhysics[] = "physics";
constexpr char kPsychology[] = "psychology";

template <const char* kCategory>
Result<std::vector<Value>> category(std::vector<Value> rows) {
  return rows_of(std::move(rows), kCategory);
}

// The leaderboard's form: options as they stand, the letters are the choices.
Result<Value> letters_prompt(const Value& row) {
  RowReader read(row);
  std::string prompt = read.text("question") + "\n";
  const std::vector<std::string> options = read.texts("options");
  if (options.size() > 26) {
    read.fail("options", "more than 26");
  }
  for (std::size_t i = 0; i < options.size() && read.is_good(); ++i) {
    prompt += std::string(1, letter(i)) + ". " + options[i] + "\n";
  }
  return read.done(Value::of(prompt + "Answer:"));
}

Result<Value> letters(const Value& row) {
  RowReader read(row);
  std::vector<std::string> names;
  const std::size_t count = read.list("options").size();
  if (count > 26) {
    read.fail("options", "more than 26");
  }
  for (std::size_t i = 0; i < count && read.is_good(); ++i) {
    names.emplace_back(1, letter(i));
  }
  return read.done(list_of_texts(names));
}

const HandlerEntry kEntries[] = {
    {"mmlu_pro", "utils.doc_to_text", &reasoning_prompt},
    {"mmlu_pro", "utils.fewshot_to_text", &reasoning_prompt},
    {"mmlu_pro", "utils.fewshot_to_target", &worked_answer},
    {"mmlu_pro", "utils.process_biology", &category<kBiology>},
    {"mmlu_pro", "utils.process_business", &category<kBusiness>},
    {"mmlu_pro", "utils.process_chemistry", &category<kChemistry>},
    {"mmlu_pro", "utils.process_computer_science", &category<kComputerScience>},
    {"mmlu_pro", "utils.process_economics", &category<kEconomics>},
    {"mmlu_pro", "utils.process_engineering", &category<kEngineering>},
    {"mmlu_pro", "utils.process_health", &category<kHealth>},
    {"mmlu_pro", "utils.process_history", &category<kHistory>},
    {"mmlu_pro", "utils.process_law", &category<kLaw>},
    {"mmlu_pro", "utils.process_math", &category<kMath>},
    {"mmlu_pro", "utils.process_other", &category<kOther>},
    {"mmlu_pro", "utils.process_philosophy", &category<kPhilosophy>},
    {"mmlu_pro", "utils.process_physics", &category<kPhysics>},
    {"mmlu_pro", "utils.process_psychology", &category<kPsychology>},
    {"leaderboard/mmlu_pro", "utils.doc_to_text", &letters_prompt},
    {"leaderboard/mmlu_pro", "utils.doc_to_choice", &letters},
};

}  // namespace

std::span<const HandlerEntry> mmlu_pro_handlers() { return kEntries; }

}  // namespace assay
