// Comparing equations, inequalities, and either with a bare value.
#include <algorithm>
#include <utility>

#include "tasks/math/comparison.h"
#include "tasks/math/real_set.h"

namespace assay {
namespace {

MathVerdict unequal(std::string reason) { return {Equivalence::kUnequal, std::move(reason)}; }

bool is_equation(const std::string& signs) {
  return std::all_of(signs.begin(), signs.end(), [](char sign) { return sign == '=' || sign == '~'; });
}

}  // namespace

// What a value is given the name of: x, AB, f(x), |z|, (x, y), words.
bool AnswerComparison::is_name(NodeId id) const {
  const MathNode& node = tree_[id];
  const auto are_names = [this, &node] {
    return std::all_of(node.children.begin(), node.children.end(), [this](NodeId child) { return is_name(child); });
  };
  switch (node.kind) {
    case MathKind::kSymbol:
    case MathKind::kText:
      return true;
    case MathKind::kConstant:
      return node.name == "e" || node.name == "i";
    case MathKind::kMultiply:
    case MathKind::kTuple:
      return are_names();
    case MathKind::kFunction:
      return are_names() || node.name == "f" || node.name == "g" || node.name == "h";
    default:
      return false;
  }
}

MathVerdict AnswerComparison::compare_relations(NodeId left, NodeId right) {
  if (kind_of(left) != MathKind::kRelation || kind_of(right) != MathKind::kRelation) {
    return kind_of(left) == MathKind::kRelation ? compare_with_bare(left, right) : compare_with_bare(right, left);
  }
  if (!is_equation(tree_[left].name) || !is_equation(tree_[right].name)) {
    const auto first = real_set(tree_, left, meter_);
    const auto second = first ? real_set(tree_, right, meter_) : std::nullopt;
    if (second) {
      return compare_real_sets(*first, *second, values_);
    }
  }
  return compare_pairs(left, right);
}

// a < b < c says a < b and b < c.
MathVerdict AnswerComparison::compare_pairs(NodeId left, NodeId right) {
  if (tree_[left].name.size() != tree_[right].name.size()) {
    return unequal("another number of relations");
  }
  const auto pairs_of = [this](NodeId id) {
    const MathNode node = tree_[id];
    std::vector<NodeId> pairs;
    for (std::size_t i = 0; i < node.name.size(); ++i) {
      char sign = node.name[i] == '~' ? '=' : node.name[i];
      std::vector<NodeId> sides{node.children[i], node.children[i + 1]};
      if (sign == '>' || sign == 'g') {
        std::swap(sides[0], sides[1]);
        sign = sign == '>' ? '<' : 'l';
      }
      pairs.push_back(tree_.make(MathKind::kRelation, std::move(sides), std::string(1, sign)));
    }
    return pairs;
  };
  const std::vector<NodeId> first = pairs_of(left);
  std::vector<NodeId> second = pairs_of(right);
  bool is_open = false;
  for (const NodeId wanted : first) {
    MathVerdict best = unequal("relations");
    for (auto at = second.begin(); at != second.end(); ++at) {
      const MathVerdict verdict = compare_pair(wanted, *at);
      if (verdict.verdict == Equivalence::kEqual) {
        best = verdict;
        second.erase(at);
        break;
      }
      best = verdict.verdict == Equivalence::kUndecided ? verdict : best;
    }
    if (best.verdict == Equivalence::kUnequal) {
      return best;
    }
    is_open |= best.verdict == Equivalence::kUndecided;
  }
  return {is_open ? Equivalence::kUndecided : Equivalence::kEqual, "relations"};
}

// REQUIRES: relations of two sides, with no > or >=.
MathVerdict AnswerComparison::compare_pair(NodeId left, NodeId right) {
  const MathNode a = tree_[left];
  const MathNode b = tree_[right];
  if (a.name != b.name) {
    return unequal("different relations");
  }
  const auto is_sum = [this](const MathNode& node) {
    return is_value(kind_of(node.children[0])) && is_value(kind_of(node.children[1]));
  };
  const bool is_symmetric = a.name == "=" || a.name == "n";
  if (a.name != "e" && is_sum(a) && is_sum(b)) {
    const auto difference = [this](const MathNode& node) {
      const NodeId minus = scaled(node.children[1], -1);
      return tree_.make(MathKind::kAdd, {node.children[0], minus});
    };
    const NodeId first = difference(a);
    const NodeId second = difference(b);
    return values_.compare_up_to_factor(first, second, !is_symmetric);
  }
  const MathVerdict straight = in_order(a.children, b.children, "both sides");
  if (straight.verdict == Equivalence::kEqual || !is_symmetric) {
    return straight;
  }
  return in_order(a.children, {b.children[1], b.children[0]}, "both sides");
}

// "x = 5" and "5 = x" say 5; "2 + 3 = 5" does if it is true; an inequality may be an interval.
MathVerdict AnswerComparison::compare_with_bare(NodeId relation, NodeId bare) {
  const MathNode node = tree_[relation];
  const bool is_membership = node.name == "e" && is_name(node.children[0]);
  if (is_equation(node.name) || is_membership) {
    std::vector<NodeId> sides = node.children;
    std::erase_if(sides, [this](NodeId side) { return is_name(side); });
    const bool has_name = is_name(node.children.front()) || is_name(node.children.back());
    if (has_name && sides.empty()) {
      sides.push_back(node.children.back());  // y = x
    }
    const bool is_numeric = !contains_kind(tree_, relation, MathKind::kSymbol) && !has_name;
    bool is_open = false;
    for (std::size_t i = 0; is_numeric && i + 1 < sides.size(); ++i) {
      if (compare(sides[i], sides[i + 1]).verdict != Equivalence::kEqual) {
        return unequal("an equation and a value");
      }
    }
    for (const NodeId side : sides) {
      const MathVerdict verdict = has_name || is_numeric ? compare(side, bare) : unequal("an equation and a value");
      if (verdict.verdict == Equivalence::kEqual) {
        return {Equivalence::kEqual, verdict.reason + ", name left out"};
      }
      is_open |= verdict.verdict == Equivalence::kUndecided;
    }
    return is_open ? MathVerdict{Equivalence::kUndecided, "a side could not be compared"}
                   : unequal("an equation and a value");
  }
  const auto first = real_set(tree_, relation, meter_);
  const auto second = first && !is_value(kind_of(bare)) ? real_set(tree_, bare, meter_) : std::nullopt;
  return second ? compare_real_sets(*first, *second, values_) : unequal("an inequality and something else");
}

}  // namespace assay
