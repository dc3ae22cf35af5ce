// The table of kernels; a new implementation is one line here.
#include "kernels/registry.h"

#include <array>

#include "kernels/copy/copy.h"
#include "kernels/gemm_f32/gemm_f32.h"
#include "kernels/peak/machine_peaks.h"

namespace assay {
namespace {

constexpr auto kEntries = std::to_array<KernelEntry>({
    {.kernel = "copy",
     .implementation = "reference",
     .summary = "n floats by the C++ library, large ones split among threads",
     .axes = "n",
     .is_compute_bound = false,
     .make = make_reference_copy},
    {.kernel = "copy",
     .implementation = "openblas",
     .summary = "n floats by cblas_scopy",
     .axes = "n",
     .is_compute_bound = false,
     .make = make_openblas_copy},
    {.kernel = "gemm_f32",
     .implementation = "reference",
     .summary = "c[m,n] = a[m,k] × b[n,k] transposed, in tiled plain loops",
     .axes = "m n k",
     .is_compute_bound = true,
     .make = make_reference_gemm_f32},
    {.kernel = "gemm_f32",
     .implementation = "openblas",
     .summary = "c[m,n] = a[m,k] × b[n,k] transposed, by cblas_sgemm",
     .axes = "m n k",
     .is_compute_bound = true,
     .make = make_openblas_gemm_f32},
});

}  // namespace

std::span<const KernelEntry> kernel_entries() { return kEntries; }

std::unique_ptr<KernelPeaks> make_kernel_peaks(const Clock& clock) { return make_machine_peaks(clock); }

}  // namespace assay
