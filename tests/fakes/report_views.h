// Runs as a store would give them back, the same every time: what the golden reports show.
#pragma once

#include <vector>

#include "harness/api/record.h"

namespace assay {

// Two models on a generating and a choosing task: disturbed blocks, retries, a sample without an answer, unparsed,
// truncated and refused ones, a price with energy, noise records.
RunView make_measured_view();

// Four kernels on the same machine: passed, disturbed, incorrect, not run.
RunView make_kernel_view();

// A run stopped early on one model whose names, settings and failures are hostile; every block disturbed, no price.
RunView make_hostile_view();

}  // namespace assay
