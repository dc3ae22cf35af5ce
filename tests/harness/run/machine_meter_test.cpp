// The machine's meter fills a block's fields, or says why it cannot.
#include "harness/run/machine_meter.h"

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

TEST(MachineMeter, SaysOfABlockWhatItCould) {
  ManualClock clock;
  const auto meter = make_machine_meter(clock);

  meter->begin();
  clock.advance(std::chrono::hours(10));  // whatever this machine does meanwhile is no share of ten hours
  BlockRecord block;
  meter->end(block);

  EXPECT_FALSE(block.is_disturbed) << block.disturbance;
  EXPECT_GE(block.own_cpu_s, 0);
  EXPECT_GE(block.other_cpu_s, 0);
  EXPECT_EQ(block.joules.has_value(), block.energy_method == "rapl package");
  EXPECT_FALSE(block.energy_method.empty());
}

}  // namespace
}  // namespace assay
