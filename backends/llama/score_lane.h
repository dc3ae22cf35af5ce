// Scoring many requests in one batch: contexts once, continuations as trees behind them, logits only where needed.
#pragma once

#include <memory>

#include "backends/llama/schedule.h"

namespace assay {

constexpr int kScoreSequences = 128;  // of a pack; two more hold the prefix

// Cells for one request of full length, a prefix, and a pack.
int score_lane_cells(const LlamaOptions& options);

// `context` is unified, with kScoreSequences + 2 sequences.
std::unique_ptr<Schedule> make_score_lane(const EngineParts& parts, std::unique_ptr<Context> context);

}  // namespace assay
