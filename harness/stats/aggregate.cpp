// Scores are functions of weighted documents, so that a bootstrap replicate is one more set of weights.
#include "harness/stats/aggregate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/rng.h"
#include "harness/stats/calibration.h"
#include "harness/stats/corpus_scores.h"
#include "harness/stats/labels.h"
#include "harness/stats/moments.h"

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, Aggregation>, 19> kNames{
    {{"mean", Aggregation::kMean},
     {"nanmean", Aggregation::kMean},
     {"brier_score", Aggregation::kMean},
     {"median", Aggregation::kMedian},
     {"perplexity", Aggregation::kPerplexity},
     {"weighted_perplexity", Aggregation::kWeightedPerplexity},
     {"bits_per_byte", Aggregation::kBitsPerByte},
     {"ratio", Aggregation::kRatio},
     {"f1", Aggregation::kF1},
     {"f1_micro", Aggregation::kF1Micro},
     {"f1_macro", Aggregation::kF1Macro},
     {"f1_weighted", Aggregation::kF1Weighted},
     {"matthews_corrcoef", Aggregation::kMcc},
     {"bleu", Aggregation::kBleu},
     {"chrf", Aggregation::kChrf},
     {"chrf++", Aggregation::kChrf},
     {"ter", Aggregation::kTer},
     {"calibration_error", Aggregation::kCalibrationError},
     {"bypass", Aggregation::kBypass}}};

// The documents that have parts, column by column where a score needs columns.
struct Judged {
  std::vector<const std::vector<double>*> rows;
  std::vector<std::int64_t> clusters;  // empty, or one for each row
  std::vector<double> first;           // column 0
  std::vector<double> second;          // column 1, if there is one

  std::size_t size() const { return rows.size(); }
};

Judged judged(Aggregation aggregation, DocumentParts parts, std::span<const std::int64_t> clusters) {
  ASSAY_CHECK(clusters.empty() || clusters.size() == parts.size(), "every document has its cluster");
  Judged kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) {
      continue;
    }
    const auto expected = part_count(aggregation);
    ASSAY_CHECK(parts[i].size() == expected.value_or(kept.rows.empty() ? parts[i].size() : kept.rows[0]->size()),
                "every document has the parts that its aggregation takes");
    kept.rows.push_back(&parts[i]);
    kept.first.push_back(parts[i][0]);
    if (parts[i].size() > 1) {
      kept.second.push_back(parts[i][1]);
    }
    if (!clusters.empty()) {
      kept.clusters.push_back(clusters[i]);
    }
  }
  return kept;
}

std::vector<double> weighted_sums(const Judged& documents, std::span<const double> weights) {
  std::vector<double> sums(documents.rows[0]->size(), 0.0);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (std::size_t k = 0; k < sums.size(); ++k) {
      sums[k] += weights[i] * (*documents.rows[i])[k];
    }
  }
  return sums;
}

// The value at place n/2 of all copies in order: lm-eval's median.
double upper_median(const Judged& documents, std::span<const double> weights, double total) {
  std::vector<std::size_t> order(documents.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return documents.first[a] < documents.first[b]; });
  double before = 0;
  for (const std::size_t i : order) {
    before += weights[i];
    if (before > std::floor(total / 2)) {
      return documents.first[i];
    }
  }
  return documents.first[order.back()];
}

// Means and ratios of sums: a function of numerator / denominator.
bool is_ratio(Aggregation aggregation) {
  return aggregation == Aggregation::kMean || aggregation == Aggregation::kPerplexity ||
         aggregation == Aggregation::kWeightedPerplexity || aggregation == Aggregation::kBitsPerByte ||
         aggregation == Aggregation::kRatio;
}

double of_ratio(Aggregation aggregation, double ratio) {
  switch (aggregation) {
    case Aggregation::kPerplexity:
    case Aggregation::kWeightedPerplexity:
      return std::exp(-ratio);
    case Aggregation::kBitsPerByte:
      return -ratio / std::log(2.0);
    default:
      return ratio;
  }
}

// |d of_ratio / d ratio|.
double slope_at(Aggregation aggregation, double ratio) {
  switch (aggregation) {
    case Aggregation::kPerplexity:
    case Aggregation::kWeightedPerplexity:
      return std::exp(-ratio);
    case Aggregation::kBitsPerByte:
      return 1 / std::log(2.0);
    default:
      return 1;
  }
}

std::optional<double> label_score(Aggregation aggregation, const LabelPairs& pairs) {
  switch (aggregation) {
    case Aggregation::kF1:
      return f1_score(pairs, F1Average::kBinary);
    case Aggregation::kF1Micro:
      return f1_score(pairs, F1Average::kMicro);
    case Aggregation::kF1Macro:
      return f1_score(pairs, F1Average::kMacro);
    case Aggregation::kF1Weighted:
      return f1_score(pairs, F1Average::kWeighted);
    default:
      return matthews_correlation(pairs);
  }
}

std::optional<double> score_of(Aggregation aggregation, const Judged& documents, std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) {
    total += weight;
  }
  if (total == 0 || aggregation == Aggregation::kBypass) {
    return std::nullopt;
  }
  switch (aggregation) {
    case Aggregation::kMedian:
      return upper_median(documents, weights, total);
    case Aggregation::kF1:
    case Aggregation::kF1Micro:
    case Aggregation::kF1Macro:
    case Aggregation::kF1Weighted:
    case Aggregation::kMcc:
      return label_score(aggregation, {.golds = documents.first, .predictions = documents.second, .weights = weights});
    case Aggregation::kCalibrationError:
      return expected_calibration_error(documents.first, documents.second, weights);
    case Aggregation::kBleu:
      return bleu_score(weighted_sums(documents, weights));
    case Aggregation::kChrf:
      return chrf_score(weighted_sums(documents, weights));
    case Aggregation::kTer:
      return ter_score(weighted_sums(documents, weights));
    default:
      break;
  }
  const std::vector<double> sums = weighted_sums(documents, weights);
  const double denominator = sums.size() > 1 ? sums[1] : total;
  const double score = of_ratio(aggregation, sums[0] / denominator);
  return std::isfinite(score) ? std::optional<double>(score) : std::nullopt;
}

// How much each document moves the ratio: (numerator - ratio × denominator) / sum of denominators.
std::vector<double> influences(const Judged& documents, double& ratio) {
  double numerators = 0;
  double denominators = 0;
  const auto denominator_of = [&](std::size_t i) { return documents.second.empty() ? 1 : documents.second[i]; };
  for (std::size_t i = 0; i < documents.size(); ++i) {
    numerators += documents.first[i];
    denominators += denominator_of(i);
  }
  ratio = numerators / denominators;
  std::vector<double> all;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    all.push_back((documents.first[i] - ratio * denominator_of(i)) / denominators);
  }
  return all;
}

// Each cluster's documents by their places.
std::vector<std::vector<std::size_t>> clusters_of(const Judged& documents) {
  std::vector<std::vector<std::size_t>> groups;
  std::map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::int64_t id = documents.clusters.empty() ? static_cast<std::int64_t>(i) : documents.clusters[i];
    const auto [found, is_new] = places.emplace(id, groups.size());
    if (is_new) {
      groups.emplace_back();
    }
    groups[found->second].push_back(i);
  }
  return groups;
}

double clustered_variance(std::span<const double> influence, const std::vector<std::vector<std::size_t>>& clusters) {
  double squares = 0;
  for (const double one : influence) {
    squares += one * one;
  }
  const auto n = static_cast<double>(influence.size());
  double variance = squares * n / (n - 1) - squares;
  for (const auto& cluster : clusters) {
    double sum = 0;
    for (const std::size_t i : cluster) {
      sum += influence[i];
    }
    variance += sum * sum;  // its own squares, taken off above, and the products of different documents
  }
  return std::max(0.0, variance);
}

bool is_binary(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value == 0 || value == 1; });
}

AggregateError ratio_error(Aggregation aggregation, const Judged& documents) {
  const bool is_clustered = !documents.clusters.empty();
  const auto clusters = clusters_of(documents);
  AggregateError error;
  if (clusters.size() < 2) {
    return error;
  }
  double ratio = 0;
  const std::vector<double> influence = influences(documents, ratio);
  const double inner = std::sqrt(clustered_variance(influence, clusters));
  const double outer = inner * slope_at(aggregation, ratio);
  if (!std::isfinite(outer)) {
    return error;
  }
  error.standard_error = outer;
  error.method = aggregation == Aggregation::kMean ? "standard error of the mean" : "delta method";
  error.method += is_clustered ? ", " + std::to_string(clusters.size()) + " clusters" : "";
  if (aggregation == Aggregation::kMean && !is_clustered && is_binary(documents.first)) {
    const double rights = ratio * static_cast<double>(documents.size());
    error.interval = wilson_interval(std::llround(rights), static_cast<std::int64_t>(documents.size()));
  } else if (inner > 0) {
    const double half = inner * student_t_quantile(0.975, static_cast<double>(clusters.size() - 1));
    const double one = of_ratio(aggregation, ratio - half);
    const double other = of_ratio(aggregation, ratio + half);
    error.interval = Interval{.low = std::min(one, other), .high = std::max(one, other)};
  }
  return error;
}

AggregateError bootstrap_error(Aggregation aggregation, const Judged& documents, const ErrorOptions& options) {
  const auto clusters = clusters_of(documents);
  AggregateError error;
  if (clusters.size() < 2) {
    return error;
  }
  Rng rng(options.seed);
  std::vector<double> scores;
  Moments moments;
  std::vector<double> weights(documents.size());
  for (int replicate = 0; replicate < options.replicates; ++replicate) {
    std::fill(weights.begin(), weights.end(), 0.0);
    for (std::size_t draw = 0; draw < clusters.size(); ++draw) {
      for (const std::size_t i : clusters[rng.below(clusters.size())]) {
        weights[i] += 1;
      }
    }
    if (const auto score = score_of(aggregation, documents, weights)) {
      scores.push_back(*score);
      moments.add(*score);
    }
  }
  if (const auto variance = moments.variance()) {
    std::sort(scores.begin(), scores.end());
    error.standard_error = std::sqrt(*variance);
    error.interval = Interval{.low = *quantile(scores, 0.025), .high = *quantile(scores, 0.975)};
    error.method = "bootstrap over " + std::to_string(clusters.size()) +
                   (documents.clusters.empty() ? " documents, " : " clusters, ") + std::to_string(scores.size()) +
                   " replicates";
  }
  return error;
}

}  // namespace

std::optional<Aggregation> aggregation_named(std::string_view name) {
  for (const auto& [known, aggregation] : kNames) {
    if (known == name) {
      return aggregation;
    }
  }
  return std::nullopt;
}

std::vector<std::string> aggregation_names() {
  std::vector<std::string> names;
  for (const auto& [name, aggregation] : kNames) {
    names.emplace_back(name);
  }
  return names;
}

std::optional<std::size_t> part_count(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::kMean:
    case Aggregation::kMedian:
    case Aggregation::kPerplexity:
      return 1;
    case Aggregation::kBleu:
      return 10;
    case Aggregation::kChrf:
    case Aggregation::kBypass:
      return std::nullopt;
    default:
      return 2;
  }
}

std::optional<double> aggregate(Aggregation aggregation, DocumentParts parts) {
  const Judged documents = judged(aggregation, parts, {});
  return score_of(aggregation, documents, std::vector<double>(documents.size(), 1.0));
}

AggregateError aggregate_error(Aggregation aggregation, DocumentParts parts, const ErrorOptions& options) {
  if (aggregation == Aggregation::kBypass) {
    return {};
  }
  const Judged documents = judged(aggregation, parts, options.clusters);
  return is_ratio(aggregation) ? ratio_error(aggregation, documents) : bootstrap_error(aggregation, documents, options);
}

std::optional<PooledScore> macro_mean(std::span<const PooledMember> members) {
  std::vector<PooledMember> equals(members.begin(), members.end());
  for (PooledMember& member : equals) {
    member.documents = 1;
  }
  return micro_mean(equals);
}

std::optional<PooledScore> micro_mean(std::span<const PooledMember> members) {
  double total = 0;
  double sum = 0;
  double variance = 0;
  bool has_errors = true;
  for (const PooledMember& member : members) {
    const auto documents = static_cast<double>(member.documents);
    total += documents;
    sum += documents * member.value;
    has_errors = has_errors && member.standard_error.has_value();
    const double scaled = documents * member.standard_error.value_or(0);
    variance += scaled * scaled;
  }
  if (total == 0) {
    return std::nullopt;
  }
  return PooledScore{.value = sum / total,
                     .standard_error = has_errors ? std::optional<double>(std::sqrt(variance) / total) : std::nullopt};
}

}  // namespace assay
