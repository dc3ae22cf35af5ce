// Answers as wholes: which rule two kinds of answers are compared by.
#include "tasks/math/comparison.h"

#include <algorithm>
#include <utility>

#include "tasks/math/real_set.h"

namespace assay {
namespace {

constexpr std::size_t kElementsMax = 200;
constexpr std::size_t kSignsMax = 4;

MathVerdict equal(std::string reason) { return {Equivalence::kEqual, std::move(reason)}; }
MathVerdict unequal(std::string reason) { return {Equivalence::kUnequal, std::move(reason)}; }
MathVerdict undecided(std::string reason) { return {Equivalence::kUndecided, std::move(reason)}; }

bool is_set_operation(MathKind kind) {
  return kind == MathKind::kUnion || kind == MathKind::kIntersect || kind == MathKind::kDifference;
}

void count_signs(const MathTree& tree, NodeId id, std::size_t& count, bool& has_opposite) {
  const MathNode& node = tree[id];
  if (node.kind == MathKind::kPlusMinus) {
    ++count;
    has_opposite |= node.name == "-+";
  }
  for (const NodeId child : node.children) {
    count_signs(tree, child, count, has_opposite);
  }
}

}  // namespace

MathVerdict AnswerComparison::compare(NodeId left, NodeId right) {
  if (!meter_.spend(5) || tree_.is_full()) {
    return undecided("budget spent");
  }
  return is_list(left) || is_list(right) ? compare_lists(left, right) : compare_single(left, right);
}

bool AnswerComparison::is_list(NodeId id) const {
  const MathKind kind = kind_of(id);
  return kind == MathKind::kJoined || kind == MathKind::kSet ||
         (kind != MathKind::kNumber && contains_kind(tree_, id, MathKind::kPlusMinus));
}

// The single answers in a list, with each plus-minus as two.
std::vector<NodeId> AnswerComparison::elements(NodeId id) {
  const MathKind kind = kind_of(id);
  if (kind != MathKind::kJoined && kind != MathKind::kSet) {
    return with_both_signs(id);
  }
  std::vector<NodeId> all;
  const std::vector<NodeId> children = tree_[id].children;
  for (const NodeId child : children) {
    if (kind_of(child) == MathKind::kSet && kind == MathKind::kJoined) {
      all.push_back(child);
      continue;
    }
    const std::vector<NodeId> parts = elements(child);
    all.insert(all.end(), parts.begin(), parts.end());
    if (all.size() > kElementsMax) {
      break;
    }
  }
  return all;
}

// With "-+" somewhere all signs go together; otherwise each is chosen on its own.
std::vector<NodeId> AnswerComparison::with_both_signs(NodeId id) {
  std::size_t count = 0;
  bool has_opposite = false;
  count_signs(tree_, id, count, has_opposite);
  if (count == 0 || count > kSignsMax) {
    return {id};
  }
  std::vector<NodeId> all;
  const std::size_t choices = has_opposite ? 2 : std::size_t{1} << count;
  for (std::size_t choice = 0; choice < choices; ++choice) {
    std::vector<int> signs;
    for (std::size_t i = 0; i < count; ++i) {
      signs.push_back(((has_opposite ? choice : choice >> i) & 1U) == 0 ? 1 : -1);
    }
    std::size_t next = 0;
    all.push_back(with_signs(id, signs, next));
  }
  return all;
}

NodeId AnswerComparison::with_signs(NodeId id, std::vector<int>& signs, std::size_t& next) {
  if (!contains_kind(tree_, id, MathKind::kPlusMinus)) {
    return id;
  }
  MathNode node = tree_[id];
  const int sign = node.kind == MathKind::kPlusMinus ? signs[next++] * (node.name == "-+" ? -1 : 1) : 1;
  for (NodeId& child : node.children) {
    child = with_signs(child, signs, next);
  }
  if (node.kind == MathKind::kPlusMinus) {
    return sign > 0 ? node.children[0] : scaled(node.children[0], -1);
  }
  return tree_.add(std::move(node));
}

NodeId AnswerComparison::scaled(NodeId value, Rational factor) {
  if (factor == 1 || !is_value(kind_of(value))) {
    return value;
  }
  const NodeId number = tree_.number(std::move(factor));
  return tree_.make(MathKind::kMultiply, {number, value});
}

// (x, y) = (1, 2) says x = 1 and y = 2.
std::vector<NodeId> AnswerComparison::spread_tuples(const std::vector<NodeId>& items) {
  std::vector<NodeId> all;
  for (const NodeId item : items) {
    const MathNode node = tree_[item];
    const bool is_equation = node.kind == MathKind::kRelation && node.name == "=" &&
                             kind_of(node.children[0]) == MathKind::kTuple &&
                             kind_of(node.children[1]) == MathKind::kTuple;
    if (!is_equation || tree_[node.children[0]].children.size() != tree_[node.children[1]].children.size()) {
      all.push_back(item);
      continue;
    }
    const std::vector<NodeId> names = tree_[node.children[0]].children;
    const std::vector<NodeId> values = tree_[node.children[1]].children;
    for (std::size_t i = 0; i < names.size(); ++i) {
      all.push_back(tree_.make(MathKind::kRelation, {names[i], values[i]}, "="));
    }
  }
  return all;
}

std::vector<NodeId> AnswerComparison::without_repeats(const std::vector<NodeId>& all) {
  std::vector<NodeId> kept;
  for (const NodeId next : all) {
    const bool is_known = std::any_of(kept.begin(), kept.end(),
                                      [&](NodeId id) { return compare(id, next).verdict == Equivalence::kEqual; });
    if (!is_known) {
      kept.push_back(next);
    }
  }
  return kept;
}

MathVerdict AnswerComparison::compare_lists(NodeId left, NodeId right) {
  const bool is_left_list = is_list(left);
  if (!is_left_list || !is_list(right)) {
    return compare_list_with_one(is_left_list ? left : right, is_left_list ? right : left);
  }
  std::vector<NodeId> first = elements(left);
  std::vector<NodeId> second = elements(right);
  if (kind_of(left) == MathKind::kSet || kind_of(right) == MathKind::kSet) {
    first = without_repeats(first);
    second = without_repeats(second);
  }
  const MathVerdict verdict = in_any_order(first, second);
  if (verdict.verdict == Equivalence::kEqual || kind_of(left) != MathKind::kJoined ||
      kind_of(right) != MathKind::kJoined) {
    return verdict;
  }
  const auto left_set = real_set_of_all(tree_, first, meter_);
  const auto right_set = left_set ? real_set_of_all(tree_, second, meter_) : std::nullopt;
  return right_set ? compare_real_sets(*left_set, *right_set, values_) : verdict;
}

MathVerdict AnswerComparison::compare_list_with_one(NodeId list, NodeId one) {
  const std::vector<NodeId> items = elements(list);
  const MathNode node = tree_[one];
  if (items.size() == 1 && items[0] != list) {
    return compare(items[0], one);
  }
  if (node.kind == MathKind::kRelation && is_name(node.children[0]) && kind_of(node.children[0]) != MathKind::kTuple &&
      node.children.size() == 2 && (node.name == "=" || node.name == "e") && is_list(node.children[1])) {
    return compare(list, node.children[1]);
  }
  if (node.kind == MathKind::kRelation) {
    const std::vector<NodeId> parts = spread_tuples({one});
    if (parts.size() > 1) {
      return in_any_order(items, parts);
    }
  }
  if (node.kind == MathKind::kTuple && kind_of(list) == MathKind::kJoined && items.size() == node.children.size()) {
    const MathVerdict verdict = in_order(items, node.children, "a tuple and a list in the same order");
    if (verdict.verdict != Equivalence::kUnequal) {
      return verdict;
    }
  }
  if (kind_of(list) == MathKind::kSet) {
    return is_set_operation(node.kind) || node.kind == MathKind::kRelation ? compare_as_sets(list, one)
                                                                           : unequal("a set and a single answer");
  }
  const auto all = real_set_of_all(tree_, items, meter_);
  const auto other = all ? real_set(tree_, one, meter_) : std::nullopt;
  return other ? compare_real_sets(*all, *other, values_) : unequal("several answers and one");
}

// One element of `right` for each of `left`, none used twice.
MathVerdict AnswerComparison::in_any_order(std::vector<NodeId> left, std::vector<NodeId> right) {
  left = spread_tuples(left);
  right = spread_tuples(right);
  if (left.size() > kElementsMax || right.size() > kElementsMax) {
    return undecided("too many answers");
  }
  if (left.size() != right.size()) {
    return unequal("another number of answers");
  }
  bool is_open = false;
  for (const NodeId wanted : left) {
    bool is_found = false;
    bool may_be_there = false;
    for (auto at = right.begin(); at != right.end() && !is_found; ++at) {
      const Equivalence verdict = compare(wanted, *at).verdict;
      may_be_there |= verdict == Equivalence::kUndecided;
      if (verdict == Equivalence::kEqual) {
        right.erase(at);
        is_found = true;
        break;
      }
    }
    if (!is_found && !may_be_there) {
      return unequal("an answer is not among the others");
    }
    is_open |= !is_found;
  }
  return is_open ? undecided("an answer could not be compared") : equal("the same answers");
}

MathVerdict AnswerComparison::in_order(const std::vector<NodeId>& left, const std::vector<NodeId>& right,
                                       const char* reason) {
  bool is_open = false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const Equivalence verdict = compare(left[i], right[i]).verdict;
    if (verdict == Equivalence::kUnequal) {
      return unequal(reason);
    }
    is_open |= verdict == Equivalence::kUndecided;
  }
  return is_open ? undecided("a part could not be compared") : equal(reason);
}

MathVerdict AnswerComparison::compare_single(NodeId left, NodeId right) {
  const MathKind a = kind_of(left);
  const MathKind b = kind_of(right);
  const auto either = [a, b](MathKind kind) { return a == kind || b == kind; };
  if (either(MathKind::kRelation)) {
    return compare_relations(left, right);
  }
  if (either(MathKind::kText)) {
    return compare_words(left, right);
  }
  if (is_set_operation(a) || is_set_operation(b)) {
    return compare_as_sets(left, right);
  }
  if (either(MathKind::kBased)) {
    return compare_based(left, right);
  }
  if (either(MathKind::kRatio)) {
    return compare_ratios(left, right);
  }
  const Measured first = measured(left);
  const Measured second = measured(right);
  if (first.unit || second.unit) {
    return compare_units(first, second);
  }
  if (first.is_percent || second.is_percent) {
    return compare_percent(first, second);
  }
  if (first.is_degree || second.is_degree) {
    return compare_degrees(first, second);
  }
  if (either(MathKind::kTuple) || either(MathKind::kMatrix)) {
    return compare_tuples(left, right);
  }
  return is_value(a) && is_value(b) ? values_.compare(left, right) : unequal("different kinds of answers");
}

MathVerdict AnswerComparison::compare_as_sets(NodeId left, NodeId right) {
  const auto first = real_set(tree_, left, meter_);
  const auto second = first ? real_set(tree_, right, meter_) : std::nullopt;
  if (second) {
    return compare_real_sets(*first, *second, values_);
  }
  if (kind_of(left) == kind_of(right)) {  // ends with variables: piece by piece
    const MathVerdict verdict = in_any_order(tree_[left].children, tree_[right].children);
    return verdict.verdict == Equivalence::kEqual ? verdict : undecided("sets with variables");
  }
  const bool is_other_thing = is_value(kind_of(left)) || is_value(kind_of(right));
  return is_other_thing ? unequal("different kinds of answers") : undecided("sets that are not understood");
}

// Tuples, intervals, vectors and matrices. (1, 2) is no [1, 2]; from three parts on brackets are a matter of style.
MathVerdict AnswerComparison::compare_tuples(NodeId left, NodeId right) {
  const MathNode a = tree_[left];
  const MathNode b = tree_[right];
  const auto is_list_like = [](const MathNode& node) {
    return node.kind == MathKind::kTuple ||
           (node.kind == MathKind::kMatrix && (node.value == 1 || node.value == node.children.size()));
  };
  if (a.children.size() != b.children.size()) {
    return unequal("different sizes");
  }
  if (a.kind == MathKind::kMatrix && b.kind == MathKind::kMatrix) {
    return a.value == b.value ? in_order(a.children, b.children, "matrices") : unequal("matrices of different shapes");
  }
  if (!is_list_like(a) || !is_list_like(b)) {
    return unequal("different kinds of answers");
  }
  if (a.kind == MathKind::kTuple && b.kind == MathKind::kTuple && a.name != b.name) {
    const auto is_open_vector = [](const std::string& name) { return name == "()" || name == "<>"; };
    const auto is_style = [](const std::string& name) { return name == "()" || name == "[]" || name == "<>"; };
    const bool may_differ =
        a.children.size() > 2 ? is_style(a.name) && is_style(b.name) : is_open_vector(a.name) && is_open_vector(b.name);
    if (!may_differ) {
      const auto first = real_set(tree_, left, meter_);
      const auto second = first ? real_set(tree_, right, meter_) : std::nullopt;
      return second ? compare_real_sets(*first, *second, values_) : unequal("open and closed");
    }
  }
  return in_order(a.children, b.children, a.kind == b.kind ? "tuples" : "a tuple and a vector");
}

}  // namespace assay
