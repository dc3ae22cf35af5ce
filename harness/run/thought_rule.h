// ThoughtRule: which tags stand around the thoughts of a model on a task, and the thought of one answer. Pure.
#pragma once

#include <optional>

#include "harness/api/request.h"
#include "harness/api/thought.h"
#include "harness/run/collector.h"
#include "harness/run/plan.h"

namespace assay {

struct ThoughtRule {
  ThoughtTags tags;
  bool is_known = false;   // said by somebody, not the default
  bool is_opened = false;  // by the engine's own template
};

// The run's tags, else the task's, else the model's, else the default.
ThoughtRule thought_rule(const Plan& plan, const PlannedModel& model, const PlannedTask& task);

// Tells the request about its thought: stops are not looked for inside one whose tags are known.
void mark_thought(const ThoughtRule& rule, Request& request);

// The thought in an answer, with its tokens counted (docs/METHOD.md, "Thought and answer"). Nothing for a Score
// request, and for an answer that never came.
std::optional<Thought> thought_of(const ThoughtRule& rule, const Request& request, const Arrival& arrival);

}  // namespace assay
