// The machine a run was made on, read from /proc and /sys. What is not there is not in the record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/api/record.h"

namespace assay {

// `root` is where proc/ and sys/ are: "/" for this machine, a folder in tests. Keys: "cpu.model", "cpu.vendor",
// "cpu.flags" (those that decide speed), "cpu.logical", "cpu.available" (this process may use), "cpu.governor",
// "cpu.cache.l1d"… "cpu.cache.l3", "memory.total_kib", "memory.available_kib", "kernel", "distribution", "hypervisor",
// "load.1min", "gpu.N", "gpu.driver", "assay.compiler", "assay.build", "assay.commit".
EnvironmentRecord capture_environment(const std::string& root);

// Of such a record: the size of the highest "cpu.cache.lN"; absent if there is none or it is not like "32768K".
std::optional<std::int64_t> last_level_cache_bytes(const EnvironmentRecord& machine);

}  // namespace assay
