// Checking a shape against the axes that a kernel has.
#pragma once

#include <initializer_list>
#include <string_view>

#include "harness/api/kernel.h"

namespace assay {

// kUnsupported unless `shape` has exactly these axes, each from 1 to 2^31 - 1.
Status check_axes(const KernelShape& shape, std::initializer_list<std::string_view> axes);

}  // namespace assay
