// Programming: HumanEval(+), MBPP(+), CRUXEval, LiveCodeBench, MultiPL-E, BigCodeBench.
#include <array>
#include <string>

#include "tasks/data/adapters/adapter.h"
#include "tasks/data/adapters/columns.h"
#include "tasks/data/formats/json_rows.h"

namespace assay {
namespace {

std::vector<AdapterPart> humaneval_parts() {
  return {{"openai_humaneval", "test", {"humaneval/HumanEval.jsonl.gz"}},
          {"example", "problem", {"humaneval/example_problem.jsonl"}},
          {"example", "samples", {"humaneval/example_samples.jsonl"}}};
}

Result<Value::List> read_humaneval(const AdapterInput& input) {
  if (input.part.split == "samples") {
    return json_line_rows(input.text);
  }
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"task_id", "prompt", "canonical_solution", "test", "entry_point"});
  });
}

// The hub has HumanEval's form, in which `test` holds all inputs and expected results.
std::vector<AdapterPart> humanevalplus_parts() {
  return {{"default", "test", {"humanevalplus/HumanEvalPlus-OriginFmt.jsonl.gz"}},
          {"inputs", "test", {"humanevalplus/HumanEvalPlus.jsonl.gz"}},
          {"inputs", "mini", {"humanevalplus/HumanEvalPlus-Mini.jsonl.gz"}}};
}

Result<Value::List> read_humanevalplus(const AdapterInput& input) {
  if (input.part.config == "inputs") {
    return json_line_rows(input.text);
  }
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"task_id", "prompt", "canonical_solution", "entry_point", "test"});
  });
}

struct IdRange {
  std::string_view split;
  std::int64_t first;
  std::int64_t last;
};
// Which task ids belong to which split (README of the set).
constexpr std::array<IdRange, 4> kMbppSplits{
    {{"test", 11, 510}, {"train", 601, 974}, {"validation", 511, 600}, {"prompt", 1, 10}}};

std::vector<AdapterPart> mbpp_parts() {
  std::vector<AdapterPart> parts;
  parts.reserve(2 * kMbppSplits.size());
  for (const IdRange& range : kMbppSplits) {
    parts.push_back({"full", std::string(range.split), {"mbpp/mbpp.jsonl"}});
  }
  for (const IdRange& range : kMbppSplits) {
    parts.push_back({"sanitized", std::string(range.split), {"mbpp/sanitized-mbpp.json"}});
  }
  return parts;
}

Result<Value> mbpp_row(const Value& row, bool is_full) {
  return is_full ? select(row, {"task_id", "text", "code", "test_list", "test_setup_code", "challenge_test_list"})
                 : select(row, {"source_file", "task_id", "prompt", "code", "test_imports", "test_list"});
}

Result<Value::List> read_mbpp(const AdapterInput& input) {
  const bool is_full = input.part.config == "full";
  auto rows = map_rows(is_full ? json_line_rows(input.text) : json_document_rows(input.text),
                       [is_full](const Value& row) { return mbpp_row(row, is_full); });
  if (!rows) {
    return rows;
  }
  IdRange range = kMbppSplits[0];
  for (const IdRange& candidate : kMbppSplits) {
    range = candidate.split == input.part.split ? candidate : range;
  }
  Value::List chosen;
  for (Value& row : *rows) {
    const Value& id = *row.find("task_id");
    if (id.kind() != Value::Kind::kInteger) {
      return broken_row("a task_id that is no whole number: " + to_json(id));
    }
    if (id.as_integer() >= range.first && id.as_integer() <= range.last) {
      chosen.push_back(std::move(row));
    }
  }
  return chosen;
}

std::vector<AdapterPart> mbppplus_parts() {
  return {{"default", "test", {"mbppplus/MbppPlus-OriginFmt.jsonl.gz"}},
          {"inputs", "test", {"mbppplus/MbppPlus.jsonl.gz"}}};
}

Result<Value::List> read_mbppplus(const AdapterInput& input) {
  if (input.part.config == "inputs") {
    return json_line_rows(input.text);
  }
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row, {"task_id", "code", "prompt", "source_file", "test_imports", "test_list", "test"});
  });
}

std::vector<AdapterPart> cruxeval_parts() { return {{"default", "test", {"cruxeval/cruxeval.jsonl"}}}; }

// A graded submission, not the problems' tests: the hub has no copy of this one.
std::vector<AdapterPart> livecodebench_parts() {
  return {{"O1-Mini-2024-09-12_N1",
           "codegeneration",
           {"livecodebench/O1-Mini-2024-09-12_N1/Scenario.codegeneration_1_0.2_eval_all.json"}}};
}

std::vector<AdapterPart> multipl_e_parts() { return {{"humaneval-cpp", "test", {"multipl_e/humaneval-cpp.jsonl"}}}; }

Result<Value::List> read_multipl_e(const AdapterInput& input) {
  return map_rows(json_line_rows(input.text), [](const Value& row) {
    return select(row,
                  {"name", "language", "prompt", "doctests", "original", "prompt_terminology", "tests", "stop_tokens"});
  });
}

std::vector<AdapterPart> bigcodebench_parts() {
  return {{"default", "v0.1.4", {"bigcodebench/bigcodebench_hard.json"}}};
}

// One object keyed by the tasks' ids.
Result<Value::List> read_bigcodebench(const AdapterInput& input) {
  const auto document = parse_json_value(input.text);
  if (!document) {
    return document.error();
  }
  if (!document->is_dict()) {
    return broken_row("not one object keyed by task ids");
  }
  Value::List rows;
  for (const ValueField& field : document->fields()) {
    if (field.value.find("task_id") == nullptr) {
      return broken_row("item " + to_json(field.key) + ": no column 'task_id'");
    }
    rows.push_back(field.value);
  }
  return rows;
}

}  // namespace

std::vector<Adapter> code_adapters() {
  return {{"humaneval", {"openai/openai_humaneval", "openai_humaneval"}, made_once<humaneval_parts>, read_humaneval},
          {"humanevalplus", {"evalplus/humanevalplus"}, made_once<humanevalplus_parts>, read_humanevalplus},
          {"mbpp", {"google-research-datasets/mbpp", "mbpp"}, made_once<mbpp_parts>, read_mbpp},
          {"mbppplus", {"evalplus/mbppplus"}, made_once<mbppplus_parts>, read_mbppplus},
          {"cruxeval", {"cruxeval-org/cruxeval"}, made_once<cruxeval_parts>, read_json_lines},
          {"livecodebench", {"livecodebench/submissions"}, made_once<livecodebench_parts>, read_json_document},
          {"multipl_e", {"nuprl/MultiPL-E"}, made_once<multipl_e_parts>, read_multipl_e},
          {"bigcodebench_hard", {"bigcode/bigcodebench-hard"}, made_once<bigcodebench_parts>, read_bigcodebench}};
}

}  // namespace assay
