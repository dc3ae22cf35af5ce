// Statements of templates at work, and the shelf of what one rendering makes.
#include "tasks/template/renderer.h"

#include <algorithm>
#include <utility>

#include "tasks/template/loop.h"
#include "tasks/template/operations.h"

namespace assay::templates {
namespace {

constexpr std::size_t kStepsMax = 1'000'000;
constexpr std::size_t kTextMax = std::size_t{16} << 20;

}  // namespace

Renderer::Renderer(const Value& context) : context_(context) {}
Renderer::~Renderer() = default;

Result<std::string> Renderer::render(const TemplateBody& body) {
  scopes_.emplace_back();
  run(body);
  if (error_) {
    return *error_;
  }
  return std::move(out_);
}

Cell Renderer::fail(const std::string& why, ErrorKind kind) {
  if (!error_) {
    error_ = Error{kind, "line " + std::to_string(line_) + ": " + why};
  }
  return {};
}

bool Renderer::charge(std::size_t steps) {
  steps_ += std::min(steps, kStepsMax + 1);
  if (steps_ > kStepsMax) {
    fail("more work than a template may do (" + std::to_string(kStepsMax) + " steps)");
  }
  return !failed();
}

bool Renderer::require(const Cell& cell) {
  if (cell.is(CellKind::kUndefined)) {
    fail(*cell.text);
    return false;
  }
  return true;
}

bool Renderer::require_defined(const Cell& cell) {
  if (cell.is(CellKind::kBlank)) {
    fail(*cell.text);
    return false;
  }
  return require(cell);
}

Cell Renderer::text(std::string value) {
  if (value.size() > kTextMax) {
    return fail("a text longer than 16 MiB");
  }
  charge_bytes(value.size());
  return Cell::pointing(CellKind::kText, &shelf_.texts.emplace_back(std::move(value)));
}

Cell Renderer::markup(std::string value) {
  Cell cell = text(std::move(value));
  cell.kind = failed() ? CellKind::kNone : CellKind::kMarkup;
  return cell;
}

Cell Renderer::undefined(std::string why) {
  return Cell::pointing(CellKind::kUndefined, &shelf_.texts.emplace_back(std::move(why)));
}

Cell Renderer::blank(std::string why) {
  return Cell::pointing(CellKind::kBlank, &shelf_.texts.emplace_back(std::move(why)));
}

Cell Renderer::list(std::vector<Cell> items) {
  Cell cell;
  cell.kind = CellKind::kList;
  cell.list = &shelf_.lists.emplace_back();
  cell.list->items = std::move(items);
  return cell;
}

Cell Renderer::tuple(std::vector<Cell> items) {
  Cell cell = list(std::move(items));
  cell.kind = CellKind::kTuple;
  return cell;
}

Cell Renderer::dict(std::vector<std::pair<Cell, Cell>> fields) {
  Cell cell;
  cell.kind = CellKind::kDict;
  cell.dict = &shelf_.dicts.emplace_back(DictBox{std::move(fields)});
  return cell;
}

Cell Renderer::iterator(std::vector<Cell> items) {
  Cell cell;
  cell.kind = CellKind::kIterator;
  cell.iterator = &shelf_.iterators.emplace_back(IteratorBox{.items = std::move(items)});
  return cell;
}

Cell Renderer::view(DictBox* dict, ViewBox::Part part) {
  Cell cell;
  cell.kind = CellKind::kView;
  cell.view = &shelf_.views.emplace_back(ViewBox{.dict = dict, .part = part});
  return cell;
}

Cell Renderer::range(std::int64_t begin, std::int64_t end, std::int64_t step) {
  const __int128 span = step > 0 ? static_cast<__int128>(end) - begin : static_cast<__int128>(begin) - end;
  const __int128 width = step > 0 ? static_cast<__int128>(step) : -static_cast<__int128>(step);
  const __int128 count = span <= 0 ? 0 : (span - 1) / width + 1;
  if (count > INT64_MAX) {
    return refuse("a range of more than 2**63 numbers is not supported");
  }
  Cell cell;
  cell.kind = CellKind::kRange;
  cell.range = &shelf_.ranges.emplace_back(
      RangeBox{.begin = begin, .step = step, .count = static_cast<std::int64_t>(count), .end = end});
  return cell;
}

Cell Renderer::global(GlobalBox box) {
  Cell cell;
  cell.kind = CellKind::kGlobal;
  cell.global = &shelf_.globals.emplace_back(std::move(box));
  return cell;
}

Cell Renderer::method(const Cell& object, std::string_view name) {
  Cell cell;
  cell.kind = CellKind::kMethod;
  const BuiltinEntry* entry = find_method(object.kind, name);
  cell.method = &shelf_.methods.emplace_back(MethodBox{.object = object, .name = entry->name});
  return cell;
}

Cell Renderer::from_value(const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::kNone:
      return {};
    case Kind::kBool:
      return Cell::of_bool(value.as_bool());
    case Kind::kInteger:
      return Cell::of(value.as_integer());
    case Kind::kBigInteger:
      return Cell::pointing(CellKind::kBigInteger, &value.as_text());
    case Kind::kReal:
      return Cell::of(value.as_real());
    case Kind::kText:
      return Cell::pointing(CellKind::kText, &value.as_text());
    case Kind::kList:
    case Kind::kTuple:
      break;
    case Kind::kDict: {
      const Cell made = dict({});
      charge(value.fields().size());
      for (const ValueField& field : value.fields()) {
        made.dict->fields.emplace_back(from_value(field.key), from_value(field.value));
      }
      return made;
    }
  }
  charge(value.items().size());
  std::vector<Cell> items;
  items.reserve(value.items().size());
  for (const Value& item : value.items()) {
    items.push_back(from_value(item));
  }
  return value.kind() == Kind::kTuple ? tuple(std::move(items)) : list(std::move(items));
}

void Renderer::run(const TemplateBody& body) {
  for (const StatementNode& statement : body) {
    if (!charge(1)) {
      return;
    }
    line_ = statement.line;
    run_one(statement);
  }
}

void Renderer::run_one(const StatementNode& statement) {
  switch (statement.kind) {
    case StatementNode::Kind::kData:
      charge_bytes(statement.text.size());
      out_ += statement.text;
      break;
    case StatementNode::Kind::kOutput:
      for (const ExpressionNode& expression : statement.expressions) {
        write(evaluate(expression));
      }
      break;
    case StatementNode::Kind::kIf:
      run_if(statement);
      break;
    case StatementNode::Kind::kFor:
      run_for(statement);
      break;
    case StatementNode::Kind::kSet:
      assign(statement.expressions[0], evaluate(statement.expressions[1]));
      break;
    case StatementNode::Kind::kSetBlock:
      assign(statement.expressions[0], filtered(statement.expressions[1], run_apart(statement.bodies[0])));
      break;
    case StatementNode::Kind::kWith:
      run_with(statement);
      break;
    case StatementNode::Kind::kFilter:
      write(filtered(statement.expressions[0], run_apart(statement.bodies[0])));
      break;
  }
  if (out_.size() > kTextMax) {
    fail("an output longer than 16 MiB");
  }
}

void Renderer::write(const Cell& cell) {
  if (!failed()) {
    append_str(*this, cell, out_);
  }
}

void Renderer::run_if(const StatementNode& statement) {
  for (std::size_t i = 0; i < statement.expressions.size(); ++i) {
    if (is_true(*this, evaluate(statement.expressions[i]))) {
      run(statement.bodies[i]);
      return;
    }
    if (failed()) {
      return;
    }
  }
  if (statement.bodies.size() > statement.expressions.size()) {
    run(statement.bodies.back());
  }
}

void Renderer::run_for(const StatementNode& statement) {
  const Cell source = evaluate(statement.expressions[1]);
  if (failed()) {
    return;
  }
  LoopBox& loop = *loops_.emplace_back(std::make_unique<LoopBox>(*this, source, statement));
  Cell variable;
  variable.kind = CellKind::kLoop;
  variable.loop = &loop;
  while (const auto item = failed() ? std::nullopt : loop.step()) {
    scopes_.emplace_back();
    scopes_.back().names.emplace_back("loop", variable);
    assign(statement.expressions[0], *item);
    run(statement.bodies[0]);
    scopes_.pop_back();
  }
  if (loop.index < 0 && !failed()) {
    scopes_.emplace_back();
    run(statement.bodies[1]);
    scopes_.pop_back();
  }
}

bool Renderer::passes(const StatementNode& loop, const Cell& item) {
  scopes_.emplace_back();
  scopes_.back().names.emplace_back("loop",
                                    undefined("'loop' is undefined: the condition of a loop comes before its loop"));
  assign(loop.expressions[0], item);
  const bool is_through = is_true(*this, evaluate(loop.expressions[2]));
  scopes_.pop_back();
  return is_through;
}

void Renderer::run_with(const StatementNode& statement) {
  std::vector<Cell> values;
  for (std::size_t i = 1; i < statement.expressions.size(); i += 2) {
    values.push_back(evaluate(statement.expressions[i]));
  }
  scopes_.emplace_back();
  for (std::size_t i = 0; i < values.size(); ++i) {
    assign(statement.expressions[2 * i], values[i]);
  }
  run(statement.bodies[0]);
  scopes_.pop_back();
}

// A body's output by itself, in a scope of its own.
std::string Renderer::run_apart(const TemplateBody& body) {
  std::string outer = std::exchange(out_, {});
  scopes_.emplace_back();
  run(body);
  scopes_.pop_back();
  return std::exchange(out_, std::move(outer));
}

Cell Renderer::filtered(const ExpressionNode& filter, std::string text) {
  const Cell outer = std::exchange(block_text_, this->text(std::move(text)));
  const Cell result = evaluate(filter);
  block_text_ = outer;
  return result;
}

void Renderer::assign_name(std::string_view name, const Cell& value) {
  auto& names = scopes_.back().names;
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == name; });
  if (found != names.end()) {
    found->second = value;
  } else {
    names.emplace_back(name, value);
  }
}

void Renderer::assign(const ExpressionNode& target, const Cell& value) {
  if (failed()) {
    return;
  }
  if (target.kind == ExpressionNode::Kind::kName) {
    assign_name(target.name, value);
    return;
  }
  if (target.kind == ExpressionNode::Kind::kAttribute) {
    const Cell holder = evaluate(target.children[0]);
    if (!holder.is(CellKind::kNamespace)) {
      fail("only attributes of a namespace() can be set");
      return;
    }
    put_in(*this, *holder.dict, Cell::pointing(CellKind::kText, &target.name), value);
    return;
  }
  const std::vector<Cell> items = all_items(*this, value);
  if (items.size() != target.children.size()) {
    fail(std::to_string(items.size()) + " values for " + std::to_string(target.children.size()) + " names");
    return;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    assign(target.children[i], items[i]);
  }
}

}  // namespace assay::templates
