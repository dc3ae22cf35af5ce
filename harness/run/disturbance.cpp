// Accounting of CPU time.
#include "harness/run/disturbance.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

}  // namespace

Disturbance assess_disturbance(const CpuCounters& before, const CpuCounters& after, double wall_s,
                               const DisturbanceLimits& limits) {
  Disturbance found;
  found.own_cpu_s = std::max(0.0, after.own_s - before.own_s);
  found.other_cpu_s = std::max(0.0, after.machine_busy_s - before.machine_busy_s - found.own_cpu_s);
  found.steal_s = std::max(0.0, after.steal_s - before.steal_s);
  found.involuntary_switches = after.involuntary_switches - before.involuntary_switches;
  const double capacity_s = std::max(1e-9, wall_s * after.cpus);
  const double limit_s = std::max(limits.share_max * capacity_s, limits.floor_s * after.cpus);
  if (found.other_cpu_s > limit_s) {
    found.reason =
        fmt::format("other programs took {:.0f} % of the machine's CPU time", 100 * found.other_cpu_s / capacity_s);
  } else if (found.steal_s > limit_s) {
    found.reason =
        fmt::format("the hypervisor took {:.0f} % of the machine's CPU time", 100 * found.steal_s / capacity_s);
  }
  return found;
}

Result<CpuCounters> parse_proc_stat(const std::string& text, double ticks_per_second) {
  CpuCounters counters{.cpus = 0};
  bool has_total = false;
  for (const std::string_view line : split(text, '\n')) {
    if (!starts_with(line, "cpu")) {
      continue;
    }
    if (!starts_with(line, "cpu ")) {
      ++counters.cpus;
      continue;
    }
    // user nice system idle iowait irq softirq steal guest guest_nice (proc(5)); guest time is part of user time.
    std::vector<double> ticks;
    for (const std::string_view word : split(line.substr(4), ' ')) {
      const auto number = parse_double(word);
      if (!word.empty() && !number) {
        return Error{ErrorKind::kCorrupt, "/proc/stat: not a number in: " + printable(line, 80)};
      }
      if (number) {
        ticks.push_back(*number);
      }
    }
    if (ticks.size() < 8) {
      return Error{ErrorKind::kCorrupt, "/proc/stat: 'cpu' has fewer than 8 fields: " + printable(line, 80)};
    }
    counters.machine_busy_s = (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / ticks_per_second;
    counters.steal_s = ticks[7] / ticks_per_second;
    has_total = true;
  }
  if (!has_total || counters.cpus == 0) {
    return Error{ErrorKind::kCorrupt, "/proc/stat: no line 'cpu'"};
  }
  return counters;
}

CpuReading read_cpu_counters() {
  CpuReading reading;
  rusage own{};
  rusage children{};
  ::getrusage(RUSAGE_SELF, &own);
  ::getrusage(RUSAGE_CHILDREN, &children);
  if (const auto text = read_file("/proc/stat")) {
    if (const auto counters = parse_proc_stat(*text, static_cast<double>(::sysconf(_SC_CLK_TCK)))) {
      reading.counters = *counters;
      reading.is_known = true;
    }
  }
  reading.counters.own_s = seconds_of(own.ru_utime) + seconds_of(own.ru_stime) + seconds_of(children.ru_utime) +
                           seconds_of(children.ru_stime);
  reading.counters.involuntary_switches = own.ru_nivcsw;
  return reading;
}

}  // namespace assay
