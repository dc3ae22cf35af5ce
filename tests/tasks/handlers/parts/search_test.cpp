// Searching with a pattern from data.
#include "tasks/handlers/parts/search.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

TEST(CountMatches, CountsAndGivesUp) {
  EXPECT_EQ(count_matches("\\bcat\\b", "Cat cats CAT", MatchCase::kIgnored), 2);
  EXPECT_EQ(count_matches("cat", "Cat cats CAT", MatchCase::kAsWritten), 1);
  EXPECT_EQ(count_matches("", "\u00E9x", MatchCase::kAsWritten), 3);
  EXPECT_EQ(count_matches("(", "x", MatchCase::kAsWritten), std::nullopt);
  EXPECT_EQ(count_matches("(a|a)*(b|c)", std::string(5000, 'a'), MatchCase::kAsWritten), std::nullopt);
}

}  // namespace
}  // namespace assay
