// The environment from a made-up /proc and /sys; what is not there is not in the record.
#include "harness/run/environment.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

TEST(Environment, ReadsWhatTheKernelSays) {
  const ScratchFolder root("environment");
  root.write("proc/cpuinfo",
             "processor\t: 0\nvendor_id\t: GenuineExample\nmodel name\t: Example CPU: 9000\nflags\t\t: fpu sse2 avx2 "
             "hypervisor avx512_vnni\n\nprocessor\t: 1\nmodel name\t: Other\n");
  root.write("proc/meminfo", "MemTotal:       25165824 kB\nMemAvailable:   1234 kB\nSwapTotal: 0 kB\n");
  root.write("proc/loadavg", "0.42 0.10 0.05 1/100 999\n");
  root.write("proc/sys/kernel/osrelease", "6.1.0\n");
  root.write("etc/os-release", "NAME=\"X\"\nPRETTY_NAME=\"Example Linux 12\"\n");
  root.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index0/level", "1\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index0/type", "Data\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index0/size", "32K\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index1/level", "1\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index1/type", "Instruction\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index2/level", "3\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index2/type", "Unified\n");
  root.write("sys/devices/system/cpu/cpu0/cache/index2/size", "8M\n");

  EnvironmentRecord record = capture_environment(root.path());

  for (const char* own : {"assay.build", "assay.commit", "assay.compiler"}) {
    record.erase(own);
  }
  EXPECT_EQ(record, (EnvironmentRecord{{"cpu.model", "Example CPU: 9000"},
                                       {"cpu.vendor", "GenuineExample"},
                                       {"cpu.flags", "sse2 avx2 avx512_vnni"},
                                       {"hypervisor", "yes"},
                                       {"cpu.logical", "2"},
                                       {"cpu.governor", "performance"},
                                       {"cpu.cache.l1d", "32K"},
                                       {"cpu.cache.l3", "8M"},
                                       {"memory.total_kib", "25165824"},
                                       {"memory.available_kib", "1234"},
                                       {"memory.swap_total_kib", "0"},
                                       {"load.1min", "0.42"},
                                       {"kernel", "6.1.0"},
                                       {"distribution", "Example Linux 12"}}));
}

TEST(Environment, ListsGraphicsProcessors) {
  const ScratchFolder root("environment");
  root.write("proc/driver/nvidia/version", "NVRM version: X  580.1\nGCC version: 12\n");
  root.write("proc/driver/nvidia/gpus/0000:01/information", "Model: \t\t Example GPU\nIRQ: 1\n");
  root.write("proc/driver/nvidia/gpus/0000:02/information", "Model: \t\t Other GPU\n");

  const EnvironmentRecord record = capture_environment(root.path());

  EXPECT_EQ(record.at("gpu.driver"), "NVRM version: X  580.1");
  EXPECT_EQ(record.at("gpu.0"), "Example GPU");
  EXPECT_EQ(record.at("gpu.1"), "Other GPU");
}

TEST(Environment, LeavesOutWhatIsNotThere) {
  const ScratchFolder root("environment");

  const EnvironmentRecord record = capture_environment(root.path());

  EXPECT_EQ(record.count("cpu.model"), 0u);
  EXPECT_EQ(record.count("memory.total_kib"), 0u);
  EXPECT_EQ(record.count("cpu.available"), 0u);
  EXPECT_EQ(record.count("assay.compiler"), 1u);
  for (const auto& [key, value] : record) {
    EXPECT_NE(value, "") << key;
  }
}

TEST(Environment, OfThisMachineKnowsItsProcessorsAndKernel) {
  const EnvironmentRecord record = capture_environment("/");

  EXPECT_EQ(record.count("kernel"), 1u);
  EXPECT_EQ(record.count("cpu.available"), 1u);
}

}  // namespace
}  // namespace assay
