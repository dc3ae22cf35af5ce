// What templates compute with: a small value that points to what it holds, and the shelf that owns all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::templates {

enum class CellKind : std::uint8_t {
  kAbsent,     // an argument that was not given
  kUndefined,  // text: why
  kBlank,      // an undefined value that prints as nothing: of an 'if' without 'else' in an expression
  kNone,
  kBool,
  kInteger,
  kBigInteger,  // text: its digits
  kReal,
  kText,
  kMarkup,  // a text that counts as escaped
  kList,
  kTuple,
  kDict,
  kRange,
  kView,      // a dict's keys, values or items
  kIterator,  // what generators leave: a list that is walked over once
  kNamespace,
  kLoop,
  kMethod,  // a method and its object
  kGlobal,  // range, dict, ...
};

struct ListBox;
struct DictBox;
struct RangeBox;
struct ViewBox;
struct IteratorBox;
struct LoopBox;
struct MethodBox;
struct GlobalBox;

struct Cell {
  CellKind kind = CellKind::kNone;
  union {
    bool flag;
    std::int64_t integer;
    double real;
    const std::string* text;
    ListBox* list;
    DictBox* dict;  // kDict, kNamespace
    RangeBox* range;
    ViewBox* view;
    IteratorBox* iterator;
    LoopBox* loop;
    MethodBox* method;
    GlobalBox* global;
    const void* address = nullptr;
  };

  static Cell none() { return {}; }
  static Cell absent() {
    Cell cell;
    cell.kind = CellKind::kAbsent;
    return cell;
  }
  static Cell of_bool(bool value) {
    Cell cell;
    cell.kind = CellKind::kBool;
    cell.integer = 0;
    cell.flag = value;
    return cell;
  }
  static Cell of(std::int64_t value) {
    Cell cell;
    cell.kind = CellKind::kInteger;
    cell.integer = value;
    return cell;
  }
  static Cell of(double value) {
    Cell cell;
    cell.kind = CellKind::kReal;
    cell.real = value;
    return cell;
  }
  static Cell pointing(CellKind kind, const std::string* text) {
    Cell cell;
    cell.kind = kind;
    cell.text = text;
    return cell;
  }

  bool is(CellKind wanted) const { return kind == wanted; }
  bool is_defined() const { return kind != CellKind::kUndefined && kind != CellKind::kBlank; }
  bool is_given() const { return kind != CellKind::kAbsent; }
  bool is_text() const { return kind == CellKind::kText || kind == CellKind::kMarkup; }
  bool is_sequence() const { return kind == CellKind::kList || kind == CellKind::kTuple; }
  bool is_whole() const { return kind == CellKind::kInteger || kind == CellKind::kBool; }
  bool is_number() const { return is_whole() || kind == CellKind::kReal || kind == CellKind::kBigInteger; }
  std::int64_t whole() const { return kind == CellKind::kBool ? (flag ? 1 : 0) : integer; }  // REQUIRES: is_whole()
};

struct ListBox {
  std::vector<Cell> items;
  bool is_group = false;  // of groupby: (grouper, list), also by name
};
struct DictBox {
  std::vector<std::pair<Cell, Cell>> fields;
};
struct RangeBox {
  std::int64_t begin = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
  std::int64_t end = 0;  // as it was given
};
struct ViewBox {
  enum class Part : std::uint8_t { kKeys, kValues, kItems };
  DictBox* dict = nullptr;
  Part part = Part::kKeys;
};
struct IteratorBox {
  std::vector<Cell> items;
  std::size_t at = 0;
};
struct MethodBox {
  Cell object;
  std::string_view name;
};
struct GlobalBox {
  enum class Kind : std::uint8_t { kRange, kDict, kNamespace, kCycler, kJoiner, kCyclerObject, kJoinerObject };
  Kind kind = Kind::kRange;
  std::vector<Cell> items;  // of a cycler; a joiner's separator
  std::size_t at = 0;       // of a cycler; a joiner: how often it was called
};

// Owns what cells point to, for one rendering. Nothing is freed before its end, so cells need no counts and may form
// circles. What it may come to is bounded by the rendering's steps.
struct Shelf {
  std::deque<std::string> texts;
  std::deque<ListBox> lists;
  std::deque<DictBox> dicts;
  std::deque<RangeBox> ranges;
  std::deque<ViewBox> views;
  std::deque<IteratorBox> iterators;
  std::deque<MethodBox> methods;
  std::deque<GlobalBox> globals;
};

}  // namespace assay::templates
