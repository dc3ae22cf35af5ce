// Math equivalence: whether two answers, in LaTeX or plain text, say the same; bounded, symmetric, three-valued.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

enum class Equivalence : std::uint8_t {
  kEqual,
  kUnequal,
  kUndecided,  // beyond the budget, or written in mathematics that is not understood
};

// What one comparison may use. Steps are counted, not timed, so a verdict is the same on every machine; a step is
// about 0.1 microseconds.
struct MathBudget {
  std::int64_t steps = 100'000;
  std::size_t bytes_max = 20'000;  // longer texts are compared as text only
  std::size_t nodes_max = 4'000;   // of both expression trees together
  std::size_t depth_max = 60;      // of nesting
  std::size_t bits_max = 32'768;   // of an exact integer
};

struct MathVerdict {
  Equivalence verdict = Equivalence::kUndecided;
  std::string reason;  // the rule that decided: "same text", "exact value", "numeric at 4 points", ...
};

// The rules are in docs/METHOD.md, "Math equivalence". compare_math(a, b) is compare_math(b, a), reason included.
MathVerdict compare_math(std::string_view left, std::string_view right, const MathBudget& budget = {});

}  // namespace assay
