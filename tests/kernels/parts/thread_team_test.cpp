// Teams of threads: every member works once a round; slices cover everything once.
#include "kernels/parts/thread_team.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay {
namespace {

TEST(ThreadTeam, CallsEveryMemberOnceInEachRound) {
  for (const int size : {1, 2, 5}) {
    ThreadTeam team(size);
    std::vector<int> calls(static_cast<std::size_t>(size), 0);

    for (int round = 0; round < 100; ++round) {
      team.run([&](int member) { ++calls[static_cast<std::size_t>(member)]; });
    }

    EXPECT_EQ(team.size(), size);
    EXPECT_EQ(calls, std::vector<int>(static_cast<std::size_t>(size), 100));
  }
}

TEST(ThreadTeam, EndsWithoutEverHavingWorked) { const ThreadTeam team(3); }

TEST(SliceOf, CoversEverythingOnceWithBordersOnWholeGrains) {
  for (const std::int64_t count : {0, 1, 15, 16, 17, 1000}) {
    for (const int members : {1, 2, 3, 7}) {
      std::int64_t next = 0;
      for (int member = 0; member < members; ++member) {
        const Slice slice = slice_of(count, member, members, 16);
        EXPECT_EQ(slice.begin, next);
        EXPECT_GE(slice.end, slice.begin);
        EXPECT_TRUE(slice.end % 16 == 0 || slice.end == count);
        next = slice.end;
      }
      EXPECT_EQ(next, count);
    }
  }
}

}  // namespace
}  // namespace assay
