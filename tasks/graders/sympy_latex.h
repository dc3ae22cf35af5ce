// What sympy's LaTeX parser makes of an answer: conventional graders call what it cannot read wrong.
#pragma once

#include <optional>
#include <string_view>

namespace assay {

struct SympyReading {
  std::string_view text;     // the beginning of the answer that was read; the parser passes over what stands behind
  bool is_relation = false;  // an equation or inequality: two of them cannot be subtracted
};

// The grammar of sympy 1.14 (sympy.parsing.latex, ANTLR form), as a recogniser: nothing where parse_latex raises.
// "1,2" reads as 1, "(1,2)", "5\%", "\sqrt2" and matrices not at all. Bounded: an answer that takes more than
// 20,000 steps is not read.
std::optional<SympyReading> read_like_sympy(std::string_view latex);

}  // namespace assay
