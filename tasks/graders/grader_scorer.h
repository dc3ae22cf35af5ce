// A grader of mathematical answers as a scorer: a metric that a task file names for generated texts.
#pragma once

#include <memory>

#include "harness/api/task.h"
#include "tasks/graders/graders.h"

namespace assay {

// Named as the grader. Judges the output as it came, without filters: finds its answer, compares it with each gold
// answer (behind the last "####", else in the last box, else the whole gold text). Nothing found: unparsed, or
// truncated where the limit cut the output off. Undecided is wrong, with a rule that begins with "undecided: ".
// REQUIRES: `grader` outlives the scorer.
std::unique_ptr<Scorer> make_grader_scorer(const Grader& grader);

}  // namespace assay
