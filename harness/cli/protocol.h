// Protocol: what a run's preset, sampling options and thought tags make of its planned tasks and models.
#pragma once

#include <string>
#include <vector>

#include "harness/cli/run_config.h"
#include "harness/run/plan.h"

namespace assay {

// Lays preset and options over the plan's tasks and models, and stores what they set among the plan's settings.
// `choices` has, for each task, what chose it. kInvalidConfig where an option would do nothing: no task generates.
Status apply_protocol(const RunConfig& config, const std::vector<TaskChoice>& choices, Plan& plan);

// What a user should know of it, a line each: answers a document, and models whose context bounds the answers.
std::vector<std::string> protocol_notes(const RunConfig& config, const Plan& plan);

}  // namespace assay
