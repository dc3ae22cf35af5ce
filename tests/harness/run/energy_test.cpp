// RAPL counters from a made-up /sys: packages, counters that begin anew, and why there may be none.
#include "harness/run/energy.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

void put_zone(const ScratchFolder& root, const std::string& zone, const std::string& name, const std::string& energy,
              const std::string& range) {
  const std::string folder = "sys/class/powercap/" + zone;
  root.write(folder + "/name", name + "\n");
  root.write(folder + "/energy_uj", energy + "\n");
  root.write(folder + "/max_energy_range_uj", range + "\n");
}

TEST(Energy, SumsPackagesAndLeavesTheirPartsOut) {
  const ScratchFolder root("energy");
  put_zone(root, "intel-rapl:0", "package-0", "1000000", "262143328850");
  put_zone(root, "intel-rapl:0:0", "core", "77", "262143328850");
  put_zone(root, "intel-rapl:1", "package-1", "2000000", "262143328850");
  put_zone(root, "intel-rapl:2", "psys", "99", "262143328850");

  const EnergyReading reading = read_energy(root.path());

  EXPECT_EQ(reading.reason, "");
  EXPECT_EQ(reading.packages_uj, (std::map<std::string, double>{{"package-0", 1e6}, {"package-1", 2e6}}));
}

TEST(Energy, CountsAPackageOnceThatIsShownTwice) {
  const ScratchFolder root("energy");
  put_zone(root, "intel-rapl-mmio:0", "package-0", "5", "10");
  put_zone(root, "intel-rapl:0", "package-0", "1000000", "262143328850");

  EXPECT_EQ(read_energy(root.path()).packages_uj, (std::map<std::string, double>{{"package-0", 1e6}}));
}

TEST(Energy, SaysWhyThereIsNone) {
  const ScratchFolder nothing("energy_nothing");
  const ScratchFolder empty("energy_empty");
  put_zone(empty, "dtpm", "dtpm", "1", "2");
  const ScratchFolder broken("energy_broken");
  put_zone(broken, "intel-rapl:0", "package-0", "many", "2");

  EXPECT_EQ(read_energy(nothing.path()).reason, "no powercap interface");
  EXPECT_EQ(read_energy(empty.path()).reason, "no RAPL package counter");
  EXPECT_NE(read_energy(broken.path()).reason.find("unreadable counter"), std::string::npos);
}

TEST(Energy, OfSomePackagesOnlyIsNotTakenForTheWhole) {
  const ScratchFolder root("energy");
  put_zone(root, "intel-rapl:0", "package-0", "1000000", "262143328850");
  put_zone(root, "intel-rapl:1", "package-1", "", "262143328850");

  const EnergyReading reading = read_energy(root.path());

  EXPECT_TRUE(reading.packages_uj.empty());
  EXPECT_NE(reading.reason, "");
}

EnergyReading reading_of(double first_uj, double second_uj, double range_uj) {
  return {.packages_uj = {{"package-0", first_uj}, {"package-1", second_uj}},
          .ranges_uj = {{"package-0", range_uj}, {"package-1", range_uj}}};
}

TEST(Joules, AreTheDifferenceOfTheCounters) {
  EXPECT_DOUBLE_EQ(*joules_between(reading_of(1e6, 2e6, 1e9), reading_of(3e6, 2.5e6, 1e9)), 2.5);
}

// The second counter ran from 998e6 over 1000e6 to 1e6: 3 J.
TEST(Joules, IncludeCountersThatBeganAnew) {
  EXPECT_DOUBLE_EQ(*joules_between(reading_of(0, 998e6, 1000e6), reading_of(1e6, 1e6, 1000e6)), 1 + 3);
}

TEST(Joules, AreAbsentRatherThanWrong) {
  const EnergyReading one{.packages_uj = {{"package-0", 1.0}}, .ranges_uj = {{"package-0", 0.0}}};
  const EnergyReading other{.packages_uj = {{"package-7", 1.0}}, .ranges_uj = {{"package-7", 0.0}}};

  EXPECT_FALSE(joules_between({}, {}));
  EXPECT_FALSE(joules_between(one, {}));
  EXPECT_FALSE(joules_between(one, other));
  EXPECT_FALSE(joules_between(reading_of(0, 5e6, 0), reading_of(0, 1e6, 0)));  // began anew, nobody knows where
}

}  // namespace
}  // namespace assay
