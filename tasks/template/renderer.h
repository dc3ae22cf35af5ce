// Renders a parsed template for one document: the state of one rendering, and what filters and methods may ask of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"
#include "tasks/template/ast.h"
#include "tasks/template/builtins.h"
#include "tasks/template/cell.h"

namespace assay::templates {

// The first error stays; what is computed after it is not used. So functions go on with None behind a failure and only
// loops ask failed(). One thread.
class Renderer {
 public:
  explicit Renderer(const Value& context);  // a dict that outlives the rendering
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  Result<std::string> render(const TemplateBody& body);

  bool failed() const { return error_.has_value(); }
  Cell fail(const std::string& why, ErrorKind kind = ErrorKind::kInvalidConfig);
  Cell refuse(const std::string& why) { return fail(why, ErrorKind::kUnsupported); }
  // Counts work. False once the budget is spent, which fails the rendering.
  bool charge(std::size_t steps);
  bool charge_bytes(std::size_t bytes) { return charge(1 + bytes / 64); }
  // False, and failed, if the cell is undefined; a blank one passes.
  bool require(const Cell& cell);
  bool require_defined(const Cell& cell);  // a blank one does not pass either

  // New things on the shelf.
  Cell text(std::string value);
  Cell markup(std::string value);
  Cell undefined(std::string why);
  Cell blank(std::string why);
  Cell list(std::vector<Cell> items);
  Cell tuple(std::vector<Cell> items);
  Cell dict(std::vector<std::pair<Cell, Cell>> fields);
  Cell iterator(std::vector<Cell> items);
  Cell view(DictBox* dict, ViewBox::Part part);
  Cell range(std::int64_t begin, std::int64_t end, std::int64_t step);
  Cell global(GlobalBox box);
  Cell method(const Cell& object, std::string_view name);
  Cell from_value(const Value& value);

  Cell call(const Cell& callee, CallValues& values);
  Cell evaluate(const ExpressionNode& node);
  // Whether a loop's condition lets this item through.
  bool passes(const StatementNode& loop, const Cell& item);

 private:
  struct Scope {
    std::vector<std::pair<std::string_view, Cell>> names;
  };
  void run(const TemplateBody& body);
  void run_one(const StatementNode& statement);
  void run_if(const StatementNode& statement);
  void run_for(const StatementNode& statement);
  void run_with(const StatementNode& statement);
  std::string run_apart(const TemplateBody& body);
  Cell filtered(const ExpressionNode& filter, std::string text);
  void write(const Cell& cell);
  void assign(const ExpressionNode& target, const Cell& value);
  void assign_name(std::string_view name, const Cell& value);
  Cell look_up(const std::string& name);

  Cell evaluate_logic(const ExpressionNode& node);
  Cell evaluate_compare(const ExpressionNode& node);
  Cell evaluate_concat(const ExpressionNode& node);
  Cell evaluate_items(const ExpressionNode& node);
  Cell evaluate_slice(const ExpressionNode& node);
  Cell evaluate_call(const ExpressionNode& node);
  Cell evaluate_builtin(const ExpressionNode& node);
  void evaluate_arguments(const ExpressionNode& node, CallValues& values);

  const Value& context_;
  Shelf shelf_;
  std::vector<std::unique_ptr<LoopBox>> loops_;
  Scope fields_;  // the document's, as far as they were asked for
  std::vector<Scope> scopes_;
  std::string out_;
  Cell block_text_;
  std::optional<Error> error_;
  std::size_t steps_ = 0;
  int line_ = 1;
};

}  // namespace assay::templates
