// High-precision evaluation of an expression at a point, in two precisions.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <optional>

#include "tasks/math/expression.h"
#include "tasks/math/polynomial.h"

namespace assay {

namespace precise {
namespace mp = boost::multiprecision;
using Real50 = mp::number<mp::cpp_bin_float<50>, mp::et_off>;
using Real100 = mp::number<mp::cpp_bin_float<100>, mp::et_off>;
}  // namespace precise

template <typename Real>
struct ComplexValue {
  Real re = 0;
  Real im = 0;
};

// A value and the largest number that was added or subtracted on the way: errors are relative to that.
template <typename Real>
struct EvaluatedValue {
  ComplexValue<Real> value;
  Real scale = 0;
};

// Where the variables stand: the value of each follows from its name and the point's number alone.
struct SamplePoint {
  int number = 0;
  bool has_integers = false;  // whole numbers, for factorials and binomials
};

// Nothing where the expression is undefined or the budget is spent. REQUIRES: is_value(kind of `id`).
std::optional<EvaluatedValue<precise::Real50>> evaluate_50(const MathTree& tree, NodeId id, SamplePoint point,
                                                           StepMeter& meter);
std::optional<EvaluatedValue<precise::Real100>> evaluate_100(const MathTree& tree, NodeId id, SamplePoint point,
                                                             StepMeter& meter);

}  // namespace assay
