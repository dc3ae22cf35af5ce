// Splitting a step's duration among the requests in it (METHOD "splitting a step"). Pure.
#pragma once

#include <span>
#include <vector>

namespace assay {

struct StepPart {
  int own_tokens = 0;        // evaluated in this step for this request alone
  bool uses_shared = false;  // the step's shared tokens were computed for this request among others
};

// One duration per part, in proportion to its tokens; the shared tokens count as split evenly among those who use them.
// The parts add up to `step_s` (to rounding). A step without any token is split evenly.
std::vector<double> split_step(double step_s, std::span<const StepPart> parts, int shared_tokens);

}  // namespace assay
