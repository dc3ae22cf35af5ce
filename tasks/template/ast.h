// The parsed form of a template: expressions and statements. Plain data, immutable once parsed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/value.h"

namespace assay::templates {

struct BuiltinEntry;

enum class Operation : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kFloorDivide,
  kModulo,
  kPower,
  kEqual,
  kUnequal,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNotIn,
};

struct ExpressionNode {
  enum class Kind : std::uint8_t {
    kConstant,
    kName,
    kList,
    kTuple,
    kDict,         // key, value, key, value, ...
    kConditional,  // test, then, else; without else two children
    kOr,
    kAnd,
    kNot,
    kCompare,     // first operand, then one more per operation
    kConcat,      // all children, as text
    kArithmetic,  // left, right
    kNegate,
    kPlus,
    kAttribute,  // object; name
    kItem,       // object, key
    kSlice,      // object, begin, end, step (None if absent)
    kCall,       // callee, arguments
    kFilter,     // value, arguments; name
    kTest,       // value, arguments; name
    kBlockText,  // what a filter block or a block assignment filters
  };
  Kind kind = Kind::kConstant;
  int line = 1;
  int depth = 1;  // of this node's tree
  std::string name;
  Value constant;
  std::vector<ExpressionNode> children;
  std::vector<Operation> operations;
  std::vector<std::string> argument_names;  // calls, filters, tests: one per argument; "" if it has none, "*", "**"
  const BuiltinEntry* builtin = nullptr;    // filters and tests
};

struct StatementNode {
  enum class Kind : std::uint8_t {
    kData,      // text
    kOutput,    // expressions
    kIf,        // a test per body; one body more for the else
    kFor,       // target, what to walk over, optional condition; bodies: loop, else
    kSet,       // target, value
    kSetBlock,  // target, filter; one body
    kWith,      // target, value, target, value, ...; one body
    kFilter,    // filter; one body
  };
  Kind kind = Kind::kData;
  int line = 1;
  std::string text;
  std::vector<ExpressionNode> expressions;
  std::vector<std::vector<StatementNode>> bodies;
};

using TemplateBody = std::vector<StatementNode>;

}  // namespace assay::templates
