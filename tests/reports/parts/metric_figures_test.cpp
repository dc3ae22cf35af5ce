// Figures of metrics: means, aggregations, clusters and groups, on data whose answer is known by hand.
#include "reports/parts/metric_figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace assay {
namespace {

// A run of model "m" on task "t" with these values of "acc", a document each.
RunView run_of(const std::vector<double>& values, const std::string& task = "t") {
  RunView run;
  run.models = {{.name = "m"}};
  run.tasks = {{.name = task, .headline = "acc"}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    ScoreRecord score{.key = {.model = "m", .task = task, .document = static_cast<std::int64_t>(i)}, .scorer = "acc"};
    score.judgement = {.outcome = Outcome::kRight, .value = values[i]};
    run.scores.push_back(score);
  }
  return run;
}

void add_parts(RunView& run, std::int64_t document, int repeat, std::vector<double> parts) {
  ScoreRecord score{.key = {.model = "m", .task = "t", .document = document, .repeat = repeat}, .scorer = "ppl"};
  score.judgement.parts = std::move(parts);
  run.scores.push_back(score);
}

void set_clusters(RunView& run, const std::vector<std::string>& clusters) {
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    run.documents.push_back({.task = "t", .index = static_cast<std::int64_t>(i), .cluster = clusters[i]});
  }
}

const MetricSummary& metric_of(const RunSummary& summary, const std::string& name) {
  for (const MetricSummary& metric : summary.cells.front().metrics) {
    if (metric.name == name) {
      return metric;
    }
  }
  return summary.cells.front().metrics.front();
}

// Of two pairs of equal documents nothing is known beyond two documents: mean 0.5, SE sqrt(1/4 / 3) alone and, with
// clusters, sqrt(1/12 + 2 × 2 × 1/4 / 16).
TEST(MetricFigures, WidenTheErrorWhereDocumentsShareACluster) {
  RunView alone = run_of({1, 1, 0, 0});
  RunView clustered = alone;
  set_clusters(clustered, {"a", "a", "b", "b"});

  const RunSummary without = summarise(alone);
  const RunSummary with = summarise(clustered);

  EXPECT_NEAR(*metric_of(without, "acc").standard_error, std::sqrt(1.0 / 12), 1e-12);
  EXPECT_NEAR(*metric_of(with, "acc").standard_error, std::sqrt(1.0 / 12 + 1.0 / 16), 1e-12);
  EXPECT_DOUBLE_EQ(*metric_of(with, "acc").mean, 0.5);
}

TEST(MetricFigures, TakeDocumentsWithoutAClusterAsAlone) {
  RunView run = run_of({1, 1, 0, 0});
  set_clusters(run, {"a", "", "", "b"});
  const RunSummary plain = summarise(run_of({1, 1, 0, 0}));

  EXPECT_NEAR(*metric_of(summarise(run), "acc").standard_error, *metric_of(plain, "acc").standard_error, 1e-12);
}

TEST(MetricFigures, AggregatePartsAsTheMetricSays) {
  RunView run = run_of({1, 0});
  run.metrics = {{.task = "t", .name = "acc", .aggregation = "mean"},
                 {.task = "t", .name = "ppl", .aggregation = "weighted_perplexity", .is_higher_better = false}};
  add_parts(run, 0, 0, {-6, 3});
  add_parts(run, 1, 0, {-2, 1});

  const RunSummary summary = summarise(run);

  const MetricSummary& metric = metric_of(summary, "ppl");
  EXPECT_NEAR(*metric.mean, std::exp(2.0), 1e-12);
  EXPECT_EQ(metric.n, 2);
  EXPECT_FALSE(metric.is_share);
  EXPECT_FALSE(metric.is_headline);
  EXPECT_EQ(metric.aggregation, "weighted_perplexity");
}

// Repeats of a document are answers to one question.
TEST(MetricFigures, TakeTheRepeatsOfADocumentAsOneCluster) {
  RunView once = run_of({1, 0, 1});
  once.metrics = {{.task = "t", .name = "ppl", .aggregation = "perplexity"}};
  RunView thrice = once;
  for (int document = 0; document < 3; ++document) {
    add_parts(once, document, 0, {-1.0 - document});
    for (int repeat = 0; repeat < 3; ++repeat) {
      add_parts(thrice, document, repeat, {-1.0 - document});
    }
  }

  const RunSummary single = summarise(once);
  const RunSummary repeated = summarise(thrice);

  EXPECT_NEAR(*metric_of(single, "ppl").mean, *metric_of(repeated, "ppl").mean, 1e-12);
  ASSERT_TRUE(metric_of(repeated, "ppl").standard_error);
  EXPECT_GT(*metric_of(repeated, "ppl").standard_error, 0.7 * *metric_of(single, "ppl").standard_error);
}

TEST(MetricFigures, HaveNoFigureOfWhatNothingWasJudgedBy) {
  RunView run = run_of({1});
  run.metrics = {{.task = "t", .name = "acc", .aggregation = "mean"},
                 {.task = "t", .name = "bleu", .aggregation = "bleu"}};

  const RunSummary summary = summarise(run);

  EXPECT_FALSE(metric_of(summary, "bleu").mean);
  EXPECT_EQ(metric_of(summary, "bleu").n, 0);
  EXPECT_FALSE(metric_of(summary, "acc").standard_error);  // one document has none
}

// Two tasks of 4 and 1 documents: 0.5 and 1.
RunView run_with_group(bool is_weighted_by_size) {
  RunView run = run_of({1, 1, 0, 0});
  RunView other = run_of({1}, "u");
  run.tasks.push_back(other.tasks[0]);
  run.scores.push_back(other.scores[0]);
  run.groups = {{.name = "g", .metric = "acc", .is_weighted_by_size = is_weighted_by_size, .tasks = {"t", "u"}}};
  return run;
}

TEST(GroupFigures, WeighDocumentsOrTasksAlike) {
  for (const bool is_micro : {true, false}) {
    const auto groups = summarise(run_with_group(is_micro)).groups;

    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].is_weighted_by_size, is_micro);  // what the group asks for comes first
    EXPECT_NEAR(*groups[0].value, is_micro ? 0.6 : 0.75, 1e-12);
    EXPECT_NEAR(*groups[1].value, is_micro ? 0.75 : 0.6, 1e-12);
    EXPECT_EQ(groups[0].tasks, 2);
    EXPECT_EQ(groups[0].documents, 5);
  }
}

TEST(GroupFigures, AreAbsentUntilEveryTaskHasOne) {
  RunView run = run_with_group(true);
  run.groups[0].tasks.push_back("missing");

  const auto groups = summarise(run).groups;

  EXPECT_FALSE(groups[0].value);
  EXPECT_FALSE(groups[1].value);
}

}  // namespace
}  // namespace assay
