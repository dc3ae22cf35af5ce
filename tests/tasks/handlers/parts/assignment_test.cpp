// The assignment problem.
#include "tasks/handlers/parts/assignment.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay {
namespace {

TEST(LargestAssignment, BeatsTheGreedyChoice) {
  Matrix scores(2, 3);
  scores.at(0, 0) = 0.9;
  scores.at(0, 1) = 0.8;
  scores.at(1, 0) = 0.8;

  const auto cells = largest_assignment(scores);

  EXPECT_EQ(cells, (std::vector<double>{0.8, 0.8}));
}

TEST(LargestAssignment, LeavesRowsOverWhereColumnsAreFew) {
  Matrix scores(3, 1);
  scores.at(1, 0) = 0.5;

  EXPECT_EQ(largest_assignment(scores), (std::vector<double>{0, 0.5, 0}));
  EXPECT_TRUE(largest_assignment(Matrix(0, 4)).empty());
}

}  // namespace
}  // namespace assay
