// Reading answers to judge them again: a range of documents at a time, without prompts, identities and times.
#pragma once

#include <vector>

#include "harness/api/store.h"
#include "results/sqlite/database.h"

namespace assay {

// What Store::judged promises. kCorrupt for a row that cannot be read.
Result<std::vector<JudgedAnswer>> read_judged(const Database& database, const RunId& run, const DocumentRange& range);

// A score of a row whose columns from `first` on are outcome, value, answer, rule, parts. kCorrupt as above.
Result<Judgement> judgement_of(const Statement& row, int first);

}  // namespace assay
