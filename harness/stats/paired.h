// Comparing two models on the same documents.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "harness/stats/intervals.h"

namespace assay {

struct PairedDifference {
  std::int64_t n = 0;
  double mean = 0;                   // of second - first
  std::optional<Interval> interval;  // t interval of the differences; absent for fewer than two pairs
  std::int64_t gained = 0;           // second better
  std::int64_t lost = 0;             // first better
  double mcnemar_p = 1;              // exact, two-sided
};

// REQUIRES: equal lengths.
PairedDifference paired_difference(std::span<const double> first, std::span<const double> second);

// McNemar's test (Psychometrika 12(2), 1947) in its exact form: twice the smaller binomial tail at 1/2, at most 1.
double mcnemar_exact(std::int64_t gained, std::int64_t lost);

}  // namespace assay
