// What every scorer says of answers that cannot be judged on their content.
#pragma once

#include <optional>

#include "harness/api/task.h"

namespace assay {

// Nothing if the answer can be judged. Refused answers count as wrong; without an answer there is no value.
std::optional<Judgement> judge_finish(const Response& response);

// The same for log-likelihoods: they are complete or there is no verdict on content.
std::optional<Judgement> judge_scored(const Response& response, std::size_t choices);

}  // namespace assay
