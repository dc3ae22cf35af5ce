// GrowingAnswer by continuous batching: prompts and single tokens in steps of their own, all running answers in each.
#pragma once

#include <memory>

#include "backends/llama/schedule.h"

namespace assay {

enum class LaneKind {
  kShared,  // prompts begin with a common prefix: one range of cells, the prefix computed once
  kAlone,   // no common prefix: each sequence has its own cells, so that none reads past the others'
};

// A context of the right shape for `options.parallel` answers is made here. Errors: as Context::create.
Result<std::unique_ptr<Schedule>> make_generate_lane(const EngineParts& parts, LaneKind kind);

}  // namespace assay
