// Reductions over logits against plain loops in double precision.
#include "backends/llama/logits.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<float> random_row(std::size_t size, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> row;
  for (std::size_t i = 0; i < size; ++i) {
    row.push_back(static_cast<float>(30 * rng.uniform() - 20));
  }
  return row;
}

class Rows : public testing::TestWithParam<std::size_t> {};

TEST_P(Rows, ReduceToWhatPlainLoopsFind) {
  const std::vector<float> row = random_row(GetParam(), GetParam());
  std::size_t best = 0;
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    best = row[i] > row[best] ? i : best;
    sum += std::exp(static_cast<double>(row[i]));
  }
  float second = -kInfinity;
  for (std::size_t i = 0; i < row.size(); ++i) {
    second = i != best && row[i] > second ? row[i] : second;
  }

  const TopTwo top = top_two(row);
  const RowSummary summary = summarize(row);

  EXPECT_EQ(top.best, static_cast<TokenId>(best));
  EXPECT_EQ(top.best_logit, row[best]);
  EXPECT_EQ(top.second_logit, second);
  EXPECT_EQ(summary.best, static_cast<TokenId>(best));
  EXPECT_NEAR(summary.log_sum, std::log(sum), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Rows, testing::Values(1, 2, 15, 16, 17, 1023, 1024, 1025, 2049, 49152, 262144));

TEST(TopTwo, TakesTheFirstOfEqualsAndSaysThatTheyAre) {
  std::vector<float> row(3000, 1.0F);
  row[1500] = row[2500] = 2.0F;

  const TopTwo top = top_two(row);

  EXPECT_EQ(top.best, 1500);
  EXPECT_EQ(top.second_logit, 2.0F);
  EXPECT_EQ(summarize(row).best, 1500);
}

TEST(TopTwo, FindsTheSecondInTheBlockOfTheBest) {
  std::vector<float> row(3000, 0.0F);
  row[10] = 5;
  row[11] = 4;
  row[2000] = 3;

  EXPECT_EQ(top_two(row).second_logit, 4.0F);
}

TEST(Summarize, SurvivesLargeLogitsAndOnesThatAreImpossible) {
  EXPECT_NEAR(summarize(std::vector<float>{1000, 1000}).log_sum, 1000 + std::log(2.0), 1e-9);
  EXPECT_NEAR(summarize(std::vector<float>{-kInfinity, 0, -kInfinity}).log_sum, 0, 1e-12);
  EXPECT_FALSE(std::isfinite(summarize(std::vector<float>{-kInfinity, -kInfinity}).log_sum));
}

TEST(LogitsDeathTest, NeedARow) {
  EXPECT_DEATH(top_two({}), "at least one");
  EXPECT_DEATH(summarize({}), "at least one");
}

}  // namespace
}  // namespace assay
