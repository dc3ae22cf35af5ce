// The figure of one metric from its scores: a mean, or what the metric's aggregation makes of the documents' parts.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "reports/parts/summary.h"

namespace assay {

// The metrics of a task in the run's order. Runs of older versions have no records of them: then the scorers that the
// scores name, the headline first, as means.
std::vector<MetricRecord> metrics_of(const RunView& run, std::span<const ScoreRecord* const> scores,
                                     const TaskRecord& task);

// Documents that are not independent, by number; empty if all are.
using DocumentClusters = std::map<std::int64_t, std::int64_t>;
DocumentClusters clusters_of(const RunView& run, const TaskRecord& task);

// The mean value of each document that has one, in document order.
std::map<std::int64_t, double> document_means(std::span<const ScoreRecord* const> scores, const std::string& scorer);

MetricSummary summarise_metric(std::span<const ScoreRecord* const> scores, const MetricRecord& metric,
                               const DocumentClusters& clusters);

}  // namespace assay
