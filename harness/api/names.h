// The words for outcomes, finishes and states in databases, exports and reports; one table each.
#pragma once

#include <optional>
#include <string_view>

#include "harness/api/record.h"
#include "harness/api/request.h"
#include "harness/api/task.h"
#include "harness/api/thought.h"

namespace assay {

std::string_view to_name(Outcome outcome);     // "right", "truncated_in_answer", ...
std::string_view to_name(Finish finish);       // "end", "context_full", ...
std::string_view to_name(RunState state);      // "running", "complete", ...
std::string_view to_name(ThoughtState state);  // "none", "closed", "open"

// Nothing if no value has this name.
std::optional<Outcome> outcome_from(std::string_view name);
std::optional<Finish> finish_from(std::string_view name);
std::optional<RunState> run_state_from(std::string_view name);
std::optional<ThoughtState> thought_state_from(std::string_view name);

}  // namespace assay
