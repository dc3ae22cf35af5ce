// Ordering puzzles: people compared in pairs, exactly one order fits; who is first or last?
#pragma once

#include "tasks/parts/generator.h"

namespace assay {

// Difficulty d: d + 2 people; the clues are shuffled from 2 on.
GeneratorEntry ordering_generator();

}  // namespace assay
