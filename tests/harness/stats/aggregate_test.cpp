// Aggregations on figures known by hand, and their errors against simulation.
#include "harness/stats/aggregate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

using Parts = std::vector<std::vector<double>>;

TEST(Aggregate, MeansAndTheirFunctions) {
  EXPECT_EQ(aggregate(Aggregation::kMean, Parts{{1}, {0}, {0}, {1}}), 0.5);
  EXPECT_EQ(aggregate(Aggregation::kMedian, Parts{{3}, {1}, {2}, {9}}), 3);  // lm-eval: the upper middle
  EXPECT_DOUBLE_EQ(*aggregate(Aggregation::kPerplexity, Parts{{-1}, {-3}}), std::exp(2));
  EXPECT_DOUBLE_EQ(*aggregate(Aggregation::kWeightedPerplexity, Parts{{-6, 2}, {-2, 6}}), std::exp(1));
  EXPECT_DOUBLE_EQ(*aggregate(Aggregation::kBitsPerByte, Parts{{-6, 2}, {-2, 6}}), 1 / std::log(2));
  EXPECT_DOUBLE_EQ(*aggregate(Aggregation::kRatio, Parts{{1, 2}, {3, 3}}), 0.8);
}

TEST(Aggregate, LeavesOutDocumentsWithoutParts) {
  EXPECT_EQ(aggregate(Aggregation::kMean, Parts{{1}, {}, {0}}), 0.5);
  EXPECT_EQ(aggregate(Aggregation::kMean, Parts{{}, {}}), std::nullopt);
  EXPECT_EQ(aggregate(Aggregation::kMean, {}), std::nullopt);
  EXPECT_EQ(aggregate(Aggregation::kBypass, Parts{{1}}), std::nullopt);
}

TEST(Aggregate, IsAbsentWhereItIsUndefined) {
  const double never = -std::numeric_limits<double>::infinity();

  EXPECT_EQ(aggregate(Aggregation::kRatio, Parts{{1, 0}}), std::nullopt);
  EXPECT_EQ(aggregate(Aggregation::kPerplexity, Parts{{never}}), std::nullopt);
}

TEST(AggregateDeathTest, NeedsThePartsOfItsAggregation) {
  EXPECT_DEATH(aggregate(Aggregation::kRatio, Parts{{1}}), "parts that its aggregation takes");
  EXPECT_DEATH(aggregate(Aggregation::kChrf, Parts{{1, 1, 1}, {1}}), "parts that its aggregation takes");
}

TEST(Aggregate, KnowsLmEvalsNames) {
  for (const char* name : {"mean", "median", "perplexity", "weighted_perplexity", "bits_per_byte", "f1",
                           "matthews_corrcoef", "bleu", "chrf", "chrf++", "ter", "nanmean", "bypass", "brier_score"}) {
    EXPECT_TRUE(aggregation_named(name)) << name;
  }
  EXPECT_FALSE(aggregation_named("average"));
}

TEST(AggregateError, OfAShareIsWilsons) {
  Parts parts(10, {0});
  parts[0] = {1};

  const AggregateError error = aggregate_error(Aggregation::kMean, parts);

  EXPECT_DOUBLE_EQ(*error.standard_error, std::sqrt(0.1 * 0.9 * 10 / 9 / 10));  // n - 1 under the root
  EXPECT_DOUBLE_EQ(error.interval->low, wilson_interval(1, 10)->low);
}

TEST(AggregateError, OfAMeanIsStudents) {
  const Parts parts{{1}, {2}, {4}};
  const std::vector<double> values{1, 2, 4};

  const AggregateError error = aggregate_error(Aggregation::kMean, parts);

  EXPECT_NEAR(error.interval->high, t_interval(values)->high, 1e-9);
}

TEST(AggregateError, IsAbsentForOneDocument) {
  EXPECT_EQ(aggregate_error(Aggregation::kMean, Parts{{1}}).standard_error, std::nullopt);
  EXPECT_EQ(aggregate_error(Aggregation::kTer, Parts{{1, 2}}).standard_error, std::nullopt);
  const std::vector<std::int64_t> one_cluster{7, 7, 7};
  EXPECT_EQ(aggregate_error(Aggregation::kMean, Parts{{1}, {0}, {1}}, {.clusters = one_cluster}).standard_error,
            std::nullopt);
}

TEST(AggregateError, WithClustersAddsWhatPairsShare) {
  const Parts parts{{1}, {1}, {0}, {0}};
  const std::vector<std::int64_t> clusters{1, 1, 2, 2};

  const AggregateError error = aggregate_error(Aggregation::kMean, parts, {.clusters = clusters});

  // SE^2 = 1 / (4 × 3); pairs: two clusters, two ordered pairs each of 0.5 × 0.5, over 4^2
  EXPECT_DOUBLE_EQ(*error.standard_error, std::sqrt(1.0 / 12 + 2 * 2 * 0.25 / 16));
  EXPECT_NE(error.method.find("2 clusters"), std::string::npos);
}

TEST(AggregateError, ClustersOfOneDocumentChangeNothing) {
  const Parts parts{{1}, {0.5}, {0}, {0.25}};
  const std::vector<std::int64_t> clusters{4, 3, 2, 1};

  EXPECT_DOUBLE_EQ(*aggregate_error(Aggregation::kMean, parts, {.clusters = clusters}).standard_error,
                   *aggregate_error(Aggregation::kMean, parts).standard_error);
}

TEST(AggregateError, OfAPerplexityScalesWithIt) {
  const Parts parts{{-1}, {-2}, {-3}};

  const AggregateError error = aggregate_error(Aggregation::kPerplexity, parts);

  EXPECT_DOUBLE_EQ(*error.standard_error, std::exp(2) * std::sqrt(1.0 / 3));
  EXPECT_LT(error.interval->low, std::exp(2));
  EXPECT_GT(error.interval->high, std::exp(2));
}

TEST(AggregateError, BootstrapsWhatHasNoFormula) {
  Parts parts;
  for (int i = 0; i < 100; ++i) {
    parts.push_back({static_cast<double>(i % 5), 10});
  }

  const AggregateError first = aggregate_error(Aggregation::kTer, parts, {.seed = 3});
  const AggregateError again = aggregate_error(Aggregation::kTer, parts, {.seed = 3});
  const AggregateError other = aggregate_error(Aggregation::kTer, parts, {.seed = 4});

  // 100 / 10 × the standard error of a mean of 0..4
  EXPECT_NEAR(*first.standard_error, 10 * std::sqrt(2.0 / 100), 0.15);
  EXPECT_EQ(first.standard_error, again.standard_error);
  EXPECT_NE(first.standard_error, other.standard_error);
  EXPECT_EQ(first.method, "bootstrap over 100 documents, 1000 replicates");
}

// How often the interval holds the true value, over runs of one made-up task.
template <typename Draw>
double coverage(Aggregation aggregation, double truth, Draw draw) {
  constexpr int kRuns = 400;
  int held = 0;
  Rng rng(20);
  for (int run = 0; run < kRuns; ++run) {
    std::vector<std::int64_t> clusters;
    const Parts parts = draw(rng, clusters);
    const AggregateError error =
        aggregate_error(aggregation, parts, {.clusters = clusters, .seed = rng.next(), .replicates = 300});
    held += error.interval && error.interval->low <= truth && truth <= error.interval->high ? 1 : 0;
  }
  return static_cast<double>(held) / kRuns;
}

// 60 passages with 5 questions each; half of what decides is the passage.
Parts passages(Rng& rng, std::vector<std::int64_t>& clusters) {
  Parts parts;
  for (std::int64_t passage = 0; passage < 60; ++passage) {
    const double shared = rng.uniform();
    for (int question = 0; question < 5; ++question) {
      parts.push_back({0.5 * shared + 0.5 * rng.uniform()});
      clusters.push_back(passage);
    }
  }
  return parts;
}

TEST(Coverage, OfClusteredMeansIsNear95Percent) {
  EXPECT_NEAR(coverage(Aggregation::kMean, 0.5, &passages), 0.95, 0.035);
}

TEST(Coverage, WithoutTheClustersIsTooLow) {
  const double naive = coverage(Aggregation::kMean, 0.5, [](Rng& rng, std::vector<std::int64_t>& clusters) {
    Parts parts = passages(rng, clusters);
    clusters.clear();
    return parts;
  });

  EXPECT_LT(naive, 0.85);
}

TEST(Coverage, OfRatiosIsNear95Percent) {
  const auto draw = [](Rng& rng, std::vector<std::int64_t>&) {
    Parts parts;
    for (int i = 0; i < 200; ++i) {
      const auto instructions = static_cast<double>(rng.between(1, 3));
      double followed = 0;
      const double ease = rng.uniform();
      for (int k = 0; k < static_cast<int>(instructions); ++k) {
        followed += rng.uniform() < ease ? 1 : 0;
      }
      parts.push_back({followed, instructions});
    }
    return parts;
  };

  EXPECT_NEAR(coverage(Aggregation::kRatio, 0.5, draw), 0.95, 0.035);
}

TEST(Coverage, OfTheBootstrapIsNear95Percent) {
  const auto draw = [](Rng& rng, std::vector<std::int64_t>&) {
    Parts parts;
    for (int i = 0; i < 100; ++i) {
      parts.push_back({static_cast<double>(rng.between(0, 4)), static_cast<double>(rng.between(5, 15))});
    }
    return parts;
  };

  EXPECT_NEAR(coverage(Aggregation::kTer, 20, draw), 0.95, 0.035);
}

TEST(Pooling, MacroWeighsTasksAndMicroWeighsDocuments) {
  const std::vector<PooledMember> members{{.value = 0.5, .standard_error = 0.03, .documents = 100},
                                          {.value = 0.9, .standard_error = 0.04, .documents = 300}};

  const auto macro = macro_mean(members);
  const auto micro = micro_mean(members);

  EXPECT_DOUBLE_EQ(macro->value, 0.7);
  EXPECT_DOUBLE_EQ(*macro->standard_error, 0.05 / 2);
  EXPECT_DOUBLE_EQ(micro->value, 0.8);
  EXPECT_DOUBLE_EQ(*micro->standard_error, std::sqrt(9.0 + 144) / 400);
}

TEST(Pooling, HasNoErrorWhereAMemberHasNone) {
  const std::vector<PooledMember> members{{.value = 0.5, .standard_error = 0.03, .documents = 100},
                                          {.value = 1, .standard_error = std::nullopt, .documents = 1}};

  EXPECT_EQ(macro_mean(members)->standard_error, std::nullopt);
  EXPECT_EQ(micro_mean({}), std::nullopt);
}

TEST(Pooling, MacroErrorIsThatOfSimulation) {
  Rng rng(5);
  constexpr int kRuns = 3000;
  const auto drawn_mean = [&](int size, double p) {
    int right = 0;
    for (int i = 0; i < size; ++i) {
      right += rng.uniform() < p ? 1 : 0;
    }
    return static_cast<double>(right) / size;
  };
  double macro_squares = 0;
  double micro_squares = 0;
  for (int run = 0; run < kRuns; ++run) {
    const double small = drawn_mean(20, 0.5) - 0.5;
    const double large = drawn_mean(200, 0.8) - 0.8;
    macro_squares += std::pow((small + large) / 2, 2);
    micro_squares += std::pow((20 * small + 200 * large) / 220, 2);
  }
  const std::vector<PooledMember> members{{.value = 0.5, .standard_error = std::sqrt(0.25 / 20), .documents = 20},
                                          {.value = 0.8, .standard_error = std::sqrt(0.16 / 200), .documents = 200}};

  EXPECT_NEAR(std::sqrt(macro_squares / kRuns) / *macro_mean(members)->standard_error, 1, 0.05);
  EXPECT_NEAR(std::sqrt(micro_squares / kRuns) / *micro_mean(members)->standard_error, 1, 0.05);
}

}  // namespace
}  // namespace assay
