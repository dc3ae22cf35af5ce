// str() and repr() of what templates compute with, and whether Python calls it true.
#include <algorithm>
#include <string>

#include "harness/base/python_number.h"
#include "tasks/template/loop.h"
#include "tasks/template/operations.h"
#include "tasks/template/python_text.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr int kDepthMax = 150;

void append_items(Renderer& renderer, const std::vector<Cell>& items, std::string& out, int depth) {
  for (std::size_t i = 0; i < items.size() && !renderer.failed(); ++i) {
    out += i == 0 ? "" : ", ";
    append_repr(renderer, items[i], out, depth + 1);
  }
}

void append_fields(Renderer& renderer, const DictBox& dict, std::string& out, int depth) {
  out += '{';
  for (std::size_t i = 0; i < dict.fields.size() && !renderer.failed(); ++i) {
    out += i == 0 ? "" : ", ";
    append_repr(renderer, dict.fields[i].first, out, depth + 1);
    out += ": ";
    append_repr(renderer, dict.fields[i].second, out, depth + 1);
  }
  out += '}';
}

void append_view(Renderer& renderer, const Cell& cell, std::string& out, int depth) {
  const ViewBox::Part part = cell.view->part;
  out += part == ViewBox::Part::kKeys     ? "dict_keys(["
         : part == ViewBox::Part::kValues ? "dict_values(["
                                          : "dict_items([";
  append_items(renderer, all_items(renderer, cell), out, depth);
  out += "])";
}

void append_range(const RangeBox& range, std::string& out) {
  out += "range(" + std::to_string(range.begin) + ", " + std::to_string(range.end);
  out += range.step == 1 ? ")" : ", " + std::to_string(range.step) + ")";
}

void append_number(const Cell& cell, std::string& out) {
  switch (cell.kind) {
    case CellKind::kBool:
      out += cell.flag ? "True" : "False";
      return;
    case CellKind::kInteger:
      out += std::to_string(cell.integer);
      return;
    case CellKind::kBigInteger:
      out += *cell.text;
      return;
    default:
      out += python_float_text(cell.real);
  }
}

}  // namespace

std::string_view type_name(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::kAbsent:
    case CellKind::kNone:
      return "NoneType";
    case CellKind::kUndefined:
    case CellKind::kBlank:
      return "Undefined";
    case CellKind::kBool:
      return "bool";
    case CellKind::kInteger:
    case CellKind::kBigInteger:
      return "int";
    case CellKind::kReal:
      return "float";
    case CellKind::kText:
      return "str";
    case CellKind::kMarkup:
      return "Markup";
    case CellKind::kList:
      return "list";
    case CellKind::kTuple:
      return "tuple";
    case CellKind::kDict:
      return "dict";
    case CellKind::kRange:
      return "range";
    case CellKind::kView:
      return "dict view";
    case CellKind::kIterator:
      return "generator";
    case CellKind::kNamespace:
      return "Namespace";
    case CellKind::kLoop:
      return "LoopContext";
    case CellKind::kMethod:
      return "method";
    case CellKind::kGlobal:
      return "function";
  }
  return "";
}

void append_repr(Renderer& renderer, const Cell& cell, std::string& out, int depth) {
  if (!renderer.charge(1) || !renderer.require(cell)) {
    return;
  }
  if (depth > kDepthMax) {
    renderer.fail("a value nested deeper than " + std::to_string(kDepthMax) + " cannot be printed");
    return;
  }
  switch (cell.kind) {
    case CellKind::kAbsent:
    case CellKind::kUndefined:
    case CellKind::kNone:
      out += "None";
      return;
    case CellKind::kBlank:
      out += "Undefined";
      return;
    case CellKind::kBool:
    case CellKind::kInteger:
    case CellKind::kBigInteger:
    case CellKind::kReal:
      append_number(cell, out);
      return;
    case CellKind::kMarkup:
      out += "Markup(";
      append_repr(*cell.text, out);
      out += ')';
      return;
    case CellKind::kText:
      renderer.charge_bytes(cell.text->size());
      append_repr(*cell.text, out);
      return;
    case CellKind::kList:
      out += '[';
      append_items(renderer, cell.list->items, out, depth);
      out += ']';
      return;
    case CellKind::kTuple:
      out += '(';
      append_items(renderer, cell.list->items, out, depth);
      out += cell.list->items.size() == 1 ? ",)" : ")";
      return;
    case CellKind::kDict:
      append_fields(renderer, *cell.dict, out, depth);
      return;
    case CellKind::kNamespace:
      out += "<Namespace ";
      append_fields(renderer, *cell.dict, out, depth);
      out += '>';
      return;
    case CellKind::kRange:
      append_range(*cell.range, out);
      return;
    case CellKind::kView:
      append_view(renderer, cell, out, depth);
      return;
    case CellKind::kLoop:
      out += "<LoopContext " + std::to_string(cell.loop->index + 1) + "/" + std::to_string(cell.loop->count()) + ">";
      return;
    case CellKind::kIterator:
    case CellKind::kMethod:
    case CellKind::kGlobal:
      renderer.refuse("a " + std::string(type_name(cell)) +
                      " cannot be printed: Python prints its address; call it, or make it a list");
  }
}

void append_str(Renderer& renderer, const Cell& cell, std::string& out) {
  if (cell.is_text()) {
    renderer.charge_bytes(cell.text->size());
    out += *cell.text;
  } else if (!cell.is(CellKind::kBlank)) {
    append_repr(renderer, cell, out);
  }
}

std::string str_of(Renderer& renderer, const Cell& cell) {
  std::string text;
  append_str(renderer, cell, text);
  return text;
}

bool is_true(Renderer& renderer, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::kUndefined:
      return renderer.require(cell);
    case CellKind::kAbsent:
    case CellKind::kBlank:
    case CellKind::kNone:
      return false;
    case CellKind::kBool:
      return cell.flag;
    case CellKind::kInteger:
      return cell.integer != 0;
    case CellKind::kReal:
      return cell.real != 0;
    case CellKind::kText:
    case CellKind::kMarkup:
      return !cell.text->empty();
    case CellKind::kList:
    case CellKind::kTuple:
      return !cell.list->items.empty();
    case CellKind::kDict:
      return !cell.dict->fields.empty();
    case CellKind::kRange:
      return cell.range->count > 0;
    case CellKind::kView:
      return !cell.view->dict->fields.empty();
    case CellKind::kLoop:
      return cell.loop->count() > 0;
    case CellKind::kBigInteger:
    case CellKind::kIterator:
    case CellKind::kNamespace:
    case CellKind::kMethod:
    case CellKind::kGlobal:
      return true;
  }
  return true;
}

}  // namespace assay::templates
