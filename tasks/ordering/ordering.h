// Ordering puzzles: people compared in pairs, exactly one order fits; who is first or last?
#pragma once

#include "tasks/parts/generator.h"

namespace assay {

// Three levels for each number of people: 1 to 3 have three, 4 to 6 four, 7 to 9 five. The first level of each three is
// easy for a model that copies a name from the beginning of the clues; the last has clues in any order, from any side.
GeneratorEntry ordering_generator();

// The same, without choices: the name is the answer.
GeneratorEntry ordering_answers_generator();

}  // namespace assay
