// Expressions of templates: Jinja2's grammar, which is Python's with filters, tests and '~'.
#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/template/parser.h"

namespace assay::templates {
namespace {

using Kind = ExpressionNode::Kind;
using Token = TemplateToken::Kind;

constexpr int kDepthMax = 200;

struct OperatorName {
  std::string_view text;
  Operation operation;
};

constexpr std::array<OperatorName, 6> kComparisons{{{"==", Operation::kEqual},
                                                    {"!=", Operation::kUnequal},
                                                    {"<", Operation::kLess},
                                                    {"<=", Operation::kLessEqual},
                                                    {">", Operation::kGreater},
                                                    {">=", Operation::kGreaterEqual}}};
constexpr std::array<OperatorName, 2> kSums{{{"+", Operation::kAdd}, {"-", Operation::kSubtract}}};
constexpr std::array<OperatorName, 4> kProducts{{{"*", Operation::kMultiply},
                                                 {"/", Operation::kDivide},
                                                 {"//", Operation::kFloorDivide},
                                                 {"%", Operation::kModulo}}};
constexpr std::array<OperatorName, 1> kPowers{{{"**", Operation::kPower}}};

template <std::size_t kCount>
std::optional<Operation> take_one(TokenStream& stream, const std::array<OperatorName, kCount>& operators) {
  for (const OperatorName& one : operators) {
    if (stream.take_operator(one.text)) {
      return one.operation;
    }
  }
  return std::nullopt;
}

// Counts how deep the descent is, for as long as it lives.
class Level {
 public:
  explicit Level(int& depth) : depth_(depth) { ++depth_; }
  ~Level() { --depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  int& depth_;
};

std::vector<ExpressionNode> nodes(ExpressionNode first) {
  std::vector<ExpressionNode> all;
  all.push_back(std::move(first));
  return all;
}

std::vector<ExpressionNode> nodes(ExpressionNode first, ExpressionNode second) {
  std::vector<ExpressionNode> all = nodes(std::move(first));
  all.push_back(std::move(second));
  return all;
}

}  // namespace

ExpressionNode ExpressionParser::finished(ExpressionNode node) {
  for (const ExpressionNode& child : node.children) {
    node.depth = std::max(node.depth, child.depth + 1);
  }
  if (node.depth > kDepthMax) {
    stream_.fail("an expression nested deeper than " + std::to_string(kDepthMax), ErrorKind::kUnsupported);
    return {};
  }
  return node;
}

ExpressionNode ExpressionParser::made(Kind kind, std::vector<ExpressionNode> children) {
  ExpressionNode node;
  node.kind = kind;
  node.line = stream_.current().line;
  node.children = std::move(children);
  return finished(std::move(node));
}

ExpressionNode ExpressionParser::parse_expression() {
  const Level level(depth_);
  if (depth_ > kDepthMax / 2) {
    stream_.fail("an expression nested deeper than " + std::to_string(kDepthMax / 2), ErrorKind::kUnsupported);
    return {};
  }
  ExpressionNode node = parse_or();
  while (stream_.take_name("if")) {
    ExpressionNode test = parse_or();
    std::vector<ExpressionNode> parts = nodes(std::move(test), std::move(node));
    if (stream_.take_name("else")) {
      parts.push_back(parse_expression());
    }
    node = made(Kind::kConditional, std::move(parts));
  }
  return node;
}

ExpressionNode ExpressionParser::parse_or() {
  ExpressionNode left = parse_and();
  while (stream_.take_name("or")) {
    left = made(Kind::kOr, nodes(std::move(left), parse_and()));
  }
  return left;
}

ExpressionNode ExpressionParser::parse_and() {
  ExpressionNode left = parse_not();
  while (stream_.take_name("and")) {
    left = made(Kind::kAnd, nodes(std::move(left), parse_not()));
  }
  return left;
}

ExpressionNode ExpressionParser::parse_not() {
  int count = 0;
  while (stream_.take_name("not")) {
    ++count;
  }
  ExpressionNode node = parse_compare();
  for (; count > 0 && !stream_.failed(); --count) {
    node = made(Kind::kNot, nodes(std::move(node)));
  }
  return node;
}

ExpressionNode ExpressionParser::parse_compare() {
  std::vector<ExpressionNode> operands = nodes(parse_sum());
  std::vector<Operation> operations;
  while (!stream_.failed()) {
    std::optional<Operation> operation = take_one(stream_, kComparisons);
    if (!operation && stream_.take_name("in")) {
      operation = Operation::kIn;
    } else if (!operation && stream_.at_name("not") && stream_.ahead().kind == Token::kName &&
               stream_.ahead().text == "in") {
      stream_.next();
      stream_.next();
      operation = Operation::kNotIn;
    }
    if (!operation) {
      break;
    }
    operations.push_back(*operation);
    operands.push_back(parse_sum());
  }
  if (operations.empty()) {
    return std::move(operands[0]);
  }
  ExpressionNode node = made(Kind::kCompare, std::move(operands));
  node.operations = std::move(operations);
  return node;
}

ExpressionNode ExpressionParser::parse_sum() {
  ExpressionNode left = parse_concat();
  while (const auto operation = take_one(stream_, kSums)) {
    left = made(Kind::kArithmetic, nodes(std::move(left), parse_concat()));
    left.operations = {*operation};
  }
  return left;
}

ExpressionNode ExpressionParser::parse_concat() {
  std::vector<ExpressionNode> parts = nodes(parse_product());
  while (stream_.take_operator("~")) {
    parts.push_back(parse_product());
  }
  return parts.size() == 1 ? std::move(parts[0]) : made(Kind::kConcat, std::move(parts));
}

ExpressionNode ExpressionParser::parse_product() {
  ExpressionNode left = parse_power();
  while (const auto operation = take_one(stream_, kProducts)) {
    left = made(Kind::kArithmetic, nodes(std::move(left), parse_power()));
    left.operations = {*operation};
  }
  return left;
}

ExpressionNode ExpressionParser::parse_power() {
  ExpressionNode left = parse_unary(true);
  while (const auto operation = take_one(stream_, kPowers)) {
    left = made(Kind::kArithmetic, nodes(std::move(left), parse_unary(true)));
    left.operations = {*operation};
  }
  return left;
}

ExpressionNode ExpressionParser::parse_unary(bool with_filter) {
  const Level level(depth_);
  if (depth_ > kDepthMax) {
    stream_.fail("an expression nested deeper than " + std::to_string(kDepthMax), ErrorKind::kUnsupported);
    return {};
  }
  ExpressionNode node;
  if (stream_.take_operator("-")) {
    node = made(Kind::kNegate, nodes(parse_unary(false)));
  } else if (stream_.take_operator("+")) {
    node = made(Kind::kPlus, nodes(parse_unary(false)));
  } else {
    node = parse_primary();
  }
  node = parse_postfix(std::move(node));
  return with_filter ? parse_filter_chain(std::move(node)) : node;
}

ExpressionNode ExpressionParser::parse_primary() {
  if (stream_.take_operator("(")) {
    ExpressionNode node = parse_tuple({.needs_items = false});
    stream_.expect_operator(")");
    return node;
  }
  if (stream_.at_operator("[")) {
    return parse_list();
  }
  if (stream_.at_operator("{")) {
    return parse_dict();
  }
  if (stream_.at(Token::kText)) {
    return parse_texts();
  }
  if (!stream_.at(Token::kNumber) && !stream_.at(Token::kName)) {
    stream_.fail("an expression expected, not " + stream_.described());
    return {};
  }
  ExpressionNode node = made(Kind::kConstant, {});
  const TemplateToken token = stream_.next();
  const std::string& word = token.text;
  if (token.kind == Token::kNumber) {
    node.constant = token.value;
  } else if (word == "true" || word == "True" || word == "false" || word == "False") {
    node.constant = Value::of_bool(word[0] == 't' || word[0] == 'T');
  } else if (word != "none" && word != "None") {
    node.kind = Kind::kName;
    node.name = word;
  }
  return node;
}

ExpressionNode ExpressionParser::parse_texts() {
  ExpressionNode node = made(Kind::kConstant, {});
  std::string text;
  while (stream_.at(Token::kText)) {
    text += stream_.next().value.as_text();
  }
  node.constant = Value::of(std::move(text));
  return node;
}

ExpressionNode ExpressionParser::parse_list() {
  std::vector<ExpressionNode> items;
  stream_.expect_operator("[");
  while (!stream_.at_operator("]") && !stream_.failed()) {
    if (!items.empty()) {
      stream_.expect_operator(",");
    }
    if (stream_.at_operator("]")) {
      break;
    }
    items.push_back(parse_expression());
  }
  stream_.expect_operator("]");
  return made(Kind::kList, std::move(items));
}

ExpressionNode ExpressionParser::parse_dict() {
  std::vector<ExpressionNode> items;
  stream_.expect_operator("{");
  while (!stream_.at_operator("}") && !stream_.failed()) {
    if (!items.empty()) {
      stream_.expect_operator(",");
    }
    if (stream_.at_operator("}")) {
      break;
    }
    items.push_back(parse_expression());
    stream_.expect_operator(":");
    items.push_back(parse_expression());
  }
  stream_.expect_operator("}");
  return made(Kind::kDict, std::move(items));
}

bool ExpressionParser::is_tuple_end(const TupleRules& rules) const {
  return stream_.at(Token::kVariableEnd) || stream_.at(Token::kBlockEnd) || stream_.at_operator(")") ||
         (!rules.end_name.empty() && stream_.at_name(rules.end_name));
}

ExpressionNode ExpressionParser::parse_tuple(const TupleRules& rules) {
  std::vector<ExpressionNode> items;
  bool is_tuple = false;
  while (!is_tuple_end(rules) && !stream_.failed()) {
    items.push_back(rules.names_only ? parse_primary() : rules.with_conditional ? parse_expression() : parse_or());
    if (!stream_.take_operator(",")) {
      break;
    }
    is_tuple = true;
  }
  if (items.size() == 1 && !is_tuple) {
    return std::move(items[0]);
  }
  if (items.empty() && rules.needs_items) {
    stream_.fail("an expression expected, not " + stream_.described());
    return {};
  }
  return made(Kind::kTuple, std::move(items));
}

ExpressionNode ExpressionParser::parse_target(bool with_namespace, std::string_view end_name) {
  if (with_namespace && stream_.at(Token::kName) && stream_.ahead().kind == Token::kOperator &&
      stream_.ahead().text == ".") {
    ExpressionNode name = parse_primary();
    stream_.expect_operator(".");
    ExpressionNode node = made(Kind::kAttribute, nodes(std::move(name)));
    node.name = stream_.expect_name();
    return node;
  }
  ExpressionNode target = parse_tuple({.end_name = end_name, .names_only = true});
  std::vector<const ExpressionNode*> open{&target};
  while (!open.empty() && !stream_.failed()) {
    const ExpressionNode& node = *open.back();
    open.pop_back();
    if (node.kind == Kind::kTuple) {
      for (const ExpressionNode& child : node.children) {
        open.push_back(&child);
      }
    } else if (node.kind != Kind::kName) {
      stream_.fail("only a name can be assigned to");
    }
  }
  return target;
}

}  // namespace assay::templates
