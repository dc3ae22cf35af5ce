// The table of kernels; a new implementation is one line here.
#include "kernels/registry.h"

namespace assay {

std::span<const KernelEntry> kernel_entries() { return {}; }

}  // namespace assay
