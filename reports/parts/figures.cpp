// Formatting numbers.
#include "reports/parts/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

// "-0.0" says nothing that "0.0" does not.
std::string without_minus_zero(std::string figure) {
  const bool is_zero = figure.find_first_of("123456789") == std::string::npos;
  return is_zero && !figure.empty() && (figure[0] == '-' || figure[0] == '+') ? figure.substr(1) : figure;
}

}  // namespace

std::string significant(double value, int digits) {
  if (!std::isfinite(value)) {
    return kAbsent;
  }
  if (value == 0) {
    return "0";
  }
  const auto decimals = [digits](double number) {
    return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(number)))), 0, 15);
  };
  // Rounding may reach the next power of ten: 9.996 is 10.0, not 10.00.
  const double scale = std::pow(10.0, decimals(value));
  const double rounded = std::round(value * scale) / scale;
  return fmt::format("{:.{}f}", value, rounded == 0 ? decimals(value) : std::min(decimals(value), decimals(rounded)));
}

std::string percent(std::optional<double> share) {
  return share && std::isfinite(*share) ? fmt::format("{:.1f}", 100 * *share) : kAbsent;
}

std::string percent_interval(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:.1f} – {:.1f}", 100 * interval->low, 100 * interval->high) : kAbsent;
}

std::string percent_of(std::int64_t count, std::int64_t total) {
  return total == 0 ? kAbsent : fmt::format("{:.1f}", 100.0 * static_cast<double>(count) / static_cast<double>(total));
}

std::string points(double difference) { return without_minus_zero(fmt::format("{:+.1f}", 100 * difference)); }

std::string points_interval(const std::optional<Interval>& interval) {
  return interval ? points(interval->low) + " to " + points(interval->high) : kAbsent;
}

std::string rate(std::optional<double> per_second) { return per_second ? significant(*per_second, 3) : kAbsent; }

std::string milliseconds(std::optional<double> seconds) { return seconds ? significant(1000 * *seconds, 3) : kAbsent; }

std::string both(const std::string& p50, const std::string& p95) {
  return p50 == kAbsent && p95 == kAbsent ? kAbsent : p50 + " / " + p95;
}

std::string money(std::optional<double> amount) { return amount ? significant(*amount, 3) : kAbsent; }

std::string p_value(double p) { return p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p); }

}  // namespace assay
