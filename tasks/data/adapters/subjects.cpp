// Sets of many subjects: MMLU, MMLU-Pro, GPQA, BBH, ZebraLogic.
#include <array>
#include <string>

#include "harness/base/text.h"
#include "tasks/data/adapters/adapter.h"
#include "tasks/data/adapters/columns.h"
#include "tasks/data/adapters/names.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/csv.h"
#include "tasks/data/formats/json_rows.h"

namespace assay {
namespace {

struct SplitName {
  std::string_view hub;
  std::string_view file;
};
constexpr std::array<SplitName, 3> kMmluSplits{{{"test", "test"}, {"validation", "val"}, {"dev", "dev"}}};

std::vector<AdapterPart> mmlu_parts() {
  std::vector<AdapterPart> parts;
  std::vector<AdapterPart> whole;
  for (const auto& [hub, word] : kMmluSplits) {
    whole.push_back({"all", std::string(hub), {}});
    for (const std::string_view subject : kMmluSubjects) {
      const std::string file =
          "mmlu/data/" + std::string(word) + "/" + std::string(subject) + "_" + std::string(word) + ".csv";
      parts.push_back({std::string(subject), std::string(hub), {file}});
      whole.back().files.push_back(file);
    }
  }
  parts.insert(parts.end(), whole.begin(), whole.end());
  return parts;
}

// "mmlu/data/dev/anatomy_dev.csv" -> "anatomy"
std::string subject_of(const std::string& file) {
  const std::size_t begin = file.rfind('/') + 1;
  return file.substr(begin, file.rfind('_') - begin);
}

Result<Value::List> read_mmlu(const AdapterInput& input) {
  constexpr std::string_view kLetters = "ABCD";
  if (valid_utf8(input.text) != input.text) {
    return broken_row("not UTF-8");
  }
  auto lines = parse_csv(input.text);
  if (!lines) {
    return lines.error();
  }
  const Value subject = Value::of(subject_of(input.file));
  Value::List rows;
  for (auto& line : *lines) {
    const std::size_t gold =
        line.size() == 6 && line[5].size() == 1 ? kLetters.find(line[5][0]) : std::string_view::npos;
    if (gold == std::string_view::npos) {
      return broken_row("item " + std::to_string(rows.size() + 1) + ": not question, four choices and a letter A to D");
    }
    rows.push_back(row_of({{"question", Value::of(line[0])},
                           {"subject", subject},
                           {"choices", texts({line[1], line[2], line[3], line[4]})},
                           {"answer", Value::of(static_cast<std::int64_t>(gold))}}));
  }
  return rows;
}

std::vector<AdapterPart> mmlu_pro_parts() {
  return {{"default", "test", {"mmlu_pro/data/test-00000-of-00001.parquet"}},
          {"default", "validation", {"mmlu_pro/data/validation-00000-of-00001.parquet"}}};
}

Result<Value::List> read_mmlu_pro(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row,
                  {"question_id", "question", "options", "answer", "answer_index", "cot_content", "category", "src"});
  });
}

std::vector<AdapterPart> zebralogic_parts() {
  return {{"grid_mode", "test", {"zebralogic/grid_mode/test-00000-of-00001.parquet"}}};
}

// Its authors publish it beside the files (README of the repository idavidrein/gpqa): it keeps the questions out of
// crawlers' reach, not out of readers'. The plain text stays in memory.
constexpr const char* kGpqaPassword = "deserted-untie-orchid";

std::vector<AdapterPart> gpqa_parts() {
  std::vector<AdapterPart> parts;
  for (const char* name : {"gpqa_main", "gpqa_diamond", "gpqa_extended", "gpqa_experts"}) {
    parts.push_back({name, "train", {"gpqa/dataset.zip"}});
  }
  return parts;
}

Result<Value::List> read_gpqa(const AdapterInput& input) {
  const std::string member = "dataset/" + input.part.config + ".csv";
  const auto text = zip_member(input.text, member, kGpqaPassword);
  if (!text) {
    return text.error();
  }
  return valid_utf8(*text) == *text ? typed_csv_records(*text) : broken_row(member + ": not UTF-8");
}

std::vector<AdapterPart> bbh_parts() {
  std::vector<AdapterPart> parts;
  for (const std::string_view task : kBbhTasks) {
    const std::string name(task);
    parts.push_back({name, "test", {"bbh/bbh/" + name + ".json"}});
    parts.push_back({name, "prompt", {"bbh/cot-prompts/" + name + ".txt"}});
  }
  return parts;
}

// A prompt file: a line for crawlers, a rule of dashes, what the task is, then worked examples "Q: ... A: ...".
Result<Value::List> read_bbh_prompt(std::string_view text) {
  const std::size_t begin = text.find("\n-----\n");
  std::size_t at = text.find("\n\nQ: ");
  if (begin == std::string_view::npos || at == std::string_view::npos || at < begin) {
    return broken_row("not a line, a rule of five dashes, a description and 'Q: ... A: ...' blocks");
  }
  const Value description = Value::of(trim(text.substr(begin + 7, at - begin - 7)));
  Value::List rows;
  while (at != std::string_view::npos) {
    const std::size_t next = text.find("\n\nQ: ", at + 1);
    const std::string_view block = text.substr(at + 5, next == std::string_view::npos ? next : next - at - 5);
    const std::size_t answer = block.find("\nA: ");
    if (answer == std::string_view::npos) {
      return broken_row("worked example " + std::to_string(rows.size() + 1) + " has no line 'A: '");
    }
    rows.push_back(row_of({{"description", description},
                           {"input", Value::of(block.substr(0, answer))},
                           {"target", Value::of(trim(block.substr(answer + 4)))}}));
    at = next;
  }
  return rows;
}

Result<Value::List> read_bbh(const AdapterInput& input) {
  if (has_ending(input.file, ".txt")) {
    return valid_utf8(input.text) == input.text ? read_bbh_prompt(input.text) : broken_row("not UTF-8");
  }
  return map_rows(json_document_rows(input.text, "examples"), [](const Value& row) {
    return select(row, {"input", "target"});
  });
}

}  // namespace

std::vector<Adapter> subject_adapters() {
  return {{"mmlu", {"cais/mmlu", "hails/mmlu_no_train", "mmlu"}, made_once<mmlu_parts>, read_mmlu},
          {"mmlu_pro", {"TIGER-Lab/MMLU-Pro"}, made_once<mmlu_pro_parts>, read_mmlu_pro},
          {"gpqa", {"Idavidrein/gpqa"}, made_once<gpqa_parts>, read_gpqa},
          {"bbh", {"lukaemon/bbh", "SaylorTwift/bbh"}, made_once<bbh_parts>, read_bbh},
          {"zebralogic", {"allenai/ZebraLogicBench"}, made_once<zebralogic_parts>, read_json_lines}};
}

}  // namespace assay
