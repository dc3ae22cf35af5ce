// Generators of reasoning: each a seed, levels of difficulty, and an answer that follows and is the only one.
#pragma once

#include "tasks/parts/generator.h"

namespace assay {

// What follows, what is consistent, and how many ways there are. Statements on 3, 4, 4, 5, 6 facts, levels 1 to 5.
GeneratorEntry propositional_logic_generator();

// Who tells the truth: 2, 3, 3, 4, 5 people; plain statements about one person up to level 2.
GeneratorEntry knights_and_knaves_generator();

// People in a row and what is theirs: 3 people with 1 and 2 kinds of things, 4 with 2 and 3, 5 with 4. No clue can be
// left out.
GeneratorEntry zebra_puzzles_generator();

// Reaching, fewest roads, shortest ways: 5, 6, 8, 10, 12 towns.
GeneratorEntry graph_paths_generator();

// Who holds what after swaps: 3, 3, 4, 5, 7 people and 3, 5, 7, 9, 13 steps; from level 3 on, rounds of three too.
GeneratorEntry object_tracking_generator();

// 1: weekdays some days away; 2: a date some days away; 3: days between two dates; 4: the weekday of another date of
// the year; 5: dates and weekdays years apart.
GeneratorEntry dates_generator();

}  // namespace assay
