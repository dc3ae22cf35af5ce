// The tables of filters, tests and methods, and how their arguments are bound.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

struct CallValues {
  std::vector<Cell> values;
  std::vector<std::pair<std::string_view, Cell>> named;
};

// Gets the value it is applied to and its arguments. If the entry is not variadic, `values` holds one cell per
// parameter, kAbsent where it was not given.
using BuiltinFunction = Cell (*)(Renderer& renderer, const Cell& value, CallValues& call);

struct BuiltinEntry {
  std::string_view name;
  BuiltinFunction function;
  int required = 0;                              // how many parameters must be given; -1: variadic
  std::array<std::string_view, 4> parameters{};  // names; "-" for one that has none
};

const BuiltinEntry* find_filter(std::string_view name);
const BuiltinEntry* find_test(std::string_view name);
std::string unknown_filter(std::string_view name);
std::string unknown_test(std::string_view name);

Cell call_builtin(Renderer& renderer, const BuiltinEntry& entry, const Cell& value, CallValues& call);

// The methods of a value's type; the attributes that type has in Python and we do not.
std::span<const BuiltinEntry> methods_of(CellKind kind);
const BuiltinEntry* find_method(CellKind kind, std::string_view name);
bool is_unsupported_attribute(CellKind kind, std::string_view name);

std::span<const BuiltinEntry> text_methods();
std::span<const BuiltinEntry> case_methods();  // more of texts
std::span<const BuiltinEntry> list_methods();
std::span<const BuiltinEntry> tuple_methods();
std::span<const BuiltinEntry> dict_methods();
std::span<const BuiltinEntry> number_filters();
std::span<const BuiltinEntry> text_filters();
std::span<const BuiltinEntry> sequence_filters();
std::span<const BuiltinEntry> mapping_filters();  // map, select, groupby, ...
std::span<const BuiltinEntry> all_tests();

}  // namespace assay::templates
