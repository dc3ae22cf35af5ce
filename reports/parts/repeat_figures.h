// Figures over several answers to each document: avg@k, pass@k, cons@k, G-Pass@k.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "reports/parts/metric_figures.h"
#include "reports/parts/summary.h"

namespace assay {

// By the first of `metrics` that is a mean of shares and has several values of a document; nothing if none has.
std::optional<RepeatSummary> summarise_repeats(std::span<const ScoreRecord* const> scores,
                                               const std::vector<MetricSummary>& metrics,
                                               const DocumentClusters& clusters, const SameAnswer& same_answer);

}  // namespace assay
