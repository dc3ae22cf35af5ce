// BlockRunner: asks one model a block of samples of one task, keeps the backend busy, stores, judges, retries.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "harness/run/collector.h"
#include "harness/run/plan.h"
#include "harness/run/prompt.h"
#include "harness/run/session.h"

namespace assay {

struct BlockSample {
  std::int64_t document = 0;
  int repeat = 0;
};

struct BlockResult {
  std::int64_t answered = 0;
  std::int64_t failed = 0;
  bool is_interrupted = false;
  double wall_s = 0;  // of the block's record; 0 if none was stored
};

// One object per session; request ids rise over all blocks. One thread.
class BlockRunner {
 public:
  BlockRunner(const Plan& plan, const SessionParts& parts, ProgressState& state);

  // Asks and judges `samples` and appends the block's record under `index`. Errors: of the store, after what was in
  // flight has ended.
  Result<BlockResult> run(const PlannedModel& model, const PlannedTask& task, const std::vector<BlockSample>& samples,
                          std::int64_t index);

 private:
  // A sample on its way: prompted, perhaps submitted, perhaps again.
  struct Ask {
    Sample sample;
    Prompt prompt;
    AnswerRecord record;  // what is known before the answer
    int attempt = 0;
    bool is_timed_out = false;
    std::vector<RequestId> ids;             // of the prompt's requests, while they are on their way
    std::map<RequestId, Arrival> arrivals;  // of those that were answered
  };
  struct Block;

  Result<Ask> prepare(const Block& block, const BlockSample& sample) const;
  void fill(Block& block);
  std::vector<Ask> gather(Block& block, std::vector<Arrival> arrivals) const;
  Status settle(Block& block, std::vector<Arrival> arrivals);
  AnswerRecord finish_record(const Block& block, Ask ask, Arrival arrival) const;
  static void cancel_all(const Block& block);
  void cancel_late(Block& block);
  void drain(Block& block);

  const Plan& plan_;
  const SessionParts& parts_;
  ProgressState& state_;
  Collector collector_;
  RequestId next_id_ = 1;
  bool has_told_interrupt_ = false;
};

}  // namespace assay
