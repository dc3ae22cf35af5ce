// PythonRandom draws what CPython 3.11 draws.
#include "harness/base/python_random.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

using Places = std::vector<std::size_t>;

TEST(PythonRandom, DrawsTheNumbersOfRandomRandom) {
  PythonRandom random(1234);

  EXPECT_EQ(random.getrandbits(32), 4150886329U);
  EXPECT_EQ(random.getrandbits(32), 3342196574U);
  EXPECT_EQ(random.getrandbits(32), 1892932127U);
  EXPECT_EQ(random.random(), 0x1.de9ea603d5ec0p-4);
  EXPECT_EQ(random.sample(30, 5), (Places{2, 29, 25, 18, 1}));
  EXPECT_EQ(random.sample(10, 6), (Places{1, 9, 5, 8, 0, 7}));
  EXPECT_EQ(random.sample(10000, 8), (Places{259, 5670, 7933, 7594, 2433, 1495, 2999, 1874}));
  EXPECT_EQ(random.choices(7, 5), (Places{5, 3, 6, 1, 4}));
  EXPECT_EQ(random.choice(9), 7u);
  EXPECT_EQ(random.randint(-3, 3), -3);
  EXPECT_EQ(random.getrandbits(53), 6081001964536380U);
  std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  random.shuffle(items);
  EXPECT_EQ(items, (std::vector<int>{5, 3, 9, 6, 7, 4, 2, 0, 8, 1}));
}

TEST(PythonRandom, LeavesTheSignOfTheSeedOut) {
  PythonRandom negative(-7);
  PythonRandom positive(7);

  EXPECT_EQ(negative.getrandbits(32), 1390851128U);
  EXPECT_EQ(positive.getrandbits(32), 1390851128U);
}

TEST(PythonRandom, TakesSeedsBeyond32Bits) {
  PythonRandom random((std::int64_t{1} << 40) + 5);

  EXPECT_EQ(random.getrandbits(32), 2166296868U);
}

TEST(PythonRandomDeathTest, RefusesSamplesLargerThanThePopulation) {
  PythonRandom random(1);

  EXPECT_DEATH(random.sample(3, 4), "no larger than its population");
  EXPECT_DEATH(random.below(0), "positive bound");
}

Places places_of(const Value& list) {
  Places places;
  for (const Value& item : list.items()) {
    places.push_back(static_cast<std::size_t>(item.as_integer()));
  }
  return places;
}

TEST(PythonRandomOracle, EqualsCpython) {
  const std::vector<Value> cases = metric_cases("random");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with draws";
  }
  for (const Value& one : cases) {
    PythonRandom random(one.find("seed")->as_integer());
    const auto size = static_cast<std::size_t>(one.find("size")->as_integer());
    const auto count = static_cast<std::size_t>(one.find("k")->as_integer());
    EXPECT_EQ(random.sample(size, count), places_of(*one.find("sample")));
    EXPECT_EQ(random.random(), one.find("random")->as_real());
    Places bits;
    for (const int width : {1, 31, 32, 33, 63}) {
      bits.push_back(random.getrandbits(width));
    }
    EXPECT_EQ(bits, places_of(*one.find("bits")));
    EXPECT_EQ(random.choices(size, count), places_of(*one.find("choices")));
    EXPECT_EQ(random.choice(size), static_cast<std::size_t>(one.find("choice")->as_integer()));
    const auto bound = static_cast<std::int64_t>(size);
    for (const Value& wanted : one.find("randint")->items()) {
      EXPECT_EQ(random.randint(-bound, bound), wanted.as_integer());
    }
    Places items(std::min<std::size_t>(size, 200));
    std::iota(items.begin(), items.end(), std::size_t{0});
    random.shuffle(items);
    EXPECT_EQ(items, places_of(*one.find("shuffle")));
  }
}

}  // namespace
}  // namespace assay
