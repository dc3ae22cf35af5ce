// Mathematics: GSM8K, MATH, MATH-500, AIME, MGSM.
#include <string>

#include "harness/base/text.h"
#include "tasks/data/adapters/adapter.h"
#include "tasks/data/adapters/columns.h"
#include "tasks/data/adapters/names.h"
#include "tasks/data/formats/csv.h"
#include "tasks/data/formats/json_rows.h"

namespace assay {
namespace {

std::vector<AdapterPart> gsm8k_parts() {
  return {{"main", "test", {"gsm8k/test.jsonl"}},
          {"main", "train", {"gsm8k/train.jsonl"}},
          {"model_solutions", "test", {"gsm8k/example_model_solutions.jsonl"}}};
}

Result<Value::List> read_gsm8k(const AdapterInput& input) {
  if (input.part.config == "model_solutions") {
    return json_line_rows(input.text);
  }
  return map_rows(json_line_rows(input.text), [](const Value& row) { return select(row, {"question", "answer"}); });
}

std::vector<AdapterPart> math_parts() {
  std::vector<AdapterPart> parts;
  for (const std::string_view subject : kMathSubjects) {
    parts.push_back({std::string(subject), "test", {"math/test.jsonl"}});
    parts.push_back({std::string(subject), "train", {"math/train.jsonl"}, false});
  }
  return parts;
}

std::vector<AdapterPart> whole_math_parts() {
  std::vector<AdapterPart> parts{{"default", "test", {"math/test.jsonl"}},
                                 {"default", "train", {"math/train.jsonl"}, false}};
  const auto subjects = math_parts();
  parts.insert(parts.end(), subjects.begin(), subjects.end());
  return parts;
}

// "Counting & Probability" -> "counting_and_probability"
std::string subject_name(const std::string& type) {
  std::string name = replace_all(replace_all(type, "&", "and"), " ", "_");
  for (char& c : name) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

Result<Value::List> read_math(const AdapterInput& input) {
  auto rows = map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"problem", "level", "type", "solution"});
  });
  if (!rows || input.part.config == "default") {
    return rows;
  }
  Value::List chosen;
  for (Value& row : *rows) {
    if (subject_name(row.text_at("type").value_or("")) == input.part.config) {
      chosen.push_back(std::move(row));
    }
  }
  return chosen;
}

std::vector<AdapterPart> math500_parts() { return {{"", "test", {"math500/test.jsonl"}}}; }

Result<Value::List> read_math500(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"problem", "solution", "answer", "subject", "level", "unique_id"});
  });
}

std::vector<AdapterPart> aime2024_parts() { return {{"", "train", {"aime2024/test.jsonl"}}}; }

// ".../2024_AIME_I_Problems/Problem_4" -> "2024-I-4", as the hub's ID
std::string aime_id(const std::string& address) {
  const std::size_t part = address.find("_AIME_");
  const std::size_t problem = address.rfind("Problem_");
  if (part == std::string::npos || problem == std::string::npos || part < 4) {
    return address;
  }
  const std::size_t end = address.find('_', part + 6);
  return address.substr(part - 4, 4) + "-" + address.substr(part + 6, end - part - 6) + "-" +
         address.substr(problem + 8);
}

Result<Value> aime2024_row(const Value& row) {
  const auto kept = select(row, {"problem", "solution", "answer", "url"});
  if (!kept) {
    return kept.error();
  }
  const auto answer = parse_int(kept->text_at("answer").value_or(""));
  if (!answer) {
    return broken_row("the answer is no whole number");
  }
  return row_of({{"ID", Value::of(aime_id(kept->text_at("url").value_or("")))},
                 {"Problem", *kept->find("problem")},
                 {"Solution", *kept->find("solution")},
                 {"Answer", Value::of(*answer)}});
}

Result<Value::List> read_aime2024(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), aime2024_row);
}

Result<Value::List> read_aime2024_padded(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"id", "problem", "solution", "answer", "url"});
  });
}

std::vector<AdapterPart> aime2025_parts() {
  return {{"", "test", {"aime2025/test2025-I.jsonl", "aime2025/test2025-II.jsonl"}}};
}

Result<Value::List> read_aime2025(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"problem", "answer", "id"});
  });
}

std::vector<AdapterPart> opencompass_parts() {
  return {{"AIME2025-I", "test", {"aime2025/test2025-I.jsonl"}},
          {"AIME2025-II", "test", {"aime2025/test2025-II.jsonl"}}};
}

Result<Value::List> read_opencompass(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) -> Result<Value> {
    const auto kept = select(row, {"problem", "answer"});
    if (!kept) {
      return kept.error();
    }
    return row_of({{"question", *kept->find("problem")}, {"answer", *kept->find("answer")}});
  });
}

std::vector<AdapterPart> mgsm_parts() {
  std::vector<AdapterPart> parts;
  for (const std::string_view language : kMgsmLanguages) {
    const std::string name(language);
    parts.push_back({name, "test", {"mgsm/mgsm_" + name + ".tsv"}});
    parts.push_back({name, "train", {"mgsm/mgsm_" + name + "_train.jsonl"}, false});
  }
  return parts;
}

// Test items have no worked answer: None, as on the hub.
Result<Value::List> read_mgsm(const AdapterInput& input) {
  if (input.part.split == "train") {
    return map_rows(json_line_rows(input.text), [](const Value& row) {
      return select(row, {"question", "answer", "answer_number", "equation_solution"});
    });
  }
  if (valid_utf8(input.text) != input.text) {
    return broken_row("not UTF-8");
  }
  const auto lines = parse_csv(input.text, {.delimiter = '\t', .has_quotes = false});
  if (!lines) {
    return lines.error();
  }
  Value::List rows;
  for (const auto& line : *lines) {
    const auto number = line.size() == 2 ? parse_int(replace_all(line[1], ",", "")) : std::nullopt;
    if (!number) {
      return broken_row("item " + std::to_string(rows.size() + 1) + ": not a question, a tab and a whole number");
    }
    rows.push_back(row_of({{"question", Value::of(line[0])},
                           {"answer", Value()},
                           {"answer_number", Value::of(*number)},
                           {"equation_solution", Value()}}));
  }
  return rows;
}

}  // namespace

std::vector<Adapter> math_adapters() {
  return {{"gsm8k", {"openai/gsm8k", "gsm8k"}, made_once<gsm8k_parts>, read_gsm8k},
          {"math", {"EleutherAI/hendrycks_math"}, made_once<math_parts>, read_math},
          {"math", {"DigitalLearningGmbH/MATH-lighteval", "lighteval/MATH"}, made_once<whole_math_parts>, read_math},
          {"math500", {"HuggingFaceH4/MATH-500"}, made_once<math500_parts>, read_math500},
          {"aime2024", {"Maxwell-Jia/AIME_2024"}, made_once<aime2024_parts>, read_aime2024},
          {"aime2024", {"HuggingFaceH4/aime_2024"}, made_once<aime2024_parts>, read_aime2024_padded},
          {"aime2025", {"math-ai/aime25"}, made_once<aime2025_parts>, read_aime2025},
          {"aime2025", {"opencompass/AIME2025"}, made_once<opencompass_parts>, read_opencompass},
          {"mgsm", {"juletxara/mgsm"}, made_once<mgsm_parts>, read_mgsm}};
}

}  // namespace assay
