// Intervals and the special functions under them.
#include "harness/stats/intervals.h"

#include <algorithm>
#include <cmath>

#include "harness/base/check.h"
#include "harness/stats/moments.h"

namespace assay {
namespace {

constexpr double kZ95 = 1.959963984540054;  // the 97.5 % quantile of the normal distribution

// The continued fraction of the regularised incomplete beta function (DLMF 8.17.22), by Lentz's method.
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  const auto guard = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / guard(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m <= 500; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    result *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    result *= d * c;
    if (std::abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return result;
}

double incomplete_beta(double a, double b, double x) {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

// By bisection.
double beta_quantile(double p, double a, double b) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 100 && high - low > 1e-14; ++i) {
    const double middle = (low + high) / 2;
    (incomplete_beta(a, b, middle) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

std::optional<Interval> wilson_interval(std::int64_t successes, std::int64_t n) {
  ASSAY_CHECK(successes >= 0 && successes <= n, "a share is successes of n");
  if (n == 0) {
    return std::nullopt;
  }
  const double count = static_cast<double>(n);
  const double share = static_cast<double>(successes) / count;
  const double z2 = kZ95 * kZ95;
  const double centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const double half = kZ95 * std::sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count);
  // Exact at the ends, where rounding would leave the share itself out.
  return Interval{.low = successes == 0 ? 0 : std::max(0.0, centre - half),
                  .high = successes == n ? 1 : std::min(1.0, centre + half)};
}

std::optional<Interval> clopper_pearson_interval(std::int64_t successes, std::int64_t n) {
  ASSAY_CHECK(successes >= 0 && successes <= n, "a share is successes of n");
  if (n == 0) {
    return std::nullopt;
  }
  const auto right = static_cast<double>(successes);
  const auto wrong = static_cast<double>(n - successes);
  return Interval{.low = successes == 0 ? 0 : beta_quantile(0.025, right, wrong + 1),
                  .high = successes == n ? 1 : beta_quantile(0.975, right + 1, wrong)};
}

std::optional<Interval> t_interval(std::span<const double> values) {
  Moments moments;
  for (const double value : values) {
    moments.add(value);
  }
  const auto variance = moments.variance();
  if (!variance || *variance == 0) {
    return std::nullopt;
  }
  const double count = static_cast<double>(moments.count());
  const double half = student_t_quantile(0.975, count - 1) * std::sqrt(*variance / count);
  return Interval{.low = moments.mean() - half, .high = moments.mean() + half};
}

double student_t_cdf(double t, double degrees) {
  const double tail = 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
  return t > 0 ? 1 - tail : tail;
}

double student_t_quantile(double p, double degrees) {
  ASSAY_CHECK(p > 0 && p < 1 && degrees > 0, "student_t_quantile is defined for 0 < p < 1 and positive degrees");
  if (p < 0.5) {
    return -student_t_quantile(1 - p, degrees);
  }
  double low = 0;
  double high = 1;
  while (student_t_cdf(high, degrees) < p && high < 1e12) {
    high *= 2;
  }
  for (int i = 0; i < 200 && high - low > 1e-12 * std::max(1.0, high); ++i) {
    const double middle = (low + high) / 2;
    (student_t_cdf(middle, degrees) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<double> quantile(std::span<const double> sorted, double p) {
  ASSAY_CHECK(p >= 0 && p <= 1, "a quantile lies between 0 and 1");
  if (sorted.empty()) {
    return std::nullopt;
  }
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

bool supports_quantile(std::int64_t n, double p) {
  const double count = static_cast<double>(n);
  const double farther = std::max(p, 1 - p);
  return p == 0.5 ? 1 - 2 * std::pow(0.5, count) >= 0.95 : 1 - std::pow(farther, count) >= 0.95;
}

}  // namespace assay
