// Comparing two stored runs: settings that differ, answers that part, scores sample by sample. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "harness/api/record.h"

namespace assay {

// An answer that differs between the runs, and how near the two best alternatives were in the first run.
struct AnswerDifference {
  SampleKey key;
  std::string what;  // "tokens" or "choice"
  std::size_t token = 0;
  double gap = 0;
};

// (model, task, scorer)
using ScorePlace = std::tuple<std::string, std::string, std::string>;

struct RunComparison {
  std::vector<std::array<std::string, 3>> settings;  // where and key, first, second
  std::int64_t pairs = 0;
  std::int64_t equal_prompts = 0;
  std::int64_t equal_answers = 0;
  double shift_max = 0;  // of a summed log-likelihood
  std::vector<AnswerDifference> differences;
  // Samples right in both, only in the first, only in the second, in neither.
  std::map<ScorePlace, std::array<std::int64_t, 4>> scores;
};

// Samples are paired by key and document content; those of only one run are left out.
RunComparison compare_runs(const RunView& first, const RunView& second);

}  // namespace assay
