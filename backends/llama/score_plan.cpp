// The kernel's threshold is llama.cpp's (ggml_fa_tile_config::Q); other engines' builds may differ, which costs
// nothing.
#include "backends/llama/score_plan.h"

#include <algorithm>

namespace assay {

Phase context_phase(int position, int context_tokens, int ubatch) {
  const int begin = position - position % ubatch;
  return std::min(ubatch, context_tokens - begin) >= kManyTokens ? Phase::kContextMany : Phase::kContextFew;
}

Phase continuation_phase(int tokens) {
  return tokens >= kManyTokens ? Phase::kContinuationMany : Phase::kContinuationFew;
}

std::vector<int> part_sizes(Phase phase, int tokens, int ubatch) {
  const bool is_few = phase == Phase::kContextFew || phase == Phase::kContinuationFew;
  const int largest = is_few ? std::min(kSmallPart, ubatch) : ubatch;
  const int parts = (tokens + largest - 1) / largest;
  std::vector<int> sizes;
  for (int left = tokens; left > 0; left -= sizes.back()) {
    const int even = (left + parts - static_cast<int>(sizes.size()) - 1) / (parts - static_cast<int>(sizes.size()));
    const int rounded = std::min((even + 3) / 4 * 4, largest);
    sizes.push_back(std::min(rounded, left));
  }
  return sizes;
}

}  // namespace assay
