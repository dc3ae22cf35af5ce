// The collector: stamps, and the even split of time among requests in flight.
#include "harness/run/collector.h"

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

using std::chrono::milliseconds;

TEST(Collector, SplitsTimeEvenlyAmongRequestsInFlight) {
  ManualClock clock;
  Collector collector(clock);

  collector.expect(1);
  clock.advance(milliseconds(10));
  collector.expect(2);
  clock.advance(milliseconds(20));
  collector.on_chunk({.request = 1, .text = "a", .tokens = 1});
  clock.advance(milliseconds(8));
  collector.on_done({.request = 1, .finish = Finish::kEnd});
  clock.advance(milliseconds(5));
  collector.on_done({.request = 2, .finish = Finish::kEnd});
  const auto arrivals = collector.take(milliseconds(0));

  ASSERT_EQ(arrivals.size(), 2u);
  EXPECT_NEAR(arrivals[0].prefill_active_s, 0.020, 1e-12);  // 10 alone + half of 20
  EXPECT_NEAR(arrivals[0].decode_active_s, 0.004, 1e-12);   // half of 8
  EXPECT_NEAR(arrivals[1].prefill_active_s, 0.019, 1e-12);  // half of 20, half of 8, 5 alone
  EXPECT_EQ(arrivals[1].decode_active_s, 0);
}

TEST(Collector, TakesTheEnginesSharesWhereThereAreAny) {
  ManualClock clock;
  Collector collector(clock);
  collector.expect(1);
  clock.advance(milliseconds(10));

  collector.on_done(
      {.request = 1, .finish = Finish::kEnd, .engine = EngineShare{.prefill_s = 0.001, .decode_s = 0.002}});
  const auto arrivals = collector.take(milliseconds(0));

  EXPECT_EQ(arrivals[0].prefill_active_s, 0.001);
  EXPECT_EQ(arrivals[0].decode_active_s, 0.002);
}

TEST(Collector, StampsArrivalsAndIgnoresEmptyChunks) {
  ManualClock clock;
  Collector collector(clock);
  collector.expect(1);
  const Nanos begin = clock.now();

  clock.advance(milliseconds(3));
  collector.on_chunk({.request = 1, .text = "", .tokens = 0});
  clock.advance(milliseconds(4));
  collector.on_chunk({.request = 1, .text = "", .tokens = 1});
  clock.advance(milliseconds(2));
  collector.on_done({.request = 1});
  const auto arrivals = collector.take(milliseconds(0));

  EXPECT_EQ(*arrivals[0].first_token - begin, milliseconds(7));
  EXPECT_EQ(arrivals[0].tokens.size(), 1u);
  EXPECT_EQ(arrivals[0].submitted, begin);
  EXPECT_EQ(arrivals[0].done - begin, milliseconds(9));
}

TEST(Collector, KnowsWhatIsInFlightAndSinceWhen) {
  ManualClock clock;
  Collector collector(clock);
  collector.expect(1);
  clock.advance(milliseconds(5));
  collector.expect(2);

  EXPECT_EQ(collector.in_flight(), 2);
  EXPECT_EQ(collector.older_than(clock.now()), (std::vector<RequestId>{1}));
  EXPECT_TRUE(collector.take(milliseconds(0)).empty());
}

TEST(CollectorDeathTest, RefusesAnswersToNothing) {
  ManualClock clock;
  Collector collector(clock);

  EXPECT_DEATH(collector.on_done({.request = 7}), "not in flight");
}

}  // namespace
}  // namespace assay
