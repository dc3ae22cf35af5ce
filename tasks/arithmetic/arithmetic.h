// Arithmetic word problems with an exact answer and a worked solution.
#pragma once

#include "tasks/parts/generator.h"

namespace assay {

// Difficulty 1: one step. 2: one or two steps, half each. 3: two steps.
GeneratorEntry arithmetic_generator();

}  // namespace assay
