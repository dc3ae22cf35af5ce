// ==, <, in and their kin, as Python has them.
#include <algorithm>
#include <cmath>
#include <string>

#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr int kDepthMax = 150;

// -1, 0, 1, or 2 where one is no number. Exact: beyond 2^53 a rounded comparison would call unequal numbers equal.
int order_of(std::int64_t whole, double real) {
  if (std::isnan(real)) {
    return 2;
  }
  if (real >= 0x1p63) {
    return -1;
  }
  if (real < -0x1p63) {
    return 1;
  }
  const double floor = std::floor(real);
  const auto below = static_cast<std::int64_t>(floor);
  return whole > below ? 1 : whole < below || floor < real ? -1 : 0;
}

int order_of_reals(double a, double b) { return std::isnan(a) || std::isnan(b) ? 2 : a < b ? -1 : a > b ? 1 : 0; }

bool is_negative(const std::string& digits) { return digits[0] == '-'; }

int order_of_digits(const std::string& a, const std::string& b) {
  if (is_negative(a) != is_negative(b)) {
    return is_negative(a) ? -1 : 1;
  }
  const int sign = is_negative(a) ? -1 : 1;
  if (a.size() != b.size()) {
    return a.size() < b.size() ? -sign : sign;
  }
  const int order = a.compare(b);
  return order == 0 ? 0 : order < 0 ? -sign : sign;
}

int order_of_numbers(Renderer& renderer, const Cell& a, const Cell& b) {
  const bool has_big = a.is(CellKind::kBigInteger) || b.is(CellKind::kBigInteger);
  if (has_big && (a.is(CellKind::kReal) || b.is(CellKind::kReal))) {
    renderer.refuse("comparing a whole number beyond 64 bits with a real one is not supported");
    return 2;
  }
  if (has_big) {
    return order_of_digits(a.is(CellKind::kBigInteger) ? *a.text : std::to_string(a.whole()),
                           b.is(CellKind::kBigInteger) ? *b.text : std::to_string(b.whole()));
  }
  if (a.is_whole() && b.is_whole()) {
    return a.whole() < b.whole() ? -1 : a.whole() > b.whole() ? 1 : 0;
  }
  if (a.is_whole()) {
    return order_of(a.whole(), b.real);
  }
  if (b.is_whole()) {
    const int order = order_of(b.whole(), a.real);
    return order == 2 ? 2 : -order;
  }
  return order_of_reals(a.real, b.real);
}

bool fits(Operation operation, int order) {
  switch (operation) {
    case Operation::kLess:
      return order == -1;
    case Operation::kLessEqual:
      return order == -1 || order == 0;
    case Operation::kGreater:
      return order == 1;
    case Operation::kGreaterEqual:
      return order == 1 || order == 0;
    default:
      return order == 0;
  }
}

std::string_view sign_of(Operation operation) {
  switch (operation) {
    case Operation::kLess:
      return "<";
    case Operation::kLessEqual:
      return "<=";
    case Operation::kGreater:
      return ">";
    default:
      return ">=";
  }
}

bool is_ordered(Renderer& renderer, Operation operation, const Cell& a, const Cell& b, int depth);

bool are_ordered_lists(Renderer& renderer, Operation operation, const Cell& a, const Cell& b, int depth) {
  const auto& left = a.list->items;
  const auto& right = b.list->items;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()) && !renderer.failed(); ++i) {
    if (!are_same(left[i], right[i]) && !are_equal(renderer, left[i], right[i], depth + 1)) {
      return is_ordered(renderer, operation, left[i], right[i], depth + 1);
    }
  }
  return fits(operation, left.size() < right.size() ? -1 : left.size() > right.size() ? 1 : 0);
}

bool is_ordered(Renderer& renderer, Operation operation, const Cell& a, const Cell& b, int depth) {
  if (!renderer.charge(1) || !renderer.require(a) || !renderer.require(b)) {
    return false;
  }
  if (a.is_number() && b.is_number()) {
    return fits(operation, order_of_numbers(renderer, a, b));
  }
  if (a.is_text() && b.is_text()) {
    const int order = a.text->compare(*b.text);  // the order of UTF-8 bytes is that of code points
    return fits(operation, order < 0 ? -1 : order > 0 ? 1 : 0);
  }
  if (a.kind == b.kind && a.is_sequence() && depth < kDepthMax) {
    return are_ordered_lists(renderer, operation, a, b, depth);
  }
  renderer.fail("'" + std::string(sign_of(operation)) + "' needs two numbers, texts or lists, not " +
                std::string(type_name(a)) + " and " + std::string(type_name(b)));
  return false;
}

bool are_equal_lists(Renderer& renderer, const Cell& a, const Cell& b, int depth) {
  const auto& left = a.list->items;
  const auto& right = b.list->items;
  if (left.size() != right.size()) {
    return false;
  }
  for (std::size_t i = 0; i < left.size() && !renderer.failed(); ++i) {
    if (!are_same(left[i], right[i]) && !are_equal(renderer, left[i], right[i], depth + 1)) {
      return false;
    }
  }
  return true;
}

bool are_equal_dicts(Renderer& renderer, const DictBox& a, const DictBox& b, int depth) {
  if (a.fields.size() != b.fields.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.fields.size() && !renderer.failed(); ++i) {
    const Cell* other = find_in(renderer, b, a.fields[i].first);
    if (other == nullptr ||
        (!are_same(*other, a.fields[i].second) && !are_equal(renderer, a.fields[i].second, *other, depth + 1))) {
      return false;
    }
  }
  return true;
}

bool are_equal_ranges(const RangeBox& a, const RangeBox& b) {
  return a.count == b.count && (a.count == 0 || (a.begin == b.begin && (a.count == 1 || a.step == b.step)));
}

}  // namespace

bool are_same(const Cell& a, const Cell& b) {
  if (a.kind != b.kind) {
    return false;
  }
  switch (a.kind) {
    case CellKind::kNone:
    case CellKind::kAbsent:
    case CellKind::kBlank:
      return true;
    case CellKind::kBool:
      return a.flag == b.flag;
    case CellKind::kInteger:
      return a.integer == b.integer;
    case CellKind::kReal:
    case CellKind::kUndefined:
      return false;
    default:
      return a.address == b.address;
  }
}

bool are_equal(Renderer& renderer, const Cell& a, const Cell& b, int depth) {
  if (!renderer.charge(1) || !renderer.require(a) || !renderer.require(b)) {
    return false;
  }
  if (depth > kDepthMax) {
    renderer.fail("values nested deeper than " + std::to_string(kDepthMax) + " cannot be compared");
    return false;
  }
  if (a.is_number() && b.is_number()) {
    return order_of_numbers(renderer, a, b) == 0;
  }
  if (a.is_text() && b.is_text()) {
    return *a.text == *b.text;
  }
  if (a.kind != b.kind) {
    return false;
  }
  switch (a.kind) {
    case CellKind::kList:
    case CellKind::kTuple:
      return are_equal_lists(renderer, a, b, depth);
    case CellKind::kDict:
      return are_equal_dicts(renderer, *a.dict, *b.dict, depth);
    case CellKind::kRange:
      return are_equal_ranges(*a.range, *b.range);
    case CellKind::kView:
      renderer.refuse("comparing views of dicts is not supported; make lists of them");
      return false;
    default:
      return are_same(a, b);
  }
}

bool is_less(Renderer& renderer, const Cell& a, const Cell& b, int depth) {
  return is_ordered(renderer, Operation::kLess, a, b, depth);
}

bool contains(Renderer& renderer, const Cell& holder, const Cell& item) {
  if (!renderer.require(holder)) {
    return false;
  }
  if (holder.is_text()) {
    if (!renderer.require(item) || !item.is_text()) {
      renderer.fail("'in' a text needs a text, not " + std::string(type_name(item)));
      return false;
    }
    renderer.charge_bytes(holder.text->size());
    return holder.text->find(*item.text) != std::string::npos;
  }
  const bool is_keys = holder.is(CellKind::kView) && holder.view->part == ViewBox::Part::kKeys;
  if (holder.is(CellKind::kDict) || is_keys) {
    return is_hashable(renderer, item) &&
           find_in(renderer, is_keys ? *holder.view->dict : *holder.dict, item) != nullptr;
  }
  if (holder.is(CellKind::kRange) && item.is_whole()) {
    const RangeBox& range = *holder.range;
    const __int128 offset = static_cast<__int128>(item.whole()) - range.begin;
    return offset % range.step == 0 && offset / range.step >= 0 && offset / range.step < range.count;
  }
  if (!is_iterable(holder)) {
    renderer.fail("'in' needs a list, a text or a dict, not " + std::string(type_name(holder)));
    return false;
  }
  Cursor cursor(renderer, holder);
  while (const auto one = cursor.next()) {
    if (renderer.failed()) {
      return false;
    }
    if (are_same(*one, item) || are_equal(renderer, *one, item)) {
      return true;
    }
  }
  return false;
}

bool compare(Renderer& renderer, Operation operation, const Cell& a, const Cell& b) {
  switch (operation) {
    case Operation::kEqual:
      return are_equal(renderer, a, b);
    case Operation::kUnequal:
      return !are_equal(renderer, a, b);
    case Operation::kIn:
      return contains(renderer, b, a);
    case Operation::kNotIn:
      return !contains(renderer, b, a);
    default:
      return is_ordered(renderer, operation, a, b, 0);
  }
}

}  // namespace assay::templates
