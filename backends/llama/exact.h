// The schedule `exact`: one request at a time from an empty cache, so that an answer is a function of its request
// alone.
#pragma once

#include <memory>

#include "backends/llama/schedule.h"

namespace assay {

// `context` has one sequence.
std::unique_ptr<Schedule> make_exact_schedule(const EngineParts& parts, std::unique_ptr<Context> context);

}  // namespace assay
