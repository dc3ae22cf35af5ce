// Disturbance: what others took, and from which share on a block is marked.
#include "harness/run/disturbance.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

constexpr const char* kStat =
    "cpu  100 20 30 4000 50 6 4 10 70 0\ncpu0 50 10 15 2000 25 3 2 5 35 0\ncpu1 50 10 15 2000 25 3 2 5 35 0\n"
    "intr 1 2 3\nctxt 5\nbtime 1\n";

// user + nice + system + irq + softirq; guest time is in user already, idle and iowait are not busy.
TEST(ProcStat, SumsWhatIsBusyAndCountsProcessors) {
  const auto counters = parse_proc_stat(kStat, 100);

  ASSERT_TRUE(counters) << counters.error().message;
  EXPECT_DOUBLE_EQ(counters->machine_busy_s, 1.60);
  EXPECT_DOUBLE_EQ(counters->steal_s, 0.10);
  EXPECT_EQ(counters->cpus, 2);
}

class BrokenStat : public testing::TestWithParam<std::string> {};

TEST_P(BrokenStat, IsRefused) {
  const auto counters = parse_proc_stat(GetParam(), 100);

  ASSERT_FALSE(counters);
  EXPECT_EQ(counters.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(counters.error().message.find("/proc/stat"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Texts, BrokenStat,
                         testing::Values("", "intr 1\n", "cpu  1 2 3 4 5 6 7\ncpu0 1 2 3 4 5 6 7\n",
                                         "cpu  1 2 x 4 5 6 7 8 9\ncpu0 1 2 3 4 5 6 7 8\n", "cpu0 1 2 3 4 5 6 7 8\n",
                                         "cpu  1 2 3 4 5 6 7 8\n"));

// Two processors, ten seconds: 20 s of capacity, of which others and the hypervisor may take 4 % (0.8 s) each.
Disturbance assessed(double busy_s, double own_s, double steal_s, double wall_s) {
  const CpuCounters before{.machine_busy_s = 100, .steal_s = 7, .own_s = 50, .involuntary_switches = 3, .cpus = 2};
  const CpuCounters after{.machine_busy_s = 100 + busy_s,
                          .steal_s = 7 + steal_s,
                          .own_s = 50 + own_s,
                          .involuntary_switches = 12,
                          .cpus = 2};
  return assess_disturbance(before, after, wall_s, {});
}

TEST(Disturbance, OfNobodyIsNone) {
  const Disturbance found = assessed(19, 19, 0, 10);

  EXPECT_EQ(found.reason, "");
  EXPECT_DOUBLE_EQ(found.own_cpu_s, 19);
  EXPECT_DOUBLE_EQ(found.other_cpu_s, 0);
  EXPECT_EQ(found.involuntary_switches, 9);
}

TEST(Disturbance, BeginsAboveTheShareOthersMayTake) {
  EXPECT_EQ(assessed(15.79, 15, 0, 10).reason, "");
  EXPECT_EQ(assessed(15.81, 15, 0, 10).reason, "other programs took 4 % of the machine's CPU time");
  EXPECT_EQ(assessed(19, 10, 0, 10).reason, "other programs took 45 % of the machine's CPU time");
}

TEST(Disturbance, BeginsAboveTheShareTheHypervisorMayTake) {
  EXPECT_EQ(assessed(15, 15, 0.79, 10).reason, "");
  EXPECT_EQ(assessed(15, 15, 0.81, 10).reason, "the hypervisor took 4 % of the machine's CPU time");
  EXPECT_EQ(assessed(15, 15, 2, 10).reason, "the hypervisor took 10 % of the machine's CPU time");
}

TEST(Disturbance, OfShortBlocksIsNotSaidBelowTheClocksTicks) {
  EXPECT_EQ(assessed(0.09, 0, 0, 0.1).reason, "");
  EXPECT_NE(assessed(0.12, 0, 0, 0.1).reason, "");
  EXPECT_NE(assessed(0.2, 0, 0, 0).reason, "");
}

TEST(Disturbance, IsNeverNegative) {
  const Disturbance found = assessed(1, 1.02, -0.01, 10);  // ticks are coarser than our own accounting

  EXPECT_DOUBLE_EQ(found.other_cpu_s, 0);
  EXPECT_DOUBLE_EQ(found.steal_s, 0);
}

TEST(CpuReading, OfThisMachineIsKnown) {
  const CpuReading reading = read_cpu_counters();

  EXPECT_TRUE(reading.is_known);
  EXPECT_GE(reading.counters.cpus, 1);
  EXPECT_GT(reading.counters.own_s, 0);
  EXPECT_GT(reading.counters.machine_busy_s, 0);
}

}  // namespace
}  // namespace assay
