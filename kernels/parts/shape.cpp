// Axes of a shape.
#include "kernels/parts/shape.h"

#include <algorithm>
#include <string>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::int64_t kAxisMax = (std::int64_t{1} << 31) - 1;  // BLAS counts in 32 bits

}  // namespace

Status check_axes(const KernelShape& shape, std::initializer_list<std::string_view> axes) {
  const std::vector<std::string> known(axes.begin(), axes.end());
  for (const auto& [axis, size] : shape) {
    if (std::find(known.begin(), known.end(), axis) == known.end()) {
      return Error{ErrorKind::kUnsupported, unknown_name("axis", axis, known)};
    }
    if (size < 1 || size > kAxisMax) {
      return Error{ErrorKind::kUnsupported,
                   axis + " = " + std::to_string(size) + ": an axis is from 1 to " + std::to_string(kAxisMax)};
    }
  }
  if (shape.size() != known.size()) {
    return Error{ErrorKind::kUnsupported, "a shape needs each of the axes " + join(known, ", ")};
  }
  return {};
}

}  // namespace assay
