// Expressions of templates at work.
#include <algorithm>
#include <string>

#include "tasks/template/globals.h"
#include "tasks/template/loop.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

// The arguments behind '**'.
void add_named(Renderer& renderer, const Cell& value, CallValues& values) {
  if (!renderer.require(value) || !value.is(CellKind::kDict)) {
    renderer.fail("'**' needs a dict");
    return;
  }
  for (const auto& [key, field] : value.dict->fields) {
    if (!key.is_text()) {
      renderer.fail("'**' needs a dict with texts as keys");
      return;
    }
    values.named.emplace_back(*key.text, field);
  }
}

}  // namespace

Cell Renderer::look_up(const std::string& name) {
  const auto is_it = [&](const auto& one) { return one.first == name; };
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
    const auto found = std::find_if(scope->names.begin(), scope->names.end(), is_it);
    if (found != scope->names.end()) {
      return found->second;
    }
  }
  const auto known = std::find_if(fields_.names.begin(), fields_.names.end(), is_it);
  if (known != fields_.names.end()) {
    return known->second;
  }
  if (const Value* field = context_.find(name)) {
    const Cell cell = from_value(*field);
    fields_.names.emplace_back(name, cell);
    return cell;
  }
  const Cell global = global_named(*this, name);
  return global.is_given() ? global : undefined("'" + name + "' is undefined");
}

Cell Renderer::evaluate(const ExpressionNode& node) {
  if (!charge(1)) {
    return {};
  }
  line_ = node.line;
  using Kind = ExpressionNode::Kind;
  switch (node.kind) {
    case Kind::kConstant:
      return from_value(node.constant);
    case Kind::kName:
      return look_up(node.name);
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kDict:
      return evaluate_items(node);
    case Kind::kConditional:
    case Kind::kOr:
    case Kind::kAnd:
    case Kind::kNot:
      return evaluate_logic(node);
    case Kind::kCompare:
      return evaluate_compare(node);
    case Kind::kConcat:
      return evaluate_concat(node);
    case Kind::kArithmetic: {
      const Cell left = evaluate(node.children[0]);
      const Cell right = evaluate(node.children[1]);
      return failed() ? Cell() : calculate(*this, node.operations[0], left, right);
    }
    case Kind::kNegate:
    case Kind::kPlus: {
      const Cell value = evaluate(node.children[0]);
      return negated(*this, value, node.kind == Kind::kNegate);
    }
    case Kind::kAttribute: {
      const Cell object = evaluate(node.children[0]);
      return failed() ? Cell() : attribute_of(*this, object, node.name);
    }
    case Kind::kItem: {
      const Cell object = evaluate(node.children[0]);
      const Cell key = evaluate(node.children[1]);
      return failed() ? Cell() : item_of(*this, object, key);
    }
    case Kind::kSlice:
      return evaluate_slice(node);
    case Kind::kCall:
      return evaluate_call(node);
    case Kind::kFilter:
    case Kind::kTest:
      return evaluate_builtin(node);
    case Kind::kBlockText:
      return block_text_;
  }
  return {};
}

Cell Renderer::evaluate_logic(const ExpressionNode& node) {
  using Kind = ExpressionNode::Kind;
  const Cell first = evaluate(node.children[0]);
  const bool is_yes = is_true(*this, first);
  if (failed()) {
    return {};
  }
  switch (node.kind) {
    case Kind::kNot:
      return Cell::of_bool(!is_yes);
    case Kind::kOr:
      return is_yes ? first : evaluate(node.children[1]);
    case Kind::kAnd:
      return is_yes ? evaluate(node.children[1]) : first;
    default:
      break;
  }
  if (is_yes || node.children.size() > 2) {
    return evaluate(node.children[is_yes ? 1 : 2]);
  }
  return blank("an 'if' without 'else' in an expression was false, so there is no value");
}

Cell Renderer::evaluate_compare(const ExpressionNode& node) {
  Cell left = evaluate(node.children[0]);
  for (std::size_t i = 0; i < node.operations.size() && !failed(); ++i) {
    const Cell right = evaluate(node.children[i + 1]);
    if (failed() || !compare(*this, node.operations[i], left, right)) {
      return Cell::of_bool(false);
    }
    left = right;
  }
  return Cell::of_bool(true);
}

Cell Renderer::evaluate_concat(const ExpressionNode& node) {
  std::vector<Cell> parts;
  for (const ExpressionNode& child : node.children) {
    parts.push_back(evaluate(child));
  }
  std::string joined;
  for (const Cell& part : parts) {
    append_str(*this, part, joined);
  }
  return failed() ? Cell() : text(std::move(joined));
}

Cell Renderer::evaluate_items(const ExpressionNode& node) {
  std::vector<Cell> items;
  items.reserve(node.children.size());
  for (const ExpressionNode& child : node.children) {
    items.push_back(evaluate(child));
  }
  if (node.kind != ExpressionNode::Kind::kDict) {
    return node.kind == ExpressionNode::Kind::kTuple ? tuple(std::move(items)) : list(std::move(items));
  }
  const Cell made = dict({});
  for (std::size_t i = 0; i + 1 < items.size() && !failed(); i += 2) {
    put_in(*this, *made.dict, items[i], items[i + 1]);
  }
  return made;
}

Cell Renderer::evaluate_slice(const ExpressionNode& node) {
  const Cell object = evaluate(node.children[0]);
  const Cell begin = evaluate(node.children[1]);
  const Cell end = evaluate(node.children[2]);
  const Cell step = evaluate(node.children[3]);
  return failed() ? Cell() : slice_of(*this, object, begin, end, step);
}

void Renderer::evaluate_arguments(const ExpressionNode& node, CallValues& values) {
  for (std::size_t i = 0; i < node.argument_names.size() && !failed(); ++i) {
    const std::string& name = node.argument_names[i];
    const Cell value = evaluate(node.children[i + 1]);
    if (name == "*") {
      const std::vector<Cell> items = all_items(*this, value);
      values.values.insert(values.values.end(), items.begin(), items.end());
    } else if (name == "**") {
      add_named(*this, value, values);
    } else if (name.empty()) {
      values.values.push_back(value);
    } else {
      values.named.emplace_back(name, value);
    }
  }
}

Cell Renderer::evaluate_call(const ExpressionNode& node) {
  const ExpressionNode& callee = node.children[0];
  CallValues values;
  if (callee.kind == ExpressionNode::Kind::kAttribute) {
    const Cell object = evaluate(callee.children[0]);
    const BuiltinEntry* entry = failed() ? nullptr : find_method(object.kind, callee.name);
    if (entry != nullptr) {
      evaluate_arguments(node, values);
      return failed() ? Cell() : call_builtin(*this, *entry, object, values);
    }
    const Cell function = failed() ? Cell() : attribute_of(*this, object, callee.name);
    evaluate_arguments(node, values);
    return failed() ? Cell() : call(function, values);
  }
  const Cell function = evaluate(callee);
  if (!failed() && require(function)) {
    evaluate_arguments(node, values);
  }
  return failed() ? Cell() : call(function, values);
}

Cell Renderer::call(const Cell& callee, CallValues& values) {
  if (!require_defined(callee)) {
    return {};
  }
  if (callee.is(CellKind::kMethod)) {
    const Cell object = callee.method->object;
    return call_builtin(*this, *find_method(object.kind, callee.method->name), object, values);
  }
  if (callee.is(CellKind::kGlobal)) {
    return call_global(*this, *callee.global, values);
  }
  return fail("a " + std::string(type_name(callee)) + " cannot be called");
}

Cell Renderer::evaluate_builtin(const ExpressionNode& node) {
  const Cell value = evaluate(node.children[0]);
  CallValues values;
  if (!failed()) {
    evaluate_arguments(node, values);
  }
  return failed() ? Cell() : call_builtin(*this, *node.builtin, value, values);
}

}  // namespace assay::templates
