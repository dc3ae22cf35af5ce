// The kernels this build has, each in its implementations, and the peaks of the machine they run on.
#pragma once

#include <memory>
#include <span>

#include "harness/api/kernel.h"
#include "harness/base/clock.h"

namespace assay {

std::span<const KernelEntry> kernel_entries();

// `clock` outlives the peaks.
std::unique_ptr<KernelPeaks> make_kernel_peaks(const Clock& clock);

}  // namespace assay
