// Reading /sys/class/powercap.
#include "harness/run/energy.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {

namespace {

// The zones' folders; those that show a package a second time, through memory-mapped registers, last.
std::vector<std::string> zones(const std::string& folder, std::error_code& code) {
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    paths.push_back(at->path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::stable_partition(paths.begin(), paths.end(),
                        [](const std::string& path) { return path.find("mmio") == std::string::npos; });
  return paths;
}

}  // namespace

EnergyReading read_energy(const std::string& root) {
  EnergyReading reading;
  std::error_code code;
  const auto paths = zones((root == "/" ? "" : root) + "/sys/class/powercap", code);
  if (code) {
    reading.reason = "no powercap interface";
    return reading;
  }
  for (const std::string& path : paths) {
    const auto file = read_file(path + "/name");
    const std::string name(file ? trim(*file) : std::string_view());
    if (!starts_with(name, "package-") || reading.packages_uj.count(name) != 0) {
      continue;
    }
    const auto energy = read_file(path + "/energy_uj");
    const auto range = read_file(path + "/max_energy_range_uj");
    const auto value = energy ? parse_double(trim(*energy)) : std::nullopt;
    if (!value) {
      return {.reason = energy ? "unreadable counter " + path : energy.error().message};
    }
    reading.packages_uj[name] = *value;
    reading.ranges_uj[name] = range ? parse_double(trim(*range)).value_or(0) : 0;
  }
  reading.reason = reading.packages_uj.empty() ? "no RAPL package counter" : "";
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
    const auto range = after.ranges_uj.find(package);
    const double range_uj = range == after.ranges_uj.end() ? 0 : range->second;
    if (difference < 0 && difference + range_uj < 0) {
      return std::nullopt;
    }
    sum_uj += difference >= 0 ? difference : difference + range_uj;
  }
  return sum_uj / 1e6;
}

}  // namespace assay
