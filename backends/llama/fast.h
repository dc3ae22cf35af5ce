// The schedule `fast`: sequences share batches, and prefixes are computed once.
#pragma once

#include <memory>

#include "backends/llama/schedule.h"

namespace assay {

// `score_context` as make_score_lane wants it, or, for a model without cells, with one sequence. Contexts for
// generation are made when the first request needs them.
std::unique_ptr<Schedule> make_fast_schedule(const EngineParts& parts, std::unique_ptr<Context> score_context);

}  // namespace assay
