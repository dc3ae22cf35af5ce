// From the parts that documents give to one score of a task, and how far off that score may be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/stats/intervals.h"

namespace assay {

// What a document gives stands behind each.
enum class Aggregation {
  kMean,                // {value}; also lm-eval's nanmean and brier_score
  kMedian,              // {value}: the upper of the two middle ones
  kPerplexity,          // {log-likelihood}: exp(-mean)
  kWeightedPerplexity,  // {log-likelihood, weight}: exp(-sum / sum), words or bytes being weights
  kBitsPerByte,         // {log-likelihood, bytes}: -sum / sum / ln 2
  kRatio,               // {numerator, denominator}: sum / sum; a mean over what documents hold several of
  kF1,                  // {gold label, predicted label}, of the label 1
  kF1Micro,             // same parts
  kF1Macro,             // same parts
  kF1Weighted,          // same parts
  kMcc,                 // same parts
  kBleu,                // bleu_parts
  kChrf,                // chrf_parts; chrF++ too
  kTer,                 // ter_parts
  kCalibrationError,    // {probability of the chosen answer, right}: expected_calibration_error
  kBypass,              // nothing: no score
};

// lm-eval's names (mean, perplexity, matthews_corrcoef, "chrf++" ...) and ours: ratio, f1_micro, f1_macro, f1_weighted,
// calibration_error.
std::optional<Aggregation> aggregation_named(std::string_view name);
std::vector<std::string> aggregation_names();

// How many numbers a document gives; absent where it depends on the options (kChrf: 3 for each order).
std::optional<std::size_t> part_count(Aggregation aggregation);

// Documents without parts were not judged and are left out. Absent if none is left or the score is undefined (a ratio
// to 0). REQUIRES: as many parts as the aggregation takes, the same for all documents.
using DocumentParts = std::span<const std::vector<double>>;
std::optional<double> aggregate(Aggregation aggregation, DocumentParts parts);

struct ErrorOptions {
  std::span<const std::int64_t> clusters;  // of each document; empty: documents are independent
  std::uint64_t seed = 1;
  int replicates = 1000;
};

struct AggregateError {
  std::optional<double> standard_error;  // absent for fewer than two documents (clusters)
  std::optional<Interval> interval;      // 95 %
  std::string method;                    // how both were found; "" if absent
};

// kMean: the standard error of the mean, Wilson's interval for values of 0 and 1, else Student's. Means under a
// function, and ratios: the delta method; the interval is the function of the inner one's. With clusters: Miller's
// clustered standard error (arXiv 2411.00640, section 2.2), SE^2 + sum over clusters of what pairs of different
// documents in one share; Student's t with (clusters - 1) degrees of freedom. Others: the bootstrap over documents, or
// over clusters, with the percentile interval. The same seed gives the same numbers.
AggregateError aggregate_error(Aggregation aggregation, DocumentParts parts, const ErrorOptions& options = {});

// One member of a group of tasks. Members are independent samples.
struct PooledMember {
  double value = 0;
  std::optional<double> standard_error;
  std::int64_t documents = 0;
};

struct PooledScore {
  double value = 0;
  std::optional<double> standard_error;  // absent if any member's is
};

// The mean over members, with sqrt(sum of squared errors) / members. Absent for no members.
std::optional<PooledScore> macro_mean(std::span<const PooledMember> members);

// The mean weighted by documents, with sqrt(sum of (n_i / N)^2 × squared errors): what all documents in one list would
// give. Absent for no documents.
std::optional<PooledScore> micro_mean(std::span<const PooledMember> members);

}  // namespace assay
