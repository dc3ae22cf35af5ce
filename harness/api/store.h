// Store: where everything measured is kept. One writer; what was acknowledged survives kill -9 and power cuts.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "harness/api/record.h"
#include "harness/base/result.h"

namespace assay {

// Some of a model's documents on a task: first <= index < last.
struct DocumentRange {
  std::string model;
  std::string task;
  std::int64_t first = 0;
  std::int64_t last = 0;
};

// An answer as judging reads it, and what it was judged as.
struct JudgedAnswer {
  // Key, document_hash, response and thought, and the prompt where no thought was looked for yet; token ids, gaps and
  // the engine's times stay behind.
  AnswerRecord answer;
  std::vector<ScoreRecord> scores;  // of every scorer and version, in this order
};

// All writes are durable when they return, and all-or-nothing. Appending an answer, a score or a block that is already
// there (same run, same key) is no error and changes nothing, so that a replay is harmless. What is read is what was
// written, bit for bit, but that -0 comes back as 0. Errors: kNotFound (no such run), kStorage (disk full, I/O), kBusy
// (another writer). Any one thread at a time.
class Store {
 public:
  virtual ~Store() = default;

  // Run, settings, models, tasks and documents in one transaction. kInvalidConfig if the run id is taken.
  virtual Status begin_run(const RunView& plan) = 0;
  virtual Status set_state(const RunId& run, RunState state) = 0;

  virtual Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) = 0;
  // kNotFound if a score's sample has no answer.
  virtual Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) = 0;
  virtual Status append_block(const RunId& run, const BlockRecord& block) = 0;
  // Begins a new environment row of the run: one per start or resume.
  virtual Status append_environment(const RunId& run, const EnvironmentRecord& environment) = 0;
  virtual Status set_price(const RunId& run, const PriceRecord& price) = 0;
  virtual Status append_kernels(const RunId& run, std::span<const KernelRecord> kernels) = 0;
  virtual Status append_noise(const RunId& run, const NoiseRecord& noise) = 0;

  // Newest first. `prefix` selects runs whose id begins with it; "" all.
  virtual Result<std::vector<RunRecord>> runs(const std::string& prefix) const = 0;

  // The samples that have an answer: what a resumed run does not ask again. Empty for an unknown run.
  virtual Result<std::set<SampleKey>> answered(const RunId& run) const = 0;

  // kNotFound if there is no such run.
  virtual Result<RunView> read(const RunId& run) const = 0;

  // For regrading. Scorers that judge the run's answers beside those it was begun with, or newer versions of them; a
  // task, name and version that is there already changes nothing.
  virtual Status append_metrics(const RunId& run, std::span<const MetricRecord> metrics) = 0;

  // As read, without answers, scores and what was measured: what begin_run wrote, and metrics.
  virtual Result<RunView> read_plan(const RunId& run) const = 0;

  // Answers ordered by document, then repeat. Empty for an unknown run.
  virtual Result<std::vector<JudgedAnswer>> judged(const RunId& run, const DocumentRange& range) const = 0;
};

// The whole store as sorted JSON lines without times and places: equal for two runs that asked the same and got the
// same. Pure; the same for every implementation. Run ids are replaced by "run".
std::string canonical_export(const RunView& run);

}  // namespace assay
