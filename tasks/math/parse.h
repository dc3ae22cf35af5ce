// Reads an answer, in LaTeX or plain text, into an expression tree.
#pragma once

#include <cstddef>
#include <string_view>

#include "harness/base/result.h"
#include "tasks/math/expression.h"
#include "tasks/math/tokens.h"

namespace assay {

struct MathReading {
  NodeId root = 0;
  bool has_thousands = false;  // a bare comma or blank was read as part of a number
};

// What a reading may use, and how commas are read.
struct MathReadingRules {
  CommaReading commas = CommaReading::kThousands;
  std::size_t depth_max = 60;
};

// An error, saying what was not understood, if the text is no mathematics that this engine knows. Words alone are
// understood: kText. The nodes go into `tree`; it is an error if they make it full.
Result<MathReading> parse_math(std::string_view text, MathTree& tree, const MathReadingRules& rules = {});

}  // namespace assay
