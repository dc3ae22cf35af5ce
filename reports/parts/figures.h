// Figures as text: digits that the figure deserves, and "–" for what is absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/stats/intervals.h"

namespace assay {

inline constexpr const char* kAbsent = "–";

std::string percent(std::optional<double> share);                       // "41.0"
std::string percent_interval(const std::optional<Interval>& interval);  // "31.9 – 50.8"
std::string percent_of(std::int64_t count, std::int64_t total);         // "3.0"; absent if total is 0
std::string points(double difference);                                  // "+12.0", "0.0"
std::string points_interval(const std::optional<Interval>& interval);   // "+3.1 to +20.9"
std::string rate(std::optional<double> per_second);                     // three digits and more: "1234", "56.7"
std::string milliseconds(std::optional<double> seconds);                // "0.520", "12.3", "1234"
std::string both(const std::string& p50, const std::string& p95);       // "12.3 / 45.6"; absent if both are
std::string money(std::optional<double> amount);                        // three digits: "0.00123"
std::string p_value(double p);                                          // "0.031", "< 0.001"
// That many significant digits, all digits before the point; absent if not finite.
std::string significant(double value, int digits);

}  // namespace assay
