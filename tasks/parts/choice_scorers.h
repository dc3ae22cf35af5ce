// Scorers of multiple choice: the same log-likelihoods under every normalisation, and how well they are calibrated.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "harness/api/task.h"

namespace assay {

// "acc" (raw sums), "acc_norm" (per code point), "acc_bytes", "acc_tokens" (per token) and "acc_mutual_info" (less the
// sum behind an empty context; the task must ask Choosing::with_unconditional): right if the choice with the largest
// figure is the gold one, or one of several; ties go to the first. "exact_match": the gold continuation is what the
// model would have said greedily. "f1", "mcc", "brier_score", "ece": figures of the corpus (harness/stats/aggregate.h).
// Nothing for another name.
std::unique_ptr<Scorer> make_choice_scorer(std::string_view name, bool is_supplementary = false);

// The names that one pass gives without being asked for.
std::vector<std::string_view> supplementary_choice_scorers();

}  // namespace assay
