// Boxes around answers: \boxed{...} and \fbox{...} with balanced braces.
#pragma once

#include <optional>
#include <string_view>

#include "harness/base/pattern.h"

namespace assay {

struct Box {
  TextSpan outer;
  TextSpan inner;
};

// The last box that is closed; of nested ones the outermost. \{ and \} do not count as braces. Where no box has braces:
// "\boxed 7", up to a dollar sign or the line's end. Empty boxes are none. Linear.
std::optional<Box> last_box(std::string_view text);

}  // namespace assay
