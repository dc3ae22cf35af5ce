// The kernels this build has, each in its implementations.
#pragma once

#include <span>

#include "harness/api/kernel.h"

namespace assay {

std::span<const KernelEntry> kernel_entries();

}  // namespace assay
