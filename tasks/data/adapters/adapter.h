// Adapter: a data set in its upstream files, read as the rows that the hub's copy of it has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// One split of one configuration.
struct AdapterPart {
  std::string config;              // "ARC-Easy"; "" if the set has no configurations
  std::string split;               // the hub's name for it: "validation"
  std::vector<std::string> files;  // below the data folder, read in this order
  // False: no pinned address is known, `assay data pull` cannot fetch the files; whoever has them puts them there.
  bool is_pulled = true;
  std::vector<std::string> otherwise;  // where `files` are not all there: the first of these that is, instead of them
  std::string set;                     // what to pull, where it is not the adapter's set
};

// One file's bytes on their way to rows.
struct AdapterInput {
  const std::string& file;  // below the data folder
  std::string_view text;    // unpacked, if its name ends in .gz, and without a byte order mark; "" for Parquet
  const AdapterPart& part;
};

// A set, by the names that task files use. Rows have the hub's columns, in its order, with its types.
struct Adapter {
  std::string_view set;                        // configs/data/SET.yaml: what `assay data pull` calls it
  std::vector<std::string_view> hub;           // "allenai/ai2_arc"; the first is the one messages use
  const std::vector<AdapterPart>& (*parts)();  // the first configuration is read if a query names none
  Result<Value::List> (*read)(const AdapterInput& input);
};

// For Adapter::parts: what `make` gives, made at the first call and kept. MMLU names 342 files, and is asked for 57
// times by one listing.
template <std::vector<AdapterPart> (*make)()>
const std::vector<AdapterPart>& made_once() {
  static const std::vector<AdapterPart> parts = make();
  return parts;
}

// The table, from one list a field.
const std::vector<Adapter>& all_adapters();
std::vector<Adapter> choice_adapters();   // ARC, OpenBookQA, CommonsenseQA, HellaSwag, WinoGrande, BoolQ, TruthfulQA
std::vector<Adapter> subject_adapters();  // MMLU, MMLU-Pro, GPQA, BBH, ZebraLogic
std::vector<Adapter> math_adapters();     // GSM8K, MATH, AIME, MGSM
std::vector<Adapter> code_adapters();     // HumanEval, MBPP, CRUXEval, LiveCodeBench, MultiPL-E, BigCodeBench
std::vector<Adapter> text_adapters();     // DROP, IFEval

}  // namespace assay
