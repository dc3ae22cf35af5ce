// Finds filters, tests and methods by name, and binds arguments to their parameters.
#include "tasks/template/builtins.h"

#include <algorithm>
#include <string>

#include "harness/base/text.h"
#include "tasks/template/globals.h"
#include "tasks/template/loop.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

const BuiltinEntry* find_in_table(std::span<const BuiltinEntry> table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const BuiltinEntry& one) { return one.name == name; });
  return found == table.end() ? nullptr : &*found;
}

bool is_listed(std::string_view list, std::string_view name) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), name) != words.end();
}

constexpr std::string_view kOtherFilters =
    "attr filesizeformat forceescape pprint random striptags urlize wordwrap xmlattr";
constexpr std::string_view kOtherTests = "filter test";

// What Python's types have, and we do not.
constexpr std::string_view kTextAttributes = "encode expandtabs format_map maketrans translate";
constexpr std::string_view kNumberAttributes =
    "real imag numerator denominator bit_length bit_count conjugate to_bytes from_bytes as_integer_ratio is_integer "
    "hex "
    "fromhex";
constexpr std::string_view kDictAttributes = "fromkeys";
constexpr std::string_view kRangeAttributes = "start stop step count index";
constexpr std::string_view kViewAttributes = "mapping isdisjoint";
constexpr std::string_view kIteratorAttributes = "send throw close gi_frame gi_running gi_code gi_yieldfrom";

std::string_view other_attributes(CellKind kind) {
  switch (kind) {
    case CellKind::kText:
      return kTextAttributes;
    case CellKind::kBool:
    case CellKind::kInteger:
    case CellKind::kBigInteger:
    case CellKind::kReal:
      return kNumberAttributes;
    case CellKind::kDict:
      return kDictAttributes;
    case CellKind::kRange:
      return kRangeAttributes;
    case CellKind::kView:
      return kViewAttributes;
    case CellKind::kIterator:
      return kIteratorAttributes;
    default:
      return {};
  }
}

std::size_t parameter_count(const BuiltinEntry& entry) {
  const auto end = std::find(entry.parameters.begin(), entry.parameters.end(), std::string_view());
  return static_cast<std::size_t>(end - entry.parameters.begin());
}

bool bind(Renderer& renderer, const BuiltinEntry& entry, CallValues& call) {
  const std::size_t count = parameter_count(entry);
  const std::string name(entry.name);
  if (call.values.size() > count) {
    renderer.fail(name + " takes at most " + std::to_string(count) + " arguments, not " +
                  std::to_string(call.values.size()));
    return false;
  }
  call.values.resize(count, Cell::absent());
  for (const auto& [given, value] : call.named) {
    const auto known = std::find(entry.parameters.begin(), entry.parameters.end(), given);
    if (given.empty() || given == "-" || known == entry.parameters.end()) {
      renderer.fail(name + " has no argument '" + std::string(given) + "'");
      return false;
    }
    Cell& place = call.values[static_cast<std::size_t>(known - entry.parameters.begin())];
    if (place.is_given()) {
      renderer.fail(name + " is given its argument '" + std::string(given) + "' twice");
      return false;
    }
    place = value;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(entry.required); ++i) {
    if (!call.values[i].is_given()) {
      renderer.fail(name + " needs " + std::to_string(entry.required) + " arguments");
      return false;
    }
  }
  return true;
}

}  // namespace

const BuiltinEntry* find_filter(std::string_view name) {
  for (const auto table : {text_filters(), sequence_filters(), mapping_filters(), number_filters()}) {
    if (const BuiltinEntry* found = find_in_table(table, name)) {
      return found;
    }
  }
  return nullptr;
}

const BuiltinEntry* find_test(std::string_view name) { return find_in_table(all_tests(), name); }

std::string unknown_filter(std::string_view name) {
  return (is_listed(kOtherFilters, name) ? "the filter '" : "unknown filter '") + printable(name, 60) +
         (is_listed(kOtherFilters, name) ? "' is not supported" : "'");
}

std::string unknown_test(std::string_view name) {
  return (is_listed(kOtherTests, name) ? "the test '" : "unknown test '") + printable(name, 60) +
         (is_listed(kOtherTests, name) ? "' is not supported" : "'");
}

Cell call_builtin(Renderer& renderer, const BuiltinEntry& entry, const Cell& value, CallValues& call) {
  if (entry.required >= 0 && !bind(renderer, entry, call)) {
    return {};
  }
  return entry.function(renderer, value, call);
}

std::span<const BuiltinEntry> methods_of(CellKind kind) {
  switch (kind) {
    case CellKind::kText:
      return text_methods();
    case CellKind::kList:
      return list_methods();
    case CellKind::kTuple:
      return tuple_methods();
    case CellKind::kDict:
      return dict_methods();
    case CellKind::kLoop:
      return loop_methods();
    case CellKind::kGlobal:
      return cycler_methods();
    default:
      return {};
  }
}

const BuiltinEntry* find_method(CellKind kind, std::string_view name) {
  const BuiltinEntry* found = find_in_table(methods_of(kind), name);
  return found == nullptr && kind == CellKind::kText ? find_in_table(case_methods(), name) : found;
}

bool is_unsupported_attribute(CellKind kind, std::string_view name) {
  return kind == CellKind::kMarkup || starts_with(name, "__") || is_listed(other_attributes(kind), name);
}

}  // namespace assay::templates
