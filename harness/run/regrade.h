// Regrading: stored answers go through scorers again. No model is asked, and nothing that is stored is lost: a score of
// another version stands beside the old one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "harness/api/record.h"
#include "harness/api/store.h"
#include "harness/api/task.h"
#include "harness/base/result.h"

namespace assay {

// A task as it is made now.
struct RegradeTask {
  Task task;        // all of its scorers judge
  int repeats = 1;  // of a document, in the run: a joint scorer judges when all are answered
};

// A verdict that is not what an earlier one was.
struct VerdictChange {
  SampleKey key;
  std::string scorer;
  int version_before = 0;
  int version_now = 0;
  Judgement before;
  Judgement now;
  std::string gold;
};

// What one scorer made of one model's answers on one task.
struct RegradeCounts {
  std::string model, task, scorer;
  int version = 0;
  std::int64_t judged = 0;
  std::int64_t added = 0;        // stored now; of a dry run: would be
  std::int64_t stored = 0;       // by this version, with the same verdict, before
  std::int64_t conflicting = 0;  // by this version, with another verdict, before: left as they are
  std::int64_t right = 0;        // of those judged
  // Against the newest other version's score of the same answer:
  std::int64_t compared = 0;
  std::int64_t right_before = 0;  // of those compared
  std::int64_t right_to_wrong = 0;
  std::int64_t wrong_to_right = 0;
  std::int64_t changed_otherwise = 0;  // another outcome or value, right in both or in neither
};

struct RegradeOptions {
  bool is_dry = false;  // nothing is written
  std::size_t examples_max = 10;
};

struct RegradeResult {
  std::int64_t answers = 0;
  std::vector<RegradeCounts> counts;     // by task, then model, in the run's order, then scorer
  std::vector<VerdictChange> changes;    // against other versions, the first ones
  std::vector<VerdictChange> conflicts;  // within a version, the first ones
  bool is_interrupted = false;
};

// Whether the task still asks what the run asked: the same kind of answer, and each of the run's documents with its
// content and gold answer. kInvalidConfig naming the first thing that differs. Its version and its scorers may differ.
Status check_same_documents(const RunView& plan, const Task& task);

// Judges what the run has answers of, a bounded part at a time, on all processors. What was done before an interrupt, a
// fault or a kill is kept; the same call again ends in the same scores. Errors: of the store. REQUIRES: `plan` is
// Store::read_plan's, and check_same_documents passed for every task.
Result<RegradeResult> regrade(const RunView& plan, std::span<const RegradeTask> tasks, Store& store,
                              const std::atomic<int>& interrupts, const RegradeOptions& options);

}  // namespace assay
