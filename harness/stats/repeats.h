// Figures over several answers to each document: pass@k, G-Pass@k, mG-Pass@k, and the error of their means.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "harness/stats/intervals.h"

namespace assay {

// The answers to one document.
struct Tally {
  std::int64_t answers = 0;
  std::int64_t right = 0;  // of them
};

// The chance that at least one of k answers is right, the k drawn from those given without putting back: 1 - C(n - c,
// k) / C(n, k), which is unbiased (Chen et al., arXiv 2107.03374). REQUIRES: 0 <= right <= answers, 1 <= k <= answers.
double pass_at_k(Tally tally, std::int64_t k);

// The chance that at least ceil(tau k) of them are, and at least one (Liu et al., arXiv 2412.13147): a hypergeometric
// tail. tau = 1: all are. REQUIRES: as above, 0 <= tau <= 1.
double g_pass_at_k(Tally tally, std::int64_t k, double tau);

// Twice its mean over tau from a half to one: (2 / k) × sum of G-Pass@k at i / k, i from ceil(k / 2) + 1 to k (same
// paper). REQUIRES: as above, k >= 2.
double mg_pass_at_k(Tally tally, std::int64_t k);

// The mean of what documents give, each in [0, 1].
struct ShareEstimate {
  double mean = 0;
  std::int64_t n = 0;                    // documents
  std::optional<double> standard_error;  // over documents; over clusters where they are given
  std::optional<Interval> interval;      // 95 %
};

// Independent documents with values of 0 and 1: Clopper and Pearson's interval, which is exact. Else Wilson's with the
// number of documents that would have the observed variance, and Student's quantile (Korn and Graubard, Survey
// Methodology 24, 1998, take Clopper and Pearson's likewise); where n × min(mean, 1 - mean) is below 3, no more than
// there are. No interval where all values are equal and between 0 and 1, nor for fewer than two documents. `clusters`
// is empty, or has the cluster of each document: the error is Miller's clustered one. Absent for no documents.
std::optional<ShareEstimate> estimate_share(std::span<const double> values,
                                            std::span<const std::int64_t> clusters = {});

}  // namespace assay
