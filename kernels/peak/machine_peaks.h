// The peaks of the machine at hand, measured in this process by loops that do nothing else.
#pragma once

#include <memory>

#include "harness/api/kernel.h"
#include "harness/base/clock.h"

namespace assay {

// `clock` outlives the peaks.
std::unique_ptr<KernelPeaks> make_machine_peaks(const Clock& clock);

}  // namespace assay
