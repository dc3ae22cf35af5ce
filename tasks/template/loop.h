// A loop's state as templates see it (loop.index, loop.last, ...): reads ahead only when asked to.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "tasks/template/ast.h"
#include "tasks/template/builtins.h"
#include "tasks/template/cell.h"
#include "tasks/template/operations.h"

namespace assay::templates {

struct LoopBox {
  LoopBox(Renderer& owner, const Cell& walked, const StatementNode& loop)
      : renderer(owner), source(walked), cursor(owner, walked), statement(loop) {}

  std::optional<Cell> step();  // the next item becomes the current one
  std::optional<Cell> peek();  // the one behind it
  std::int64_t count();        // of all items

  Renderer& renderer;
  Cell source;
  Cursor cursor;
  const StatementNode& statement;
  std::int64_t index = -1;
  std::optional<std::int64_t> length;
  Cell before = Cell::absent();
  Cell current = Cell::absent();
  std::deque<Cell> ahead;
  std::optional<std::vector<Cell>> changed_from;

 private:
  std::optional<Cell> pull();
};

// loop.NAME; kAbsent if there is no such thing.
Cell loop_attribute(LoopBox& loop, std::string_view name);
std::span<const BuiltinEntry> loop_methods();

}  // namespace assay::templates
