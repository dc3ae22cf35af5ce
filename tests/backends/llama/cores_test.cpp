// Physical cores from a made-up topology.
#include "backends/llama/cores.h"

#include <gtest/gtest.h>
#include <sched.h>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

int available() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  return ::sched_getaffinity(0, sizeof mask, &mask) == 0 ? CPU_COUNT(&mask) : 1;
}

TEST(PhysicalCores, AreEachLogicalOneWhereNothingIsSaid) {
  const ScratchFolder folder("cores");

  EXPECT_EQ(physical_cores(folder.path()), available());
}

TEST(PhysicalCores, CountSiblingsOnce) {
  const ScratchFolder folder("cores");
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    folder.write("cpu" + std::to_string(cpu) + "/topology/thread_siblings_list", "0-1023\n");
  }

  EXPECT_EQ(physical_cores(folder.path()), 1);
}

}  // namespace
}  // namespace assay
