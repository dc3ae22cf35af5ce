// Scores of corpora from sums known by hand.
#include "harness/stats/corpus_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace assay {
namespace {

TEST(BleuScore, IsPenaltyTimesGeometricMean) {
  const std::vector<double> sums{10, 12, 8, 6, 4, 2, 10, 9, 8, 7};

  const double wanted = std::exp(1 - 12.0 / 10) * std::pow(8.0 / 10 * 6 / 9 * 4 / 8 * 2 / 7, 0.25);
  EXPECT_NEAR(bleu_score(sums), 100 * wanted, 1e-10);
}

TEST(BleuScore, HalvesWhereNothingMatches) {
  const std::vector<double> sums{5, 5, 4, 2, 0, 0, 5, 4, 3, 2};

  const double wanted = std::pow(4.0 / 5 * 2 / 4 * (1 / (2 * 3.0)) * (1 / (4 * 2.0)), 0.25);
  EXPECT_NEAR(bleu_score(sums), 100 * wanted, 1e-10);
}

TEST(BleuScore, IsZeroWithoutMatchesOrWithoutLongNgrams) {
  EXPECT_EQ(bleu_score(std::vector<double>{5, 5, 0, 0, 0, 0, 5, 4, 3, 2}), 0);
  EXPECT_EQ(bleu_score(std::vector<double>{3, 3, 3, 2, 1, 0, 3, 2, 1, 0}), 0);
  EXPECT_EQ(bleu_score(std::vector<double>(10, 0.0)), 0);
}

TEST(ChrfScore, WeighsRecallTwice) {
  // precision 1/2, recall 1/4: 5 × 1/8 / (4 × 1/2 + 1/4)
  EXPECT_NEAR(chrf_score(std::vector<double>{4, 8, 2, 0, 3, 0}), 100 * 5 * 0.125 / 2.25, 1e-10);
  EXPECT_EQ(chrf_score(std::vector<double>{4, 8, 0}), 0);
  EXPECT_EQ(chrf_score({}), 0);
}

TEST(TerScore, KnowsEmptyReferences) {
  EXPECT_EQ(ter_score(std::vector<double>{3, 4}), 75);
  EXPECT_EQ(ter_score(std::vector<double>{3, 0}), 100);
  EXPECT_EQ(ter_score(std::vector<double>{0, 0}), 0);
}

}  // namespace
}  // namespace assay
