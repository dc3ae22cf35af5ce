// Pauses: doubled with each turn, as long as the server wishes, bounded.
#include "backends/openai/pace.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Pace, DoublesItsPauseWithEachTurnUpToEightSeconds) {
  Pace pace;
  Nanos now{0};
  for (const double wanted : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0}) {
    pace.turned_away(now, std::nullopt);
    EXPECT_EQ(seconds(pace.not_before() - now), wanted);
    now = pace.not_before();
  }
}

TEST(Pace, BeginsAnewWhenTheServerTookARequest) {
  Pace pace;
  pace.turned_away(Nanos(0), std::nullopt);
  pace.turned_away(Nanos(0), std::nullopt);
  pace.took();

  pace.turned_away(std::chrono::seconds(10), std::nullopt);

  EXPECT_EQ(seconds(pace.not_before()), 10.25);
}

TEST(Pace, WaitsAsLongAsTheServerWishesUpToAMinute) {
  Pace pace;

  pace.turned_away(Nanos(0), 2.0);
  EXPECT_EQ(seconds(pace.not_before()), 2.0);
  pace.turned_away(Nanos(0), 1e9);
  EXPECT_EQ(seconds(pace.not_before()), 60.0);
  pace.turned_away(Nanos(0), -5.0);
  EXPECT_EQ(seconds(pace.not_before()), 60.0) << "a later wish does not shorten an earlier one";
}

}  // namespace
}  // namespace assay
