// Expression trees of answers: numbers, symbols and operations; tuples, sets, relations and quantities around them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tasks/math/rational.h"

namespace assay {

enum class MathKind : std::uint8_t {
  // Values.
  kNumber,     // value
  kSymbol,     // name: "x", "x_1", "AB"
  kConstant,   // name: "pi", "e", "i", "inf"
  kAdd,        // children
  kMultiply,   // children
  kDivide,     // numerator, denominator
  kPower,      // base, exponent
  kRoot,       // radicand, index
  kFunction,   // name: "sin", "log" (value, base), "abs", "f", ...; children are its arguments
  kFactorial,  // child
  kBinomial,   // n, k
  kDegree,     // child times pi/180
  kPercent,    // child over 100
  kPlusMinus,  // child, taken with both signs; name "+-", or "-+" for the opposite sign
  // What stands around values.
  kTuple,       // name: its brackets, "()", "[)", "<>"
  kSet,         // children, in any order
  kJoined,      // answers given together ("2 and 3", "2, 3"), in any order
  kMatrix,      // value: number of columns; children row by row
  kUnion,       // children
  kIntersect,   // two children
  kDifference,  // first without second
  kRelation,    // children, and between them the characters of name: = < > l(<=) g(>=) n(!=) ~ e(in)
  kQuantity,    // child with the unit in name
  kBased,       // child: base; name: the digits
  kRatio,       // children of a : b : c
  kText,        // name: words
};

using NodeId = std::int32_t;

struct MathNode {
  MathKind kind = MathKind::kNumber;
  std::string name;
  Rational value;
  std::vector<NodeId> children;
};

// Nodes of any number of expressions; a node never changes once it is in the tree.
class MathTree {
 public:
  explicit MathTree(std::size_t nodes_max) : nodes_max_(nodes_max) {}

  const MathNode& operator[](NodeId id) const { return nodes_[static_cast<std::size_t>(id)]; }
  // The new node's id. Past the bound the node is kept all the same, and is_full() says so.
  NodeId add(MathNode node) {
    nodes_.push_back(std::move(node));
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  NodeId number(Rational value) {
    return add({.kind = MathKind::kNumber, .name = {}, .value = std::move(value), .children = {}});
  }
  NodeId make(MathKind kind, std::vector<NodeId> children, std::string name = {}) {
    return add({.kind = kind, .name = std::move(name), .value = 0, .children = std::move(children)});
  }
  bool is_full() const { return nodes_.size() > nodes_max_; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<MathNode> nodes_;
  std::size_t nodes_max_;
};

// A value in the sense of arithmetic, not a tuple, set, relation or text.
inline bool is_value(MathKind kind) { return kind <= MathKind::kPlusMinus; }

}  // namespace assay
