// Golds of the benchmarks in a data folder.
#include <array>

#include "harness/base/text.h"
#include "tasks/data/dataset.h"
#include "tasks/graders/math_answer.h"
#include "tasks/graders/selftest/selftest.h"

namespace assay {
namespace {

struct Source {
  const char* name;
  const char* path;
  const char* config;
  const char* split;
  const char* field;
};

constexpr std::array<Source, 6> kSources{{
    {"MATH", "DigitalLearningGmbH/MATH-lighteval", "default", "test", "solution"},
    {"MATH-500", "HuggingFaceH4/MATH-500", "", "test", "answer"},
    {"AIME 2024", "Maxwell-Jia/AIME_2024", "", "train", "Answer"},
    {"AIME 2025", "math-ai/aime25", "", "test", "answer"},
    {"GSM8K", "openai/gsm8k", "main", "test", "answer"},
    {"MGSM", "juletxara/mgsm", "en", "test", "answer_number"},
}};

std::string text_of(const Value& row, const char* field) {
  const Value* value = row.find(field);
  return value == nullptr ? "" : (value->is_text() ? value->as_text() : to_json(*value));
}

}  // namespace

Result<std::vector<GoldSet>> real_gold_sets(const std::string& data_folder) {
  std::vector<GoldSet> sets;
  for (const Source& source : kSources) {
    const auto rows = read_dataset({.path = source.path, .name = source.config, .split = source.split}, data_folder);
    if (!rows && rows.error().kind == ErrorKind::kNotFound) {
      continue;
    }
    if (!rows) {
      return rows.error();
    }
    GoldSet set{.name = source.name, .golds = {}};
    for (const Value& row : rows->rows) {
      set.golds.push_back(recognised_gold(gold_answer(text_of(row, source.field))));
    }
    sets.push_back(std::move(set));
  }
  if (sets.empty()) {
    return Error{ErrorKind::kNotFound,
                 "--data: " + data_folder + " holds none of MATH, MATH-500, AIME, GSM8K and MGSM"};
  }
  return sets;
}

}  // namespace assay
