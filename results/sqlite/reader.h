// Reading runs: each table once, in order; nothing is asked per row.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "harness/api/record.h"
#include "results/sqlite/database.h"

namespace assay {

Result<std::vector<RunRecord>> read_runs(const Database& database, const std::string& prefix);
Result<std::set<SampleKey>> read_answered(const Database& database, const RunId& run);
// What begin_run wrote, and metrics; kNotFound as read_run.
Result<RunView> read_run_plan(const Database& database, const RunId& run);
Result<RunView> read_run(const Database& database, const RunId& run);

// The stored checksum of each answer of a run that is not the one its row gives: "RUN MODEL TASK DOCUMENT REPEAT".
Result<std::vector<std::string>> find_damaged(const Database& database, const RunId& run);

}  // namespace assay
