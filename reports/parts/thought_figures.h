// What the answers of one model on one task took for thinking and for answering.
#pragma once

#include <optional>
#include <vector>

#include "reports/parts/summary.h"

namespace assay {

// Nothing where no answer holds a thought, and no engine counted one.
std::optional<ThoughtSummary> summarise_thoughts(const std::vector<const AnswerRecord*>& answers);

}  // namespace assay
