// What stands behind a value in an expression: .name, [index], (arguments), |filter, is test.
#include <algorithm>
#include <iterator>
#include <utility>

#include "tasks/template/builtins.h"
#include "tasks/template/parser.h"

namespace assay::templates {
namespace {

using Kind = ExpressionNode::Kind;
using Token = TemplateToken::Kind;

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

ExpressionNode ExpressionParser::parse_postfix(ExpressionNode node) {
  while (!stream_.failed()) {
    if (stream_.at_operator(".")) {
      node = parse_dot(std::move(node));
    } else if (stream_.at_operator("[")) {
      node = parse_brackets(std::move(node));
    } else if (stream_.at_operator("(")) {
      node = parse_call(std::move(node));
    } else {
      break;
    }
  }
  return node;
}

ExpressionNode ExpressionParser::parse_filter_chain(ExpressionNode node) {
  while (!stream_.failed()) {
    if (stream_.at_operator("|")) {
      stream_.next();
      node = parse_filter(std::move(node));
    } else if (stream_.at_name("is")) {
      node = parse_test(std::move(node));
    } else if (stream_.at_operator("(")) {
      node = parse_call(std::move(node));
    } else {
      break;
    }
  }
  return node;
}

ExpressionNode ExpressionParser::parse_filters(ExpressionNode value, bool is_begun) {
  if (is_begun) {
    value = parse_filter(std::move(value));
  }
  while (stream_.take_operator("|")) {
    value = parse_filter(std::move(value));
  }
  return value;
}

ExpressionNode ExpressionParser::parse_dot(ExpressionNode node) {
  stream_.expect_operator(".");
  if (stream_.at(Token::kNumber) && stream_.current().value.kind() == Value::Kind::kInteger) {
    ExpressionNode index = made(Kind::kConstant, {});
    index.constant = stream_.next().value;
    return made(Kind::kItem, nodes(std::move(node), std::move(index)));
  }
  ExpressionNode attribute = made(Kind::kAttribute, nodes(std::move(node)));
  attribute.name = stream_.expect_name();
  return attribute;
}

ExpressionNode ExpressionParser::parse_brackets(ExpressionNode node) {
  stream_.expect_operator("[");
  std::vector<ExpressionNode> parts;
  int colons = 0;
  bool has_comma = false;
  bool is_filled = false;
  std::vector<ExpressionNode> slice(3);
  while (!stream_.at_operator("]") && !stream_.failed()) {
    if (stream_.take_operator(":")) {
      ++colons;
      is_filled = false;
    } else if (stream_.take_operator(",")) {
      has_comma = true;
      is_filled = false;
    } else if (is_filled || colons > 2) {
      stream_.expect_operator("]");
    } else {
      parts.push_back(parse_expression());
      is_filled = true;
      if (colons < 3) {
        slice[static_cast<std::size_t>(colons)] = parts.back();
      }
    }
  }
  stream_.expect_operator("]");
  if (colons > 2) {
    stream_.fail("a slice has at most two colons");
    return {};
  }
  if (colons > 0 && has_comma) {
    stream_.fail("a slice among several indexes is not supported", ErrorKind::kUnsupported);
    return {};
  }
  if (colons > 0) {
    std::vector<ExpressionNode> all = nodes(std::move(node));
    std::move(slice.begin(), slice.end(), std::back_inserter(all));
    return made(Kind::kSlice, std::move(all));
  }
  ExpressionNode key = parts.size() != 1 ? made(Kind::kTuple, std::move(parts)) : std::move(parts[0]);
  return made(Kind::kItem, nodes(std::move(node), std::move(key)));
}

ExpressionNode ExpressionParser::parse_call(ExpressionNode node) {
  ExpressionNode call = made(Kind::kCall, nodes(std::move(node)));
  parse_arguments(call);
  return finished(std::move(call));
}

void ExpressionParser::parse_arguments(ExpressionNode& node) {
  stream_.expect_operator("(");
  bool is_first = true;
  bool has_named = false;
  while (!stream_.at_operator(")") && !stream_.failed()) {
    if (!is_first) {
      stream_.expect_operator(",");
      if (stream_.at_operator(")")) {
        break;
      }
    }
    is_first = false;
    std::string name;
    if (stream_.take_operator("**")) {
      name = "**";
    } else if (stream_.take_operator("*")) {
      name = "*";
    } else if (stream_.at(Token::kName) && stream_.ahead().kind == Token::kOperator && stream_.ahead().text == "=") {
      name = stream_.next().text;
      stream_.next();
    }
    if (name.empty() && has_named) {
      stream_.fail("an argument without a name behind one with a name");
      return;
    }
    has_named = has_named || !name.empty();
    node.argument_names.push_back(std::move(name));
    node.children.push_back(parse_expression());
  }
  stream_.expect_operator(")");
}

std::string ExpressionParser::parse_dotted_name() {
  std::string name = stream_.expect_name();
  while (stream_.take_operator(".")) {
    name += "." + stream_.expect_name();
  }
  return name;
}

ExpressionNode ExpressionParser::parse_filter(ExpressionNode value) {
  ExpressionNode node = made(Kind::kFilter, nodes(std::move(value)));
  node.name = parse_dotted_name();
  if (stream_.at_operator("(")) {
    parse_arguments(node);
  }
  node.builtin = find_filter(node.name);
  if (node.builtin == nullptr && !stream_.failed()) {
    stream_.fail_at(node.line, unknown_filter(node.name), ErrorKind::kUnsupported);
  }
  return finished(std::move(node));
}

ExpressionNode ExpressionParser::parse_test(ExpressionNode value) {
  stream_.next();
  const bool is_negated = stream_.take_name("not");
  ExpressionNode node = made(Kind::kTest, nodes(std::move(value)));
  node.name = parse_dotted_name();
  const bool has_argument = stream_.at(Token::kName) || stream_.at(Token::kText) || stream_.at(Token::kNumber) ||
                            stream_.at_operator("[") || stream_.at_operator("{");
  if (stream_.at_operator("(")) {
    parse_arguments(node);
  } else if (has_argument && !stream_.at_any_name({"else", "or", "and"})) {
    if (stream_.at_name("is")) {
      stream_.fail("tests with 'is' cannot be chained");
      return {};
    }
    node.argument_names.emplace_back();
    node.children.push_back(parse_postfix(parse_primary()));
  }
  node.builtin = find_test(node.name);
  if (node.builtin == nullptr && !stream_.failed()) {
    stream_.fail_at(node.line, unknown_test(node.name), ErrorKind::kUnsupported);
  }
  node = finished(std::move(node));
  return is_negated ? made(Kind::kNot, nodes(std::move(node))) : node;
}

}  // namespace assay::templates
