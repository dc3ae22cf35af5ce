// How many threads are worth starting: the physical cores this process may run on.
#pragma once

#include <string>

namespace assay {

// Distinct cores among the logical CPUs of the process's affinity mask, told apart by `topology_folder`
// ("/sys/devices/system/cpu"); where that does not say, each logical CPU counts. At least 1.
int physical_cores(const std::string& topology_folder);

}  // namespace assay
