// Comparing two values: by exact algebra where it decides, else by high-precision evaluation.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tasks/math/equivalence.h"
#include "tasks/math/expression.h"
#include "tasks/math/polynomial.h"

namespace assay {

class ValueComparison {
 public:
  ValueComparison(const MathTree& tree, StepMeter& meter, const MathBudget& budget)
      : tree_(tree), meter_(meter), budget_(budget) {}

  // REQUIRES: both are values without plus-minus.
  MathVerdict compare(NodeId left, NodeId right);
  // Whether left is right times one number other than 0 (above 0, if `is_positive`), at every point.
  MathVerdict compare_up_to_factor(NodeId left, NodeId right, bool is_positive);

 private:
  MathVerdict compare_numerically(NodeId left, NodeId right);
  MathVerdict factor_numerically(NodeId left, NodeId right, bool is_positive);
  bool has_integers(NodeId left, NodeId right) const;
  bool has_kind(NodeId id, MathKind first, MathKind second) const;

  const MathTree& tree_;
  StepMeter& meter_;
  const MathBudget& budget_;
};

// -1 and 1 for infinities, 0 for every other node.
int infinity_of(const MathTree& tree, NodeId id);
// Whether a node of this kind is in the expression.
bool contains_kind(const MathTree& tree, NodeId id, MathKind kind);

}  // namespace assay
