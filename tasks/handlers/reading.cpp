// RACE (Lai et al. 2017), LogiQA (Liu et al. 2020), MathQA (Amini et al. 2019) and MuSR (Sprague et al. 2024): prompts
// and choices out of their columns.
#include <array>
#include <optional>
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

struct RaceProblem {
  std::string question;
  std::vector<std::string> options;
  std::size_t answer = 0;
};

std::optional<RaceProblem> race_problem(const Value& item) {
  RowReader read(item);
  RaceProblem problem{.question = read.text("question"), .options = read.texts("options"), .answer = 0};
  const std::string letter = read.text("answer");
  const bool is_usable =
      read.is_good() && problem.options.size() >= 4 && letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'D';
  if (!is_usable) {
    return std::nullopt;
  }
  problem.answer = static_cast<std::size_t>(letter[0] - 'A');
  return problem;
}

// The column holds a Python literal: a list of dicts. Never empty in a result.
Result<std::vector<RaceProblem>> race_problems(const Value& row) {
  RowReader read(row);
  const auto literal = python_literal(read.text("problems"));
  if (!literal || !literal->is_list() || literal->items().empty()) {
    read.fail("problems", "is no Python list of problems");
  }
  std::vector<RaceProblem> problems;
  for (std::size_t i = 0; read.is_good() && i < literal->items().size(); ++i) {
    auto problem = race_problem(literal->items()[i]);
    if (!problem) {
      read.fail("problems", "item " + std::to_string(i) + " lacks a question, four options or an answer A-D");
      break;
    }
    problems.push_back(std::move(*problem));
  }
  return read.done(std::move(problems));
}

// All questions but the last are shown with their answers; one that ends in a blank is shown with the blank filled.
Result<Value> race_text(const Value& row) {
  auto problems = race_problems(row);
  if (!problems) {
    return std::move(problems.error());
  }
  RowReader read(row);
  std::string text = "Article: " + read.text("article") + "\n\n";
  constexpr std::string_view kBlank = "  _  .";
  for (std::size_t i = 0; i + 1 < problems->size(); ++i) {
    const RaceProblem& problem = (*problems)[i];
    const std::string& question = problem.question;
    const std::string& answer = problem.options[problem.answer];
    const bool ends_in_blank = question.size() >= kBlank.size() &&
                               std::string_view(question).substr(question.size() - kBlank.size()) == kBlank;
    if (ends_in_blank) {
      text.append(question, 0, question.size() - kBlank.size() + 1);
    } else {
      text.append("Question: ").append(question).append("\nAnswer: ");
    }
    text.append(answer).append("\n");
  }
  return read.done(Value::of(text + problems->back().question));
}

Result<Value> race_target(const Value& row) {
  auto problems = race_problems(row);
  if (!problems) {
    return std::move(problems.error());
  }
  return Value::of(static_cast<std::int64_t>(problems->back().answer));
}

Result<Value> race_choices(const Value& row) {
  auto problems = race_problems(row);
  if (!problems) {
    return std::move(problems.error());
  }
  auto& options = problems->back().options;
  options.resize(4);
  return list_of_texts(options);
}

Result<Value> logiqa_text(const Value& row) {
  RowReader read(row);
  std::string text = "Passage: " + read.text("context") + "\nQuestion: " + read.text("question") + "\nChoices:\n";
  const std::vector<std::string> options = read.texts("options");
  for (std::size_t i = 0; i < options.size() && i < 4; ++i) {
    text += std::string(1, static_cast<char>('A' + i)) + ". " + options[i] + "\n";
  }
  return read.done(Value::of(text + "Answer:"));
}

Result<Value> logiqa_target(const Value& row) {
  RowReader read(row);
  const std::string label(python_strip(read.text("label")));
  if (label.size() != 1 || label[0] < 'a' || label[0] > 'd') {
    read.fail("label", "'" + label + "' is none of a, b, c, d");
  }
  return read.done(Value::of(static_cast<std::int64_t>(label.empty() ? 0 : label[0] - 'a')));
}

bool is_label(std::string_view text, std::size_t at, std::string_view letters) {
  return text.size() >= at + 4 && letters.find(text[at]) != std::string_view::npos && text.substr(at + 1, 3) == " ) ";
}

std::string without_tail(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" ,");
  return std::string(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

// "a ) 38 , b ) 27.675 , ... , e ) none": each of a-d up to the next ", ", e up to the end.
Result<Value> mathqa_choices(const Value& row) {
  RowReader read(row);
  const std::string options = read.text("options");
  const std::string_view text = options;
  std::vector<std::string> choices;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    const bool is_last = is_label(text, at, "e") && (line_end >= text.size() - 1);
    const std::size_t comma = text.find(", ", at + 4);
    if (is_label(text, at, "abcd") && comma != std::string_view::npos && comma <= line_end) {
      choices.push_back(without_tail(text.substr(at + 4, comma - at - 4)));
      at = comma + 2;
    } else if (is_last) {
      choices.push_back(without_tail(text.substr(at + 4, line_end - at - 4)));
      at = text.size();
    } else {
      ++at;
    }
  }
  return read.done(list_of_texts(choices));
}

Result<std::vector<std::string>> musr_options(RowReader& read) {
  const auto literal = python_literal(read.text("choices"));
  const auto options = literal ? texts_of(*literal) : std::nullopt;
  if (!options) {
    read.fail("choices", "is no Python list of texts");
  }
  return read.done(options.value_or(std::vector<std::string>()));
}

Result<Value> musr_choices(const Value& row) {
  RowReader read(row);
  auto options = musr_options(read);
  if (!options) {
    return std::move(options.error());
  }
  return list_of_texts(*options);
}

Result<Value> musr_text(const Value& row) {
  RowReader read(row);
  std::string text = read.text("narrative") + "\n\n" + read.text("question") + "\n\n";
  auto options = musr_options(read);
  if (!options) {
    return std::move(options.error());
  }
  for (std::size_t i = 0; i < options->size(); ++i) {
    text += std::to_string(i + 1) + " - " + (*options)[i] + "\n";
  }
  return Value::of(text + "\nAnswer:");
}

const HandlerEntry kEntries[] = {
    {"race", "preprocess_race.doc_to_text", &race_text},
    {"race", "preprocess_race.doc_to_target", &race_target},
    {"race", "preprocess_race.doc_to_choice", &race_choices},
    {"logiqa", "utils_logiqa.doc_to_text", &logiqa_text},
    {"logiqa", "utils_logiqa.doc_to_target", &logiqa_target},
    {"mathqa", "utils.doc_to_choice", &mathqa_choices},
    {"leaderboard/musr", "utils.doc_to_text", &musr_text},
    {"leaderboard/musr", "utils.doc_to_choice", &musr_choices},
};

}  // namespace

std::span<const HandlerEntry> reading_handlers() { return kEntries; }

}  // namespace assay
