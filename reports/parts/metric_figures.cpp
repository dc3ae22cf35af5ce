// Figures of metrics.
#include "reports/parts/metric_figures.h"

#include <algorithm>
#include <set>

#include "harness/stats/aggregate.h"
#include "harness/stats/moments.h"

namespace assay {
namespace {

// The mean of values between 0 and 1 lies there too, whatever t says.
std::optional<Interval> clamped(std::optional<Interval> interval, bool are_shares) {
  if (interval && are_shares) {
    interval->low = std::max(0.0, interval->low);
    interval->high = std::min(1.0, interval->high);
  }
  return interval;
}

bool is_share_by_nature(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::kRatio:
    case Aggregation::kF1:
    case Aggregation::kF1Micro:
    case Aggregation::kF1Macro:
    case Aggregation::kF1Weighted:
    case Aggregation::kMcc:
    case Aggregation::kCalibrationError:
      return true;
    default:
      return false;
  }
}

// One entry a document (a mean), or a judged answer (parts); with the cluster each belongs to.
struct Gathered {
  std::vector<std::vector<double>> parts;
  std::vector<std::int64_t> clusters;
};

std::int64_t cluster_of(std::int64_t document, const DocumentClusters& clusters) {
  const auto found = clusters.find(document);
  return found == clusters.end() ? -1 - document : found->second;  // alone in its own
}

Gathered gather_means(std::span<const ScoreRecord* const> scores, const std::string& scorer,
                      const DocumentClusters& clusters) {
  Gathered gathered;
  for (const auto& [document, value] : document_means(scores, scorer)) {
    gathered.parts.push_back({value});
    gathered.clusters.push_back(cluster_of(document, clusters));
  }
  if (clusters.empty()) {
    gathered.clusters.clear();
  }
  return gathered;
}

// Repeats of a document are answers to one question: they form a cluster.
Gathered gather_parts(std::span<const ScoreRecord* const> scores, const std::string& scorer,
                      const DocumentClusters& clusters) {
  Gathered gathered;
  std::set<std::int64_t> documents;
  for (const ScoreRecord* score : scores) {
    if (score->scorer == scorer && !score->judgement.parts.empty()) {
      gathered.parts.push_back(score->judgement.parts);
      gathered.clusters.push_back(cluster_of(score->key.document, clusters));
      documents.insert(score->key.document);
    }
  }
  if (clusters.empty() && documents.size() == gathered.parts.size()) {
    gathered.clusters.clear();
  }
  return gathered;
}

void count_versions(std::span<const ScoreRecord* const> scores, MetricSummary& summary) {
  for (const ScoreRecord* score : scores) {
    if (score->scorer != summary.name) {
      continue;
    }
    if (score->scorer_version > summary.version) {
      summary.version = score->scorer_version;
      summary.scores_of_version = 0;
    }
    ++summary.scores;
    summary.scores_of_version += score->scorer_version == summary.version ? 1 : 0;
  }
}

}  // namespace

std::vector<MetricRecord> metrics_of(const RunView& run, std::span<const ScoreRecord* const> scores,
                                     const TaskRecord& task) {
  std::vector<MetricRecord> metrics;
  for (const MetricRecord& metric : run.metrics) {
    if (metric.task == task.name) {
      metrics.push_back(metric);
    }
  }
  std::set<std::string> named;
  for (const MetricRecord& metric : metrics) {
    named.insert(metric.name);
  }
  if (named.insert(task.headline).second) {
    metrics.push_back({.task = task.name, .name = task.headline, .aggregation = "mean"});
  }
  std::set<std::string> others;
  for (const ScoreRecord* score : scores) {
    if (named.count(score->scorer) == 0) {
      others.insert(score->scorer);
    }
  }
  for (const std::string& name : others) {
    metrics.push_back({.task = task.name, .name = name, .aggregation = "mean"});
  }
  return metrics;
}

DocumentClusters clusters_of(const RunView& run, const TaskRecord& task) {
  DocumentClusters clusters;
  std::map<std::string, std::int64_t> numbers;
  for (const DocumentRecord& document : run.documents) {
    if (document.task == task.name && !document.cluster.empty()) {
      const auto number = static_cast<std::int64_t>(numbers.size());
      clusters[document.index] = numbers.emplace(document.cluster, number).first->second;
    }
  }
  return clusters;
}

std::map<std::int64_t, double> document_means(std::span<const ScoreRecord* const> scores, const std::string& scorer) {
  std::map<std::int64_t, Moments> moments;
  for (const ScoreRecord* score : scores) {
    if (score->scorer == scorer && score->judgement.value) {
      moments[score->key.document].add(*score->judgement.value);
    }
  }
  std::map<std::int64_t, double> means;
  for (const auto& [document, values] : moments) {
    means[document] = values.mean();
  }
  return means;
}

MetricSummary summarise_metric(std::span<const ScoreRecord* const> scores, const MetricRecord& metric,
                               const DocumentClusters& clusters) {
  MetricSummary summary{
      .name = metric.name, .is_supplementary = metric.is_supplementary, .aggregation = metric.aggregation};
  const Aggregation aggregation = aggregation_named(metric.aggregation).value_or(Aggregation::kMean);
  const bool is_mean = aggregation == Aggregation::kMean;
  const Gathered gathered =
      is_mean ? gather_means(scores, metric.name, clusters) : gather_parts(scores, metric.name, clusters);
  const bool are_shares = is_mean && std::all_of(gathered.parts.begin(), gathered.parts.end(), [](const auto& part) {
                            return part.front() >= 0 && part.front() <= 1;
                          });
  summary.is_share = is_mean ? are_shares : is_share_by_nature(aggregation);
  summary.n = static_cast<std::int64_t>(gathered.parts.size());
  summary.mean = aggregate(aggregation, gathered.parts);
  const AggregateError error = aggregate_error(aggregation, gathered.parts, {.clusters = gathered.clusters});
  summary.standard_error = error.standard_error;
  summary.interval = clamped(error.interval, are_shares);
  count_versions(scores, summary);
  return summary;
}

}  // namespace assay
