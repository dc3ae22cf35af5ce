// Scores of predicted labels against gold labels: F1 and Matthews' correlation, as scikit-learn computes them.
#pragma once

#include <optional>
#include <span>

namespace assay {

// `golds[i]` and `predictions[i]` are labels (any numbers), counted `weights[i]` times (empty: once each).
struct LabelPairs {
  std::span<const double> golds;
  std::span<const double> predictions;
  std::span<const double> weights;
};

enum class F1Average {
  kBinary,    // of the label 1; absent if there are more than two labels, or two without a 1
  kMicro,     // of all decisions together: the share that is right
  kMacro,     // mean over the labels
  kWeighted,  // mean over the labels, weighted by their share of the golds
};

// F1 = 2 TP / (2 TP + FP + FN); 0 where that is 0 / 0. Absent without pairs. REQUIRES: equal lengths.
std::optional<double> f1_score(const LabelPairs& pairs, F1Average average);

// Matthews' correlation in its form for several classes (Gorodkin, Computational Biology and Chemistry 28, 2004); 0
// where it is 0 / 0. Absent without pairs.
std::optional<double> matthews_correlation(const LabelPairs& pairs);

}  // namespace assay
