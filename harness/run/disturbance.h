// Disturbance: who else used the CPUs while a block was measured.
#pragma once

#include <cstdint>
#include <string>

#include "harness/base/result.h"

namespace assay {

// Seconds since boot (machine) or since the process began (own).
struct CpuCounters {
  double machine_busy_s = 0;  // all CPUs: user, nice, system, irq, softirq
  double steal_s = 0;         // all CPUs
  double own_s = 0;           // this process and its ended children: user + system
  std::int64_t involuntary_switches = 0;
  int cpus = 1;
};

struct DisturbanceLimits {
  // Others, and the hypervisor, may each take this share of the machine's CPU time. On 2 cores 4 % is 80 ms of every
  // second: housekeeping stays below (on an idle virtual machine others took 0.2 to 0.8 %, steal 0 to 0.3 %), a busy
  // neighbour is far above.
  double share_max = 0.04;
  // /proc/stat counts whole ticks (10 ms), on each CPU: below this nothing can be said.
  double floor_s = 0.05;
};

struct Disturbance {
  double other_cpu_s = 0;
  double steal_s = 0;
  double own_cpu_s = 0;
  std::int64_t involuntary_switches = 0;
  std::string reason;  // "" if undisturbed
};

// Pure: what happened between two readings `wall_s` apart.
Disturbance assess_disturbance(const CpuCounters& before, const CpuCounters& after, double wall_s,
                               const DisturbanceLimits& limits);

// The line "cpu ..." of /proc/stat and the number of CPUs in it. kCorrupt if it is not what the kernel documents.
Result<CpuCounters> parse_proc_stat(const std::string& text, double ticks_per_second);

// This machine, now. Fields that cannot be read are 0, and `is_known` false.
struct CpuReading {
  CpuCounters counters;
  bool is_known = false;
};
CpuReading read_cpu_counters();

}  // namespace assay
