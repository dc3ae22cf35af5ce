// Contamination: a score on a static set less the score on a fresh twin of it, which nobody can have learnt by heart.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/stats/intervals.h"

namespace assay {

// A score between 0 and 1 with its own 95 % interval.
struct MeasuredScore {
  double value = 0;
  Interval interval;
  std::optional<double> standard_error;
  std::int64_t n = 0;
};

// Of two independent samples.
struct ScoreDifference {
  double value = 0;  // first - second
  Interval interval;
  std::optional<double> standard_error;  // absent if one of them is
};

// The interval is made of the two scores' own limits (MOVER: Zou and Donner, Statistics in Medicine 27, 2008; with
// Wilson's limits it is Newcombe's method 10, Statistics in Medicine 17, 1998). So it does not collapse where all
// answers are right or all wrong, and it carries over what the scores' intervals know of clusters.
ScoreDifference score_difference(const MeasuredScore& first, const MeasuredScore& second);

// Whether the interval leaves 0 out.
bool is_shown(const ScoreDifference& difference);

}  // namespace assay
