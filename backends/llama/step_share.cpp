// The rule in one place, so that samples' costs add up to the engine's time.
#include "backends/llama/step_share.h"

#include <algorithm>
#include <cstddef>

namespace assay {

std::vector<double> split_step(double step_s, std::span<const StepPart> parts, int shared_tokens) {
  const auto users = std::count_if(parts.begin(), parts.end(), [](const StepPart& part) { return part.uses_shared; });
  const double shared_each = users > 0 ? static_cast<double>(shared_tokens) / static_cast<double>(users) : 0.0;
  std::vector<double> weights;
  double total = 0;
  for (const StepPart& part : parts) {
    weights.push_back(part.own_tokens + (part.uses_shared ? shared_each : 0.0));
    total += weights.back();
  }
  for (double& weight : weights) {
    weight = total > 0 ? step_s * weight / total : step_s / static_cast<double>(parts.size());
  }
  return weights;
}

}  // namespace assay
