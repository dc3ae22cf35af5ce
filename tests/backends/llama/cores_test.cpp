// Physical cores from a made-up topology.
#include "backends/llama/cores.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <vector>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

// The logical processors this process may use.
std::vector<int> available() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  std::vector<int> cpus;
  for (int cpu = 0; ::sched_getaffinity(0, sizeof mask, &mask) == 0 && cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &mask)) {
      cpus.push_back(cpu);
    }
  }
  return cpus;
}

TEST(PhysicalCores, AreEachLogicalOneWhereNothingIsSaid) {
  const ScratchFolder folder("cores");

  EXPECT_EQ(physical_cores(folder.path()), static_cast<int>(available().size()));
}

TEST(PhysicalCores, CountSiblingsOnce) {
  const ScratchFolder folder("cores");
  for (const int cpu : available()) {
    folder.write("cpu" + std::to_string(cpu) + "/topology/thread_siblings_list", "0-1023\n");
  }

  EXPECT_EQ(physical_cores(folder.path()), 1);
}

}  // namespace
}  // namespace assay
