// Sums, products and quotients of polynomials. Products of roots of different primes are independent over the
// rationals (Besicovitch 1940), so equal values have equal normal forms as long as nothing opaque is in them.
#include "tasks/math/polynomial.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t kTermsMax = 2'000;
constexpr std::int64_t kExponentMax = 1'000'000;

std::int64_t floor_of(std::int64_t top, std::int64_t bottom) {
  return top >= 0 ? top / bottom : -((-top + bottom - 1) / bottom);
}

const Polynomial& one() {
  static const Polynomial kOne{{Monomial(), Rational(1)}};
  return kOne;
}

bool is_one(const Polynomial& polynomial) {
  return polynomial.size() == 1 && polynomial.begin()->first.empty() && polynomial.begin()->second == 1;
}

}  // namespace

Quotient ExactAlgebra::constant(Rational value) const {
  Quotient quotient{.top = {}, .bottom = one()};
  if (!value.is_zero()) {
    quotient.top.emplace(Monomial(), std::move(value));
  }
  return quotient;
}

Quotient ExactAlgebra::generator(GeneratorKind kind, const std::string& name, const Integer& prime) {
  const auto [found, is_new] = names_.try_emplace(name, static_cast<std::uint32_t>(generators_.size()));
  if (is_new) {
    generators_.push_back({kind, prime});
  }
  return {.top = {{Monomial{{.generator = found->second}}, Rational(1)}}, .bottom = one()};
}

// What a multiplication of such numbers and its place in a polynomial cost.
bool ExactAlgebra::pays(const Rational& value) {
  const std::size_t bits = bits_of(value);
  const auto words = static_cast<std::int64_t>(bits / 64);
  return bits <= bits_max_ && meter_.spend(10 + words * words / 16);
}

std::optional<Polynomial> ExactAlgebra::sum(const Polynomial& left, const Polynomial& right, int sign) {
  Polynomial out = left;
  for (const auto& [monomial, coefficient] : right) {
    if (!pays(coefficient)) {
      return std::nullopt;
    }
    const auto [at, is_new] = out.try_emplace(monomial, 0);
    sign > 0 ? at->second += coefficient : at->second -= coefficient;
    if (at->second.is_zero()) {
      out.erase(at);
    }
  }
  return out.size() <= kTermsMax ? std::optional(std::move(out)) : std::nullopt;
}

// One more power behind a monomial; what it holds of whole primes and of i^2 goes into the coefficient.
bool ExactAlgebra::append(GeneratorPower power, Monomial& out, Rational& coefficient) {
  const Generator& generator = generators_[power.generator];
  if (generator.kind == GeneratorKind::kImaginary) {
    if (power.bottom != 1) {
      return false;
    }
    const std::int64_t turns = ((power.top % 4) + 4) % 4;
    coefficient = turns >= 2 ? Rational(-coefficient) : coefficient;
    power.top = turns % 2;
  } else if (generator.kind == GeneratorKind::kPrime) {
    const std::int64_t whole = floor_of(power.top, power.bottom);
    const auto factor = power_of(Rational(generator.prime), whole, bits_max_);
    if (!factor) {
      return false;
    }
    coefficient *= *factor;
    power.top -= whole * power.bottom;
  }
  if (power.top != 0) {
    out.push_back(power);
  }
  return power.top <= kExponentMax && power.top >= -kExponentMax && power.bottom <= kExponentMax;
}

bool ExactAlgebra::merge(const Monomial& left, const Monomial& right, Monomial& out, Rational& coefficient) {
  auto a = left.begin();
  auto b = right.begin();
  while (a != left.end() || b != right.end()) {
    if (b == right.end() || (a != left.end() && a->generator < b->generator)) {
      out.push_back(*a++);
    } else if (a == left.end() || b->generator < a->generator) {
      out.push_back(*b++);
    } else {
      GeneratorPower power{a->generator, a->top * b->bottom + b->top * a->bottom, a->bottom * b->bottom};
      const std::int64_t common = std::gcd(power.top, power.bottom);
      power.top /= common;
      power.bottom /= common;
      ++a;
      ++b;
      if (!append(power, out, coefficient)) {
        return false;
      }
    }
  }
  return true;
}

std::optional<Polynomial> ExactAlgebra::product(const Polynomial& left, const Polynomial& right) {
  if (is_one(left)) {
    return right;
  }
  if (is_one(right)) {
    return left;
  }
  if (left.size() * right.size() > kTermsMax * 4) {
    return std::nullopt;
  }
  Polynomial out;
  for (const auto& [left_monomial, left_coefficient] : left) {
    for (const auto& [right_monomial, right_coefficient] : right) {
      Monomial monomial;
      Rational coefficient = left_coefficient * right_coefficient;
      if (!pays(coefficient) || !merge(left_monomial, right_monomial, monomial, coefficient)) {
        return std::nullopt;
      }
      const auto [at, is_new] = out.try_emplace(std::move(monomial), 0);
      at->second += coefficient;
      if (at->second.is_zero()) {
        out.erase(at);
      }
    }
  }
  return out.size() <= kTermsMax ? std::optional(std::move(out)) : std::nullopt;
}

// top over bottom; a bottom of one term is divided out.
std::optional<Quotient> ExactAlgebra::reduced(Polynomial top, Polynomial bottom) {
  if (bottom.empty()) {
    return std::nullopt;
  }
  if (top.empty()) {
    return constant(0);
  }
  if (bottom.size() > 1 || is_one(bottom)) {
    return Quotient{.top = std::move(top), .bottom = std::move(bottom)};
  }
  Monomial inverse;
  Rational coefficient = 1 / bottom.begin()->second;
  for (GeneratorPower power : bottom.begin()->first) {
    power.top = -power.top;
    if (!append(power, inverse, coefficient)) {
      return std::nullopt;
    }
  }
  auto divided = product(top, {{std::move(inverse), std::move(coefficient)}});
  if (!divided) {
    return std::nullopt;
  }
  return Quotient{.top = std::move(*divided), .bottom = one()};
}

std::optional<Quotient> ExactAlgebra::add(const Quotient& left, const Quotient& right) {
  if (left.bottom == right.bottom) {
    auto top = sum(left.top, right.top, 1);
    return top ? reduced(std::move(*top), left.bottom) : std::nullopt;
  }
  const auto first = product(left.top, right.bottom);
  const auto second = product(right.top, left.bottom);
  auto bottom = product(left.bottom, right.bottom);
  auto top = first && second ? sum(*first, *second, 1) : std::nullopt;
  return top && bottom ? reduced(std::move(*top), std::move(*bottom)) : std::nullopt;
}

std::optional<Quotient> ExactAlgebra::multiply(const Quotient& left, const Quotient& right) {
  auto top = product(left.top, right.top);
  auto bottom = product(left.bottom, right.bottom);
  return top && bottom ? reduced(std::move(*top), std::move(*bottom)) : std::nullopt;
}

std::optional<Quotient> ExactAlgebra::divide(const Quotient& left, const Quotient& right) {
  auto top = product(left.top, right.bottom);
  auto bottom = product(left.bottom, right.top);
  return top && bottom ? reduced(std::move(*top), std::move(*bottom)) : std::nullopt;
}

std::optional<Polynomial> ExactAlgebra::difference(const Quotient& left, const Quotient& right) {
  const auto first = product(left.top, right.bottom);
  const auto second = product(right.top, left.bottom);
  return first && second ? sum(*first, *second, -1) : std::nullopt;
}

std::optional<Rational> ExactAlgebra::rational_of(const Quotient& value) {
  if (value.top.empty()) {
    return Rational(0);
  }
  const auto* term = single_term(value);
  return term != nullptr && term->first.empty() ? std::optional(term->second) : std::nullopt;
}

const Polynomial::value_type* ExactAlgebra::single_term(const Quotient& value) {
  return value.top.size() == 1 && is_one(value.bottom) ? &*value.top.begin() : nullptr;
}

bool ExactAlgebra::is_certain(const Polynomial& polynomial) const {
  return std::all_of(polynomial.begin(), polynomial.end(), [this](const auto& term) {
    return std::all_of(term.first.begin(), term.first.end(), [this](const GeneratorPower& power) {
      return generators_[power.generator].kind != GeneratorKind::kOpaque;
    });
  });
}

std::string ExactAlgebra::name_of(const Quotient& value) {
  std::string name;
  for (const Polynomial* part : {&value.top, &value.bottom}) {
    for (const auto& [monomial, coefficient] : *part) {
      name += coefficient.str();
      for (const GeneratorPower& power : monomial) {
        name += '*' + std::to_string(power.generator) + '^' + std::to_string(power.top) + '/' +
                std::to_string(power.bottom);
      }
      name += ' ';
    }
    name += '|';
  }
  return name;
}

}  // namespace assay
