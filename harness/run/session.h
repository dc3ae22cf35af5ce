// Session: carries a plan out. Every answer is committed before it is judged; a stopped session can be resumed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "harness/api/record.h"
#include "harness/api/store.h"
#include "harness/base/clock.h"
#include "harness/base/result.h"
#include "harness/run/plan.h"
#include "harness/run/progress.h"

namespace assay {

// Begun at a block's begin; fills the block's fields about CPU, disturbance and energy at its end.
class BlockMeter {
 public:
  virtual ~BlockMeter() = default;
  virtual void begin() = 0;
  virtual void end(BlockRecord& block) = 0;
};

struct SessionParts {
  Clock& clock;
  Store& store;
  Progress& progress;
  BlockMeter& meter;
  const std::atomic<int>& interrupts;  // 1: drain and stop; 2: cancel what is in flight
};

struct SessionResult {
  std::int64_t planned = 0;
  std::int64_t answered_before = 0;  // by earlier sessions of the run
  std::int64_t answered = 0;         // now
  std::int64_t failed = 0;           // of them: no answer after all attempts
  bool is_interrupted = false;
};

// Asks what the run has no answer for yet, judges what has no score yet, keeps the run's state. `begun` is when the
// program began to work for this run: the time until now counts as idle. Errors: of the store (kStorage, kBusy); the
// run is then left resumable. REQUIRES: check_plan passed, begin_run was called for plan.run.id.
Result<SessionResult> run_session(const Plan& plan, const SessionParts& parts, Nanos begun);

}  // namespace assay
