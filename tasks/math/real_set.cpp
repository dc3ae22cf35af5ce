// Interval arithmetic of sets: pieces are ordered by the value of their ends at 50 digits.
#include "tasks/math/real_set.h"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

using precise::Real50;
using Pieces = std::vector<SetPiece>;

constexpr std::size_t kPiecesMax = 100;

int order(const SetEnd& left, const SetEnd& right) {
  if (left.infinity != right.infinity) {
    return left.infinity < right.infinity ? -1 : 1;
  }
  if (left.infinity != 0) {
    return 0;
  }
  using boost::multiprecision::abs;
  const Real50 size = std::max({Real50(abs(left.at)), Real50(abs(right.at)), Real50(1)});
  const Real50 distance = left.at - right.at;
  return abs(distance) <= size * Real50("1e-40") ? 0 : (distance < 0 ? -1 : 1);
}

bool is_empty(const SetPiece& piece) {
  const int direction = order(piece.low, piece.high);
  return direction > 0 || (direction == 0 && !(piece.has_low && piece.has_high));
}

// In order, with what overlaps or touches made one.
Pieces joined(Pieces pieces) {
  std::erase_if(pieces, is_empty);
  std::stable_sort(pieces.begin(), pieces.end(), [](const SetPiece& a, const SetPiece& b) {
    const int direction = order(a.low, b.low);
    return direction < 0 || (direction == 0 && a.has_low && !b.has_low);
  });
  Pieces out;
  for (SetPiece& piece : pieces) {
    const int gap = out.empty() ? 1 : order(piece.low, out.back().high);
    if (out.empty() || gap > 0 || (gap == 0 && !piece.has_low && !out.back().has_high)) {
      out.push_back(std::move(piece));
      continue;
    }
    SetPiece& last = out.back();
    const int further = order(piece.high, last.high);
    if (further > 0) {
      last.high = piece.high;
      last.has_high = piece.has_high;
    } else if (further == 0) {
      last.has_high = last.has_high || piece.has_high;
    }
  }
  return out;
}

Pieces intersected(const Pieces& left, const Pieces& right) {
  Pieces out;
  for (const SetPiece& a : left) {
    for (const SetPiece& b : right) {
      const int low = order(a.low, b.low);
      const int high = order(a.high, b.high);
      out.push_back({.low = low >= 0 ? a.low : b.low,
                     .high = high <= 0 ? a.high : b.high,
                     .has_low = low == 0 ? a.has_low && b.has_low : (low > 0 ? a.has_low : b.has_low),
                     .has_high = high == 0 ? a.has_high && b.has_high : (high < 0 ? a.has_high : b.has_high)});
    }
  }
  return joined(std::move(out));
}

Pieces complement(const Pieces& pieces) {
  Pieces out;
  SetEnd from{.infinity = -1};
  bool has_from = false;
  for (const SetPiece& piece : pieces) {
    out.push_back({.low = from, .high = piece.low, .has_low = has_from, .has_high = !piece.has_low});
    from = piece.high;
    has_from = !piece.has_high;
  }
  out.push_back({.low = from, .high = {.infinity = 1}, .has_low = has_from, .has_high = false});
  return joined(std::move(out));
}

class SetReader {
 public:
  SetReader(const MathTree& tree, StepMeter& meter) : tree_(tree), meter_(meter) {}

  std::optional<RealSet> read(NodeId id) {
    auto pieces = pieces_of(id);
    return pieces ? std::optional(RealSet{variable_, std::move(*pieces)}) : std::nullopt;
  }

 private:
  std::optional<Pieces> pieces_of(NodeId id) {
    const MathNode& node = tree_[id];
    switch (node.kind) {
      case MathKind::kTuple:
        return interval(node);
      case MathKind::kSet:
        return points(node);
      case MathKind::kUnion:
      case MathKind::kIntersect:
      case MathKind::kDifference:
        return combined(node);
      case MathKind::kRelation:
        return relation(node);
      default:
        return std::nullopt;
    }
  }

  std::optional<SetEnd> end_of(NodeId id) {
    if (!is_value(tree_[id].kind)) {
      return std::nullopt;
    }
    if (const int side = infinity_of(tree_, id); side != 0) {
      return SetEnd{.infinity = side, .node = id};
    }
    if (contains_kind(tree_, id, MathKind::kSymbol)) {
      return std::nullopt;
    }
    const auto value = evaluate_50(tree_, id, {}, meter_);
    return value && value->value.im == 0 ? std::optional(SetEnd{.node = id, .at = value->value.re}) : std::nullopt;
  }

  std::optional<Pieces> interval(const MathNode& node) {
    if (node.children.size() != 2 || node.name == "<>") {
      return std::nullopt;
    }
    const auto low = end_of(node.children[0]);
    const auto high = low ? end_of(node.children[1]) : std::nullopt;
    const bool is_point = node.name == "[]" && high && order(*low, *high) == 0;
    if (!high || (order(*low, *high) >= 0 && !is_point)) {
      return std::nullopt;
    }
    return joined({{.low = *low,
                    .high = *high,
                    .has_low = node.name[0] == '[' && low->infinity == 0,
                    .has_high = node.name[1] == ']' && high->infinity == 0}});
  }

  static Pieces point(const SetEnd& end) { return {{.low = end, .high = end, .has_low = true, .has_high = true}}; }

  std::optional<Pieces> points(const MathNode& node) {
    Pieces all;
    for (const NodeId child : node.children) {
      const auto end = end_of(child);
      if (!end || end->infinity != 0 || all.size() >= kPiecesMax) {
        return std::nullopt;
      }
      all.push_back(point(*end)[0]);
    }
    return joined(std::move(all));
  }

  std::optional<Pieces> combined(const MathNode& node) {
    auto total = pieces_of(node.children[0]);
    for (std::size_t i = 1; total && i < node.children.size(); ++i) {
      auto next = pieces_of(node.children[i]);
      if (!next || total->size() + next->size() > kPiecesMax) {
        return std::nullopt;
      }
      if (node.kind == MathKind::kUnion) {
        total->insert(total->end(), next->begin(), next->end());
        total = joined(std::move(*total));
      } else {
        total = intersected(*total, node.kind == MathKind::kIntersect ? *next : complement(*next));
      }
    }
    return total;
  }

  // a < x <= b: what each neighbouring pair says, all together.
  std::optional<Pieces> relation(const MathNode& node) {
    std::optional<Pieces> total;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      auto next = pair(node.children[i], node.name[i], node.children[i + 1]);
      if (!next) {
        return std::nullopt;
      }
      total = total ? intersected(*total, *next) : std::move(*next);
    }
    return total;
  }

  std::optional<Pieces> pair(NodeId left, char sign, NodeId right) {
    const bool is_subject = tree_[left].kind == MathKind::kSymbol;
    const NodeId subject = is_subject ? left : right;
    const NodeId other = is_subject ? right : left;
    if (tree_[subject].kind != MathKind::kSymbol || (!variable_.empty() && variable_ != tree_[subject].name)) {
      return std::nullopt;
    }
    variable_ = tree_[subject].name;
    if (sign == 'e') {
      return is_subject ? pieces_of(other) : std::nullopt;
    }
    const auto end = end_of(other);
    if (!end || sign == '~') {
      return std::nullopt;
    }
    if (sign == '=' || sign == 'n') {
      return sign == '=' ? point(*end) : complement(point(*end));
    }
    const bool is_below = (sign == '<' || sign == 'l') == is_subject;
    const bool has_end = (sign == 'l' || sign == 'g') && end->infinity == 0;
    return is_below ? joined({{.low = {.infinity = -1}, .high = *end, .has_low = false, .has_high = has_end}})
                    : joined({{.low = *end, .high = {.infinity = 1}, .has_low = has_end, .has_high = false}});
  }

  const MathTree& tree_;
  StepMeter& meter_;
  std::string variable_;
};

}  // namespace

std::optional<RealSet> real_set(const MathTree& tree, NodeId id, StepMeter& meter) {
  return SetReader(tree, meter).read(id);
}

std::optional<RealSet> real_set_of_all(const MathTree& tree, const std::vector<NodeId>& statements, StepMeter& meter) {
  std::optional<RealSet> all;
  Pieces any;
  for (const NodeId statement : statements) {
    auto next = real_set(tree, statement, meter);
    if (!next || next->variable.empty() || (all && all->variable != next->variable) || any.size() > kPiecesMax) {
      return std::nullopt;
    }
    any.insert(any.end(), next->pieces.begin(), next->pieces.end());
    if (all) {
      all->pieces = intersected(all->pieces, next->pieces);
    } else {
      all = std::move(next);
    }
  }
  if (all && all->pieces.empty()) {
    all->pieces = joined(std::move(any));
  }
  return all;
}

MathVerdict compare_real_sets(const RealSet& left, const RealSet& right, ValueComparison& values) {
  const MathVerdict different{Equivalence::kUnequal, "sets of real numbers"};
  const bool is_other_variable = !left.variable.empty() && !right.variable.empty() && left.variable != right.variable;
  if (is_other_variable || left.pieces.size() != right.pieces.size()) {
    return different;
  }
  const auto is_same_end = [&values](const SetEnd& a, const SetEnd& b) {
    if (a.infinity != 0 || b.infinity != 0) {
      return a.infinity == b.infinity ? Equivalence::kEqual : Equivalence::kUnequal;
    }
    return values.compare(a.node, b.node).verdict;
  };
  Equivalence total = Equivalence::kEqual;
  for (std::size_t i = 0; i < left.pieces.size(); ++i) {
    const SetPiece& a = left.pieces[i];
    const SetPiece& b = right.pieces[i];
    if (a.has_low != b.has_low || a.has_high != b.has_high) {
      return different;
    }
    for (const Equivalence end : {is_same_end(a.low, b.low), is_same_end(a.high, b.high)}) {
      if (end == Equivalence::kUnequal) {
        return different;
      }
      total = end == Equivalence::kUndecided ? end : total;
    }
  }
  return {total, "sets of real numbers"};
}

}  // namespace assay
