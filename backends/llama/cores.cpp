// Hyper-threads of one core share its arithmetic units: a second thread there slows llama.cpp's barriers down.
#include "backends/llama/cores.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <set>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {

int physical_cores(const std::string& topology_folder) {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  if (sched_getaffinity(0, sizeof(mask), &mask) != 0) {
    return 1;
  }
  std::set<std::string> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &mask)) {
      continue;
    }
    const std::string name = "cpu" + std::to_string(cpu);
    const auto siblings = read_file(fmt::format("{}/{}/topology/thread_siblings_list", topology_folder, name));
    cores.insert(siblings ? std::string(trim(*siblings)) : name);
  }
  return std::max(1, static_cast<int>(cores.size()));
}

}  // namespace assay
