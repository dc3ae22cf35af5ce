// + - * / // % ** as Python has them, with whole numbers of 64 bits: what does not fit is refused, never wrapped.
#include <cmath>
#include <cstdlib>
#include <string>

#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr std::int64_t kTextMax = std::int64_t{16} << 20;
constexpr std::int64_t kListMax = 1'000'000;
constexpr std::int64_t kExactMax = std::int64_t{1} << 53;

std::string_view sign_of(Operation operation) {
  switch (operation) {
    case Operation::kAdd:
      return "+";
    case Operation::kSubtract:
      return "-";
    case Operation::kMultiply:
      return "*";
    case Operation::kDivide:
      return "/";
    case Operation::kFloorDivide:
      return "//";
    case Operation::kModulo:
      return "%";
    default:
      return "**";
  }
}

Cell mismatch(Renderer& renderer, Operation operation, const Cell& a, const Cell& b) {
  return renderer.fail("'" + std::string(sign_of(operation)) + "' does not go with " + std::string(type_name(a)) +
                       " and " + std::string(type_name(b)));
}

Cell too_big(Renderer& renderer) { return renderer.refuse("whole numbers beyond 64 bits are not computed with"); }

// Division rounds down, and the rest has the divisor's sign.
Cell divided_down(Renderer& renderer, Operation operation, std::int64_t a, std::int64_t b) {
  if (b == 0) {
    return renderer.fail("division by zero");
  }
  if (b == -1) {
    std::int64_t negative = 0;
    if (operation == Operation::kModulo) {
      return Cell::of(std::int64_t{0});
    }
    return __builtin_sub_overflow(std::int64_t{0}, a, &negative) ? too_big(renderer) : Cell::of(negative);
  }
  std::int64_t quotient = a / b;
  std::int64_t rest = a % b;
  if (rest != 0 && (rest < 0) != (b < 0)) {
    rest += b;
    --quotient;
  }
  return Cell::of(operation == Operation::kModulo ? rest : quotient);
}

Cell whole_power(Renderer& renderer, std::int64_t base, std::int64_t exponent) {
  std::int64_t power = 1;
  if (base == 0 || base == 1 || base == -1) {
    return Cell::of(exponent == 0 ? std::int64_t{1} : base == -1 && exponent % 2 == 0 ? std::int64_t{1} : base);
  }
  for (; exponent > 0; --exponent) {
    if (__builtin_mul_overflow(power, base, &power)) {
      return too_big(renderer);
    }
  }
  return Cell::of(power);
}

Cell real_power(Renderer& renderer, double base, double exponent) {
  if (base == 0 && exponent < 0) {
    return renderer.fail("zero to a negative power");
  }
  if (base < 0 && std::isfinite(base) && std::isfinite(exponent) && std::floor(exponent) != exponent) {
    return renderer.refuse("a negative number to a broken power: complex numbers are not supported");
  }
  const double power = std::pow(base, exponent);
  if (std::isinf(power) && std::isfinite(base) && std::isfinite(exponent)) {
    return renderer.fail("a power beyond what a real number can hold");
  }
  return Cell::of(power);
}

Cell whole_result(Renderer& renderer, Operation operation, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool is_over = false;
  switch (operation) {
    case Operation::kAdd:
      is_over = __builtin_add_overflow(a, b, &result);
      break;
    case Operation::kSubtract:
      is_over = __builtin_sub_overflow(a, b, &result);
      break;
    case Operation::kMultiply:
      is_over = __builtin_mul_overflow(a, b, &result);
      break;
    case Operation::kDivide:
      if (b == 0) {
        return renderer.fail("division by zero");
      }
      if (a > kExactMax || a < -kExactMax || b > kExactMax || b < -kExactMax) {
        return renderer.refuse("dividing whole numbers beyond 2**53 is not supported");
      }
      return Cell::of(static_cast<double>(a) / static_cast<double>(b));
    case Operation::kPower:
      return b < 0 ? real_power(renderer, static_cast<double>(a), static_cast<double>(b)) : whole_power(renderer, a, b);
    default:
      return divided_down(renderer, operation, a, b);
  }
  return is_over ? too_big(renderer) : Cell::of(result);
}

Cell real_divided_down(Operation operation, double a, double b) {
  double rest = std::fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0) {
    if ((b < 0) != (rest < 0)) {
      rest += b;
      quotient -= 1;
    }
  } else {
    rest = std::copysign(0.0, b);
  }
  if (operation == Operation::kModulo) {
    return Cell::of(rest);
  }
  if (quotient == 0) {
    return Cell::of(std::copysign(0.0, a / b));
  }
  const double floor = std::floor(quotient);
  return Cell::of(quotient - floor > 0.5 ? floor + 1 : floor);
}

Cell real_result(Renderer& renderer, Operation operation, double a, double b) {
  switch (operation) {
    case Operation::kAdd:
      return Cell::of(a + b);
    case Operation::kSubtract:
      return Cell::of(a - b);
    case Operation::kMultiply:
      return Cell::of(a * b);
    case Operation::kPower:
      return real_power(renderer, a, b);
    default:
      break;
  }
  if (b == 0) {
    return renderer.fail("division by zero");
  }
  return operation == Operation::kDivide ? Cell::of(a / b) : real_divided_down(operation, a, b);
}

Cell repeated(Renderer& renderer, const Cell& cell, std::int64_t times) {
  times = times < 0 ? 0 : times;
  if (cell.is_text()) {
    const auto size = static_cast<std::int64_t>(cell.text->size());
    if (size > 0 && times > kTextMax / size) {
      return renderer.fail("a text longer than 16 MiB");
    }
    std::string text;
    for (; times > 0 && size > 0; --times) {
      text += *cell.text;
    }
    return renderer.text(std::move(text));
  }
  const auto size = static_cast<std::int64_t>(cell.list->items.size());
  if (size > 0 && times > kListMax / size) {
    return renderer.fail("a list of more than a million items");
  }
  if (!renderer.charge(static_cast<std::size_t>(size * times))) {
    return {};
  }
  std::vector<Cell> items;
  for (; times > 0 && size > 0; --times) {
    items.insert(items.end(), cell.list->items.begin(), cell.list->items.end());
  }
  return cell.is(CellKind::kTuple) ? renderer.tuple(std::move(items)) : renderer.list(std::move(items));
}

Cell joined(Renderer& renderer, const Cell& a, const Cell& b) {
  if (a.is(CellKind::kText)) {
    renderer.charge_bytes(a.text->size() + b.text->size());
    return renderer.text(*a.text + *b.text);
  }
  if (!renderer.charge(a.list->items.size() + b.list->items.size())) {
    return {};
  }
  std::vector<Cell> items = a.list->items;
  items.insert(items.end(), b.list->items.begin(), b.list->items.end());
  return a.is(CellKind::kTuple) ? renderer.tuple(std::move(items)) : renderer.list(std::move(items));
}

bool is_repeatable(const Cell& cell) { return cell.is(CellKind::kText) || cell.is_sequence(); }

}  // namespace

double real_of(Renderer& renderer, const Cell& cell) {
  if (cell.is(CellKind::kBigInteger)) {
    const double real = std::strtod(cell.text->c_str(), nullptr);
    if (std::isinf(real)) {
      renderer.fail("a whole number beyond what a real number can hold");
    }
    return real;
  }
  return cell.is(CellKind::kReal) ? cell.real : static_cast<double>(cell.whole());
}

Cell calculate(Renderer& renderer, Operation operation, const Cell& a, const Cell& b) {
  if (operation == Operation::kModulo && a.is(CellKind::kText)) {
    return percent_format(renderer, *a.text, b);  // an undefined value fails where it is to be shown
  }
  if (!renderer.require_defined(a) || !renderer.require_defined(b)) {
    return {};
  }
  if (a.is_whole() && b.is_whole()) {
    return whole_result(renderer, operation, a.whole(), b.whole());
  }
  if (a.is_number() && b.is_number()) {
    if (a.is(CellKind::kBigInteger) || b.is(CellKind::kBigInteger)) {
      return too_big(renderer);
    }
    return real_result(renderer, operation, real_of(renderer, a), real_of(renderer, b));
  }
  if (a.is(CellKind::kMarkup) || b.is(CellKind::kMarkup)) {
    return renderer.refuse("computing with escaped text is not supported");
  }
  if (operation == Operation::kAdd && a.kind == b.kind && is_repeatable(a)) {
    return joined(renderer, a, b);
  }
  if (operation == Operation::kMultiply && is_repeatable(a) && b.is_whole()) {
    return repeated(renderer, a, b.whole());
  }
  if (operation == Operation::kMultiply && is_repeatable(b) && a.is_whole()) {
    return repeated(renderer, b, a.whole());
  }
  return mismatch(renderer, operation, a, b);
}

Cell negated(Renderer& renderer, const Cell& cell, bool is_minus) {
  if (!renderer.require_defined(cell)) {
    return {};
  }
  if (cell.is_whole()) {
    std::int64_t negative = 0;
    if (!is_minus) {
      return Cell::of(cell.whole());
    }
    return __builtin_sub_overflow(std::int64_t{0}, cell.whole(), &negative) ? too_big(renderer) : Cell::of(negative);
  }
  if (cell.is(CellKind::kReal)) {
    return Cell::of(is_minus ? -cell.real : cell.real);
  }
  if (cell.is(CellKind::kBigInteger)) {
    return is_minus ? too_big(renderer) : cell;
  }
  return renderer.fail("a sign before " + std::string(type_name(cell)));
}

}  // namespace assay::templates
