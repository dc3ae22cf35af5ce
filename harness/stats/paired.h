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
  std::optional<Interval> interval;  // Tango's if every value is 0 or 1, else t of the differences
  std::int64_t gained = 0;           // second better
  std::int64_t lost = 0;             // first better
  double mcnemar_p = 1;              // exact, two-sided
  bool is_binary = false;            // every value is 0 or 1
};

// REQUIRES: equal lengths.
PairedDifference paired_difference(std::span<const double> first, std::span<const double> second);

// Whether the difference is shown at the 5 % level: the interval leaves 0 out and, for values of 0 and 1, McNemar's
// exact test agrees (it is the stricter of the two where few pairs differ).
bool is_shown(const PairedDifference& difference);

// McNemar's test (Psychometrika 12(2), 1947) in its exact form: twice the smaller binomial tail at 1/2, at most 1.
double mcnemar_exact(std::int64_t gained, std::int64_t lost);

// Tango's score interval for the difference of two paired shares, (gained - lost) / n, of level 95 % (Statistics in
// Medicine 17, 1998). Wald's and t's collapse to a point where no pair differs and cover too seldom where few do; this
// one does neither. Absent for n = 0. REQUIRES: gained, lost >= 0 and gained + lost <= n.
std::optional<Interval> tango_interval(std::int64_t gained, std::int64_t lost, std::int64_t n);

}  // namespace assay
