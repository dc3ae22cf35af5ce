// The grader of PRM800K (Lightman et al. 2023), by which MATH-500's authors judge.
#pragma once

#include <string>
#include <string_view>

#include "tasks/graders/verdict.h"

namespace assay {

// Equal after the MATH authors' normalising, or after the rule's own; else tuples and intervals element by element:
// fractions in digits only as they stand, an integer only against an integer, the rest by the engine where the rule
// would let sympy read it (two unknown letters at most, no braced or bracketed exponents).
GraderVerdict grade_prm800k(std::string_view answer, std::string_view gold);

// The rule's own normal form.
std::string prm800k_form(std::string_view answer);

}  // namespace assay
