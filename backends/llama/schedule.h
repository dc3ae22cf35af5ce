// Schedule: decides which of the waiting requests share a step, and does the steps.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "backends/llama/context.h"
#include "backends/llama/job.h"
#include "backends/llama/model.h"
#include "backends/llama/options.h"
#include "harness/base/clock.h"

namespace assay {

// The evaluation thread's alone, after construction.
class Schedule {
 public:
  virtual ~Schedule() = default;

  virtual void add(JobPtr job) = 0;
  virtual bool has_work() const = 0;
  // Evaluates one batch or a few, and ends what is complete. REQUIRES: has_work().
  virtual void step() = 0;
  // Ends that request as cancelled, if it is here.
  virtual void cancel(RequestId id) = 0;
  // Ends everything as cancelled.
  virtual void cancel_all() = 0;
};

// What every schedule works with. All of it outlives the schedule.
struct EngineParts {
  const Model& model;
  const LlamaOptions& options;  // with an effective context
  Clock& clock;
  const std::atomic<bool>& aborted;
};

}  // namespace assay
