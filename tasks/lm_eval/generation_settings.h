// generation_kwargs of a task file.
#pragma once

#include "harness/api/task.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

// Without `until` the exemplars' delimiter ends an answer, as in lm-eval; 256 tokens unless max_gen_toks says
// otherwise. Greedy unless do_sample is true, or a temperature above 0 stands without do_sample. kInvalidConfig with
// file and line for values out of range, kUnsupported for keys that no backend knows.
Result<Generation> read_generation(const TaskConfig& config);

// What the generative twin of a choice task asks for.
Generation letter_generation();

}  // namespace assay
