// Reading /sys/class/powercap.
#include "harness/run/energy.h"

#include <filesystem>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {

EnergyReading read_energy(const std::string& root) {
  EnergyReading reading;
  const std::string folder = (root == "/" ? "" : root) + "/sys/class/powercap";
  std::error_code code;
  std::filesystem::directory_iterator at(folder, code);
  if (code) {
    reading.reason = "no powercap interface";
    return reading;
  }
  reading.reason = "no RAPL package counter";
  for (const auto& entry : at) {
    const auto name = read_file(entry.path().string() + "/name");
    if (!name || !starts_with(trim(*name), "package-")) {
      continue;
    }
    const auto energy = read_file(entry.path().string() + "/energy_uj");
    const auto range = read_file(entry.path().string() + "/max_energy_range_uj");
    const auto value = energy ? parse_double(trim(*energy)) : std::nullopt;
    if (!value) {
      reading.reason = energy ? "unreadable counter " + entry.path().string() : energy.error().message;
      continue;
    }
    reading.packages_uj[entry.path().string()] = *value;
    reading.ranges_uj[entry.path().string()] = range ? parse_double(trim(*range)).value_or(0) : 0;
  }
  if (!reading.packages_uj.empty()) {
    reading.reason.clear();
  }
  return reading;
}

std::optional<double> joules_between(const EnergyReading& before, const EnergyReading& after) {
  if (before.packages_uj.empty() || before.packages_uj.size() != after.packages_uj.size()) {
    return std::nullopt;
  }
  double sum_uj = 0;
  for (const auto& [package, end_uj] : after.packages_uj) {
    const auto begin = before.packages_uj.find(package);
    if (begin == before.packages_uj.end()) {
      return std::nullopt;
    }
    const double difference = end_uj - begin->second;
    sum_uj += difference >= 0 ? difference : difference + after.ranges_uj.at(package);
  }
  return sum_uj / 1e6;
}

}  // namespace assay
