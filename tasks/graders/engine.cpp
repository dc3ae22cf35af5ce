// Asking the engine.
#include "tasks/graders/engine.h"

#include "tasks/math/equivalence.h"
#include "tasks/math/numeric.h"
#include "tasks/math/parse.h"

namespace assay {
namespace {

bool has_unknowns(const MathTree& tree) {
  for (std::size_t id = 0; id < tree.size(); ++id) {
    const MathKind kind = tree[static_cast<NodeId>(id)].kind;
    if (kind == MathKind::kSymbol || kind == MathKind::kPlusMinus || !is_value(kind)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_same_by_engine(std::string_view a, std::string_view b) {
  return compare_math(a, b).verdict == Equivalence::kEqual;
}

std::optional<double> number_by_engine(std::string_view text) {
  const MathBudget budget;
  MathTree tree(budget.nodes_max);
  const auto reading = parse_math(text, tree);
  if (!reading || has_unknowns(tree)) {
    return std::nullopt;
  }
  StepMeter meter(budget.steps);
  const auto value = evaluate_50(tree, reading->root, {}, meter);
  return value && value->value.im == 0 ? std::optional(static_cast<double>(value->value.re)) : std::nullopt;
}

}  // namespace assay
