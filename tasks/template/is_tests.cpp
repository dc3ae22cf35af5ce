// The tests behind 'is': defined, none, even, in, ...
#include <algorithm>
#include <array>
#include <string>

#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"
#include "tasks/template/builtins.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"
#include "tasks/template/text_tools.h"

namespace assay::templates {
namespace {

template <CellKind kKind>
Cell is_kind(Renderer&, const Cell& value, CallValues&) {
  return Cell::of_bool(value.is(kKind));
}

Cell is_defined(Renderer&, const Cell& value, CallValues&) { return Cell::of_bool(value.is_defined()); }
Cell is_undefined(Renderer&, const Cell& value, CallValues&) { return Cell::of_bool(!value.is_defined()); }

template <bool kWanted>
Cell is_exactly(Renderer&, const Cell& value, CallValues&) {
  return Cell::of_bool(value.is(CellKind::kBool) && value.flag == kWanted);
}

Cell is_integer(Renderer&, const Cell& value, CallValues&) {
  return Cell::of_bool(value.is(CellKind::kInteger) || value.is(CellKind::kBigInteger));
}

Cell is_number(Renderer&, const Cell& value, CallValues&) { return Cell::of_bool(value.is_number()); }
Cell is_string(Renderer&, const Cell& value, CallValues&) { return Cell::of_bool(value.is_text()); }
Cell is_escaped(Renderer&, const Cell& value, CallValues&) { return Cell::of_bool(value.is(CellKind::kMarkup)); }

Cell is_sequence(Renderer&, const Cell& value, CallValues&) {
  return Cell::of_bool(value.is(CellKind::kBlank) || value.is_text() || value.is_sequence() ||
                       value.is(CellKind::kDict) || value.is(CellKind::kRange));
}

Cell is_walkable(Renderer& renderer, const Cell& value, CallValues&) {
  return renderer.require(value) ? Cell::of_bool(is_iterable(value) || value.is(CellKind::kLoop)) : Cell();
}

Cell is_callable(Renderer&, const Cell& value, CallValues&) {
  if (value.is(CellKind::kGlobal)) {
    return Cell::of_bool(value.global->kind != GlobalBox::Kind::kCyclerObject);
  }
  return Cell::of_bool(value.is(CellKind::kMethod) || !value.is_defined() || value.is(CellKind::kLoop));
}

Cell is_same(Renderer& renderer, const Cell& value, CallValues& call) {
  const Cell& other = call.values[0];
  if (value.kind == other.kind && (value.is_number() || value.is_text()) && !value.is(CellKind::kBool)) {
    return renderer.refuse("'is sameas' of numbers and texts is not supported: it depends on where Python keeps them");
  }
  return Cell::of_bool(are_same(value, other));
}

std::int64_t rest_of(Renderer& renderer, const Cell& value, const Cell& by) {
  const Cell rest = calculate(renderer, Operation::kModulo, value, by);
  return rest.is(CellKind::kReal) ? (rest.real == 0 ? 0 : rest.real == 1 ? 1 : 2) : rest.is_whole() ? rest.whole() : 2;
}

Cell is_even(Renderer& renderer, const Cell& value, CallValues&) {
  return Cell::of_bool(rest_of(renderer, value, Cell::of(std::int64_t{2})) == 0);
}
Cell is_odd(Renderer& renderer, const Cell& value, CallValues&) {
  return Cell::of_bool(rest_of(renderer, value, Cell::of(std::int64_t{2})) == 1);
}
Cell is_divisible(Renderer& renderer, const Cell& value, CallValues& call) {
  return Cell::of_bool(rest_of(renderer, value, call.values[0]) == 0);
}

Cell is_lower_text(Renderer& renderer, const Cell& value, CallValues&) {
  return Cell::of_bool(is_all_case(str_of(renderer, value), false));
}
Cell is_upper_text(Renderer& renderer, const Cell& value, CallValues&) {
  return Cell::of_bool(is_all_case(str_of(renderer, value), true));
}

template <Operation kOperation>
Cell is_compared(Renderer& renderer, const Cell& value, CallValues& call) {
  return Cell::of_bool(compare(renderer, kOperation, value, call.values[0]));
}

constexpr std::array<BuiltinEntry, 37> kTests{{{"defined", is_defined, 0, {}},
                                               {"undefined", is_undefined, 0, {}},
                                               {"none", is_kind<CellKind::kNone>, 0, {}},
                                               {"boolean", is_kind<CellKind::kBool>, 0, {}},
                                               {"true", is_exactly<true>, 0, {}},
                                               {"false", is_exactly<false>, 0, {}},
                                               {"integer", is_integer, 0, {}},
                                               {"float", is_kind<CellKind::kReal>, 0, {}},
                                               {"number", is_number, 0, {}},
                                               {"string", is_string, 0, {}},
                                               {"mapping", is_kind<CellKind::kDict>, 0, {}},
                                               {"sequence", is_sequence, 0, {}},
                                               {"iterable", is_walkable, 0, {}},
                                               {"callable", is_callable, 0, {}},
                                               {"escaped", is_escaped, 0, {}},
                                               {"sameas", is_same, 1, {"other"}},
                                               {"even", is_even, 0, {}},
                                               {"odd", is_odd, 0, {}},
                                               {"divisibleby", is_divisible, 1, {"num"}},
                                               {"lower", is_lower_text, 0, {}},
                                               {"upper", is_upper_text, 0, {}},
                                               {"in", is_compared<Operation::kIn>, 1, {"seq"}},
                                               {"==", is_compared<Operation::kEqual>, 1, {"-"}},
                                               {"eq", is_compared<Operation::kEqual>, 1, {"-"}},
                                               {"equalto", is_compared<Operation::kEqual>, 1, {"-"}},
                                               {"!=", is_compared<Operation::kUnequal>, 1, {"-"}},
                                               {"ne", is_compared<Operation::kUnequal>, 1, {"-"}},
                                               {">", is_compared<Operation::kGreater>, 1, {"-"}},
                                               {"gt", is_compared<Operation::kGreater>, 1, {"-"}},
                                               {"greaterthan", is_compared<Operation::kGreater>, 1, {"-"}},
                                               {">=", is_compared<Operation::kGreaterEqual>, 1, {"-"}},
                                               {"ge", is_compared<Operation::kGreaterEqual>, 1, {"-"}},
                                               {"<", is_compared<Operation::kLess>, 1, {"-"}},
                                               {"lt", is_compared<Operation::kLess>, 1, {"-"}},
                                               {"lessthan", is_compared<Operation::kLess>, 1, {"-"}},
                                               {"<=", is_compared<Operation::kLessEqual>, 1, {"-"}},
                                               {"le", is_compared<Operation::kLessEqual>, 1, {"-"}}}};

}  // namespace

std::span<const BuiltinEntry> all_tests() { return kTests; }

}  // namespace assay::templates
