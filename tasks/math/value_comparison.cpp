// Exact first; numbers decide what algebra leaves open. The thresholds stand in docs/METHOD.md, "Math equivalence".
#include "tasks/math/value_comparison.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tasks/math/exact_form.h"
#include "tasks/math/numeric.h"

namespace assay {
namespace {

using precise::Real100;
using precise::Real50;

constexpr int kPointsWanted = 4;
constexpr int kPointsTried = 12;
const char* const kNear = "1e-35";    // of the largest number on the way, at 50 digits
const char* const kNearer = "1e-75";  // at 100 digits

MathVerdict equal(std::string reason) { return {Equivalence::kEqual, std::move(reason)}; }
MathVerdict unequal(std::string reason) { return {Equivalence::kUnequal, std::move(reason)}; }
MathVerdict undecided(std::string reason) { return {Equivalence::kUndecided, std::move(reason)}; }

template <typename Real>
Real largest(const Real& a, const Real& b) {
  using boost::multiprecision::abs;
  return std::max(Real(abs(a)), Real(abs(b)));
}

template <typename Real>
bool is_near(const EvaluatedValue<Real>& left, const EvaluatedValue<Real>& right, const Real& share) {
  const Real distance = largest(Real(left.value.re - right.value.re), Real(left.value.im - right.value.im));
  return distance <= std::max(left.scale, right.scale) * share;
}

std::string at_points(int count) {
  return count == 1 ? "numeric value" : "numeric at " + std::to_string(count) + " points";
}

// left = c right for one rational c other than 0.
std::optional<Rational> common_factor(const Polynomial& left, const Polynomial& right) {
  if (left.size() != right.size() || left.empty()) {
    return std::nullopt;
  }
  const Rational factor = left.begin()->second / right.begin()->second;
  auto other = right.begin();
  for (const auto& [monomial, coefficient] : left) {
    if (monomial != other->first || coefficient != factor * other->second) {
      return std::nullopt;
    }
    ++other;
  }
  return factor;
}

bool has_constants_only(const ExactAlgebra& algebra, const Polynomial& polynomial) {
  for (const auto& [monomial, coefficient] : polynomial) {
    for (const GeneratorPower& power : monomial) {
      if (algebra[power.generator].kind == GeneratorKind::kVariable ||
          algebra[power.generator].kind == GeneratorKind::kOpaque) {
        return false;
      }
    }
  }
  return true;
}

bool is_plain(const ExactAlgebra& algebra, const Polynomial& polynomial) {
  return std::all_of(polynomial.begin(), polynomial.end(), [&](const auto& term) {
    return std::all_of(term.first.begin(), term.first.end(), [&](const GeneratorPower& power) {
      return algebra[power.generator].kind == GeneratorKind::kVariable;
    });
  });
}

}  // namespace

int infinity_of(const MathTree& tree, NodeId id) {
  const MathNode& node = tree[id];
  if (node.kind == MathKind::kConstant) {
    return node.name == "inf" ? 1 : 0;
  }
  if (node.kind == MathKind::kMultiply && node.children.size() == 2) {
    const MathNode& factor = tree[node.children[0]];
    const int side = infinity_of(tree, node.children[1]);
    return factor.kind == MathKind::kNumber && !factor.value.is_zero() ? (factor.value < 0 ? -side : side) : 0;
  }
  return 0;
}

bool contains_kind(const MathTree& tree, NodeId id, MathKind kind) {
  const MathNode& node = tree[id];
  return node.kind == kind || std::any_of(node.children.begin(), node.children.end(),
                                          [&](NodeId child) { return contains_kind(tree, child, kind); });
}

bool ValueComparison::has_kind(NodeId id, MathKind first, MathKind second) const {
  return contains_kind(tree_, id, first) || contains_kind(tree_, id, second);
}

bool ValueComparison::has_integers(NodeId left, NodeId right) const {
  return has_kind(left, MathKind::kFactorial, MathKind::kBinomial) ||
         has_kind(right, MathKind::kFactorial, MathKind::kBinomial);
}

MathVerdict ValueComparison::compare(NodeId left, NodeId right) {
  const MathNode& a = tree_[left];
  const MathNode& b = tree_[right];
  if (a.kind == MathKind::kNumber && b.kind == MathKind::kNumber) {
    return a.value == b.value ? equal("exact value") : unequal("exact value");
  }
  const int left_end = infinity_of(tree_, left);
  const int right_end = infinity_of(tree_, right);
  if (left_end != 0 || right_end != 0) {
    return left_end == right_end ? equal("infinity") : unequal("infinity");
  }
  ExactReader reader(tree_, meter_, budget_.bits_max);
  const auto first = reader.read(left);
  const auto second = first ? reader.read(right) : std::nullopt;
  const auto difference = second ? reader.algebra().difference(*first, *second) : std::nullopt;
  if (difference && difference->empty()) {
    return equal("exact value");
  }
  if (difference && reader.algebra().is_certain(*difference)) {
    return unequal("exact value");
  }
  return meter_.is_spent() ? undecided("budget spent") : compare_numerically(left, right);
}

MathVerdict ValueComparison::compare_numerically(NodeId left, NodeId right) {
  const bool is_constant =
      !contains_kind(tree_, left, MathKind::kSymbol) && !contains_kind(tree_, right, MathKind::kSymbol) &&
      !contains_kind(tree_, left, MathKind::kFunction) && !contains_kind(tree_, right, MathKind::kFunction);
  const bool has_symbols =
      contains_kind(tree_, left, MathKind::kSymbol) || contains_kind(tree_, right, MathKind::kSymbol);
  const int wanted = is_constant || !has_symbols ? 1 : kPointsWanted;
  const Real50 near(kNear);
  const Real100 nearer(kNearer);
  int agreed = 0;
  bool is_confirmed = false;
  for (int number = 0; number < kPointsTried && agreed < wanted; ++number) {
    const SamplePoint point{.number = number, .has_integers = has_integers(left, right)};
    const auto first = evaluate_50(tree_, left, point, meter_);
    const auto second = first ? evaluate_50(tree_, right, point, meter_) : std::nullopt;
    if (!second) {
      if (wanted == 1) {
        break;
      }
      continue;
    }
    const bool is_close = is_near(*first, *second, near);
    if (!is_close || !is_confirmed) {
      const auto first_100 = evaluate_100(tree_, left, point, meter_);
      const auto second_100 = first_100 ? evaluate_100(tree_, right, point, meter_) : std::nullopt;
      if (!second_100) {
        break;
      }
      if (!is_near(*first_100, *second_100, nearer)) {
        return unequal(at_points(1));
      }
      is_confirmed = true;
    }
    ++agreed;
  }
  if (meter_.is_spent()) {
    return undecided("budget spent");
  }
  return agreed >= std::min(wanted, 3) ? equal(at_points(agreed)) : undecided("not defined at enough points");
}

MathVerdict ValueComparison::compare_up_to_factor(NodeId left, NodeId right, bool is_positive) {
  ExactReader reader(tree_, meter_, budget_.bits_max);
  ExactAlgebra& algebra = reader.algebra();
  const auto first = reader.read(left);
  const auto second = first ? reader.read(right) : std::nullopt;
  const auto ratio = second ? algebra.divide(*first, *second) : std::nullopt;
  if (ratio) {
    const auto factor = common_factor(ratio->top, ratio->bottom);
    if (factor) {
      return is_positive && *factor < 0 ? unequal("opposite signs") : equal("same up to a factor");
    }
    // A rational function of variables alone is no constant unless top and bottom are proportional.
    if (is_plain(algebra, ratio->top) && is_plain(algebra, ratio->bottom)) {
      return unequal("no common factor");
    }
    if (has_constants_only(algebra, ratio->top) && has_constants_only(algebra, ratio->bottom) && !is_positive) {
      return ratio->top.empty() ? unequal("no common factor") : equal("same up to a factor");
    }
  }
  return meter_.is_spent() ? undecided("budget spent") : factor_numerically(left, right, is_positive);
}

MathVerdict ValueComparison::factor_numerically(NodeId left, NodeId right, bool is_positive) {
  const Real100 nearer(kNearer);
  std::optional<ComplexValue<Real100>> factor;
  int agreed = 0;
  for (int number = 0; number < kPointsTried && agreed < kPointsWanted; ++number) {
    const SamplePoint point{.number = number, .has_integers = has_integers(left, right)};
    const auto first = evaluate_100(tree_, left, point, meter_);
    const auto second = first ? evaluate_100(tree_, right, point, meter_) : std::nullopt;
    if (!second || first->value.im != 0 || second->value.im != 0 || second->value.re == 0) {
      continue;
    }
    const Real100 here = first->value.re / second->value.re;
    if (here == 0 || (is_positive && here < 0)) {
      return unequal("no common factor");
    }
    if (!factor) {
      factor = ComplexValue<Real100>{here, 0};
    }
    if (boost::multiprecision::abs(here - factor->re) > boost::multiprecision::abs(here) * nearer) {
      return unequal("no common factor");
    }
    ++agreed;
  }
  return agreed >= 3 && !meter_.is_spent() ? equal("same up to a factor, " + at_points(agreed))
                                           : undecided("not defined at enough points");
}

}  // namespace assay
