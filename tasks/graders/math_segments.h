// Formulas in a text: what stands between $...$, $$...$$, \(...\) and \[...\].
#pragma once

#include <string_view>
#include <vector>

#include "harness/base/pattern.h"

namespace assay {

struct MathSegment {
  TextSpan outer;  // with its delimiters
  TextSpan inner;
};

// In order, not overlapping, none of them blank. A $...$ stays on its line; a dollar sign that looks like money ("$5
// and $6": white space on one side alone, or a digit behind the closing one) opens none. Linear.
std::vector<MathSegment> math_segments(std::string_view text);

}  // namespace assay
