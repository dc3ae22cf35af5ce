// Formatting numbers.
#include "reports/parts/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay {

std::string significant(double value, int digits) {
  if (value == 0) {
    return "0";
  }
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return fmt::format("{:.{}f}", value, std::clamp(digits - 1 - magnitude, 0, 12));
}

std::string percent(std::optional<double> share) { return share ? fmt::format("{:.1f}", 100 * *share) : kAbsent; }

std::string percent_interval(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:.1f} – {:.1f}", 100 * interval->low, 100 * interval->high) : kAbsent;
}

std::string points(double difference) { return fmt::format("{:+.1f}", 100 * difference); }

std::string points_interval(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:+.1f} to {:+.1f}", 100 * interval->low, 100 * interval->high) : kAbsent;
}

std::string rate(std::optional<double> per_second) { return per_second ? significant(*per_second, 3) : kAbsent; }

std::string milliseconds(std::optional<double> seconds) { return seconds ? significant(1000 * *seconds, 3) : kAbsent; }

std::string money(std::optional<double> amount) { return amount ? significant(*amount, 3) : kAbsent; }

std::string count_of(std::int64_t count, std::int64_t total) {
  return count == 0 || total == 0
             ? "0"
             : fmt::format("{:.1f}", 100.0 * static_cast<double>(count) / static_cast<double>(total));
}

std::string p_value(double p) { return p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p); }

}  // namespace assay
