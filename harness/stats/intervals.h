// Confidence intervals for means, shares and quantiles. All of level 95 % unless said otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace assay {

struct Interval {
  double low = 0;
  double high = 0;
};

// Wilson's score interval for a share (JASA 22, 1927). REQUIRES: 0 <= successes <= n. Absent for n = 0.
std::optional<Interval> wilson_interval(std::int64_t successes, std::int64_t n);

// Clopper and Pearson's exact interval for a share (Biometrika 26, 1934): it covers the share in at least 95 of 100
// samples, whatever the share. REQUIRES: 0 <= successes <= n. Absent for n = 0.
std::optional<Interval> clopper_pearson_interval(std::int64_t successes, std::int64_t n);

// mean ± t(n - 1) × s / sqrt(n). Absent for fewer than two values, and for values that are all equal: they do not show
// how far the mean could be off.
std::optional<Interval> t_interval(std::span<const double> values);

// The p-quantile of Student's t with `degrees` > 0 degrees of freedom, 0 < p < 1, to 1e-10 (bisection on the
// incomplete beta function, DLMF 8.17.22).
double student_t_quantile(double p, double degrees);

// P(T <= t).
double student_t_cdf(double t, double degrees);

// Quantile by linear interpolation, Hyndman and Fan's type 7 (The American Statistician 50(4), 1996). Absent for no
// values. REQUIRES: sorted values, 0 <= p <= 1.
std::optional<double> quantile(std::span<const double> sorted, double p);

// Whether n values can bound the p-quantile on its far side with 95 % confidence: 1 - q^n >= 0.95 with q the larger of
// p and 1 - p (for the median from both sides: n >= 6). p95 needs 59 values, p99 299. REQUIRES: 0 < p < 1.
bool supports_quantile(std::int64_t n, double p);

}  // namespace assay
