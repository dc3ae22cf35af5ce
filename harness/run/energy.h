// Energy of the CPU packages from the kernel's RAPL counters, where the machine has them and lets us read.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace assay {

// The counters of all packages now, in microjoules, by their names ("package-0"); or why there are none: a sum over
// some of the packages would be taken for the whole.
struct EnergyReading {
  std::map<std::string, double> packages_uj;
  std::map<std::string, double> ranges_uj;  // after which each counter begins anew; 0: not known
  std::string reason;  // set if packages_uj is empty: "no powercap interface", "permission denied: ..."
};

// `root` is where sys/ is: "/" for this machine, a folder in tests.
EnergyReading read_energy(const std::string& root);

// Joules between two readings, counters that began anew once included; absent if a package is missing from either,
// or one began anew at an unknown place.
std::optional<double> joules_between(const EnergyReading& before, const EnergyReading& after);

}  // namespace assay
