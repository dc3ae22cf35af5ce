// Minerva's grader as lm-eval has it: a normal form, then sympy.
#pragma once

#include <string_view>

#include "tasks/graders/verdict.h"

namespace assay {

// The careful normal form (lm-eval 0.4.13): the same text; else what sympy's LaTeX parser reads of both, no relation,
// equal by the engine.
GraderVerdict grade_minerva(std::string_view answer, std::string_view gold);

// The normal form of Lewkowycz et al. 2022 without the step for the same text (lm-eval before that): an answer that
// sympy cannot read is wrong even if it is the gold one.
GraderVerdict grade_minerva_original(std::string_view answer, std::string_view gold);

}  // namespace assay
