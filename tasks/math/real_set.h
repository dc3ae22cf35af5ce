// Sets of real numbers as disjoint pieces: intervals, unions, what inequalities in one variable say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/math/expression.h"
#include "tasks/math/numeric.h"
#include "tasks/math/value_comparison.h"

namespace assay {

// An end of a piece: a number, or an infinity (-1, 1).
struct SetEnd {
  int infinity = 0;
  NodeId node = 0;
  precise::Real50 at = 0;
};

struct SetPiece {
  SetEnd low;
  SetEnd high;
  bool has_low = false;  // the end itself is in the set
  bool has_high = false;
};

struct RealSet {
  std::string variable;          // that an inequality speaks of; "" if none
  std::vector<SetPiece> pieces;  // in order, apart from each other
};

// The set that an interval, a union, a written set of numbers, or an inequality in one variable is. Nothing for what
// is no such set: ends with variables, intervals whose ends are in the wrong order.
std::optional<RealSet> real_set(const MathTree& tree, NodeId id, StepMeter& meter);

// What all of several statements about one variable allow together; where nothing is left, what any of them allows.
std::optional<RealSet> real_set_of_all(const MathTree& tree, const std::vector<NodeId>& statements, StepMeter& meter);

MathVerdict compare_real_sets(const RealSet& left, const RealSet& right, ValueComparison& values);

}  // namespace assay
