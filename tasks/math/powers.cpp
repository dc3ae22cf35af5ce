// Powers and roots in exact algebra: what can be opened is, the rest is a generator of its own.
#include <algorithm>
#include <numeric>
#include <utility>

#include "tasks/math/polynomial.h"

namespace assay {
namespace {

constexpr std::int64_t kSumPowerMax = 64;        // of a sum, by multiplication
constexpr std::int64_t kTermPowerMax = 100'000;  // of one term
constexpr std::uint32_t kTrialMax = 10'000;
constexpr std::size_t kFactorBitsMax = 1'024;

}  // namespace

Quotient ExactAlgebra::opaque_power(const Quotient& base, const Rational& exponent) {
  return generator(GeneratorKind::kOpaque, "(" + name_of(base) + ")^" + exponent.str());
}

std::optional<Quotient> ExactAlgebra::power(const Quotient& base, const Rational& exponent) {
  if (exponent.is_zero()) {
    return base.top.empty() ? std::nullopt : std::optional(constant(1));
  }
  if (base.top.empty()) {
    return exponent > 0 ? std::optional(base) : std::nullopt;
  }
  if (const auto whole = small_integer(exponent)) {
    return whole_power(base, *whole);
  }
  return bits_of(exponent) <= 30 ? term_power(base, exponent) : std::optional(opaque_power(base, exponent));
}

std::optional<Quotient> ExactAlgebra::whole_power(const Quotient& base, std::int64_t exponent) {
  const bool is_small = exponent <= kTermPowerMax && exponent >= -kTermPowerMax;
  if (const auto* term = single_term(base); term != nullptr && is_small) {
    auto coefficient = power_of(term->second, exponent, bits_max_);
    if (!coefficient || !pays(*coefficient)) {
      return opaque_power(base, exponent);
    }
    Monomial monomial;
    for (GeneratorPower power : term->first) {
      power.top *= exponent;
      const std::int64_t common = std::gcd(power.top, power.bottom);
      power.top /= common;
      power.bottom /= common;
      if (!append(power, monomial, *coefficient)) {
        return opaque_power(base, exponent);
      }
    }
    return Quotient{.top = {{std::move(monomial), std::move(*coefficient)}}, .bottom = constant(1).top};
  }
  if (exponent > kSumPowerMax || exponent < -kSumPowerMax) {
    return opaque_power(base, exponent);
  }
  Polynomial top = constant(1).top;
  Polynomial bottom = top;
  for (std::int64_t i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) {
    auto next_top = product(top, base.top);
    auto next_bottom = product(bottom, base.bottom);
    if (!next_top || !next_bottom) {
      return std::nullopt;
    }
    top = std::move(*next_top);
    bottom = std::move(*next_bottom);
  }
  return exponent < 0 ? reduced(std::move(bottom), std::move(top)) : reduced(std::move(top), std::move(bottom));
}

// The powers of a term under a fractional exponent. Positive numbers may be drawn out of a root, one variable may stand
// in it alone: (x y)^(1/2) is not x^(1/2) y^(1/2) where both are negative, nor is (x^2)^(1/2) x.
bool ExactAlgebra::scale_powers(const Monomial& monomial, const Rational& exponent, Monomial& out,
                                Rational& coefficient) {
  int variables = 0;
  const auto top = static_cast<std::int64_t>(numerator(exponent));
  const auto bottom = static_cast<std::int64_t>(denominator(exponent));
  for (GeneratorPower power : monomial) {
    const GeneratorKind kind = generators_[power.generator].kind;
    const bool is_positive = kind == GeneratorKind::kPositive || kind == GeneratorKind::kPrime;
    const bool is_lone = kind == GeneratorKind::kVariable && power.top == 1 && power.bottom == 1 && ++variables == 1;
    if (!is_positive && !is_lone) {
      return false;
    }
    power.top *= top;
    power.bottom *= bottom;
    const std::int64_t common = std::gcd(power.top, power.bottom);
    power.top /= common;
    power.bottom /= common;
    if (!append(power, out, coefficient)) {
      return false;
    }
  }
  return true;
}

std::optional<Quotient> ExactAlgebra::term_power(const Quotient& base, const Rational& exponent) {
  const auto* term = single_term(base);
  Monomial monomial;
  Rational coefficient = 1;
  if (term == nullptr || !scale_powers(term->first, exponent, monomial, coefficient)) {
    return opaque_power(base, exponent);
  }
  Quotient out{.top = {{monomial, coefficient}}, .bottom = constant(1).top};
  const bool is_negative = term->second < 0;
  const bool has_odd_root = denominator(exponent) % 2 != 0;
  const bool has_variable = std::any_of(monomial.begin(), monomial.end(), [this](const GeneratorPower& power) {
    return generators_[power.generator].kind == GeneratorKind::kVariable;
  });
  if (is_negative && !has_odd_root && (has_variable || denominator(exponent) != 2)) {
    return opaque_power(base, exponent);
  }
  if (!add_root(boost::multiprecision::abs(Integer(numerator(term->second))), exponent, out) ||
      !add_root(Integer(denominator(term->second)), Rational(-exponent), out)) {
    return meter_.is_spent() ? std::nullopt : std::optional(opaque_power(base, exponent));
  }
  if (is_negative && has_odd_root && numerator(exponent) % 2 != 0) {
    return multiply(out, constant(-1));  // odd roots of negative numbers are negative numbers
  }
  if (is_negative && !has_odd_root) {
    const auto turned =
        whole_power(generator(GeneratorKind::kImaginary, "i"), static_cast<std::int64_t>(numerator(exponent)));
    return turned ? multiply(out, *turned) : std::nullopt;
  }
  return out;
}

// out times value^exponent, prime by prime. REQUIRES: value > 0.
bool ExactAlgebra::add_root(const Integer& value, const Rational& exponent, Quotient& out) {
  const auto found = factors(value);
  if (!found) {
    return false;
  }
  for (const PrimePower& factor : *found) {
    const std::string name = "p" + factor.base.str();
    const Quotient base = factor.is_prime ? generator(GeneratorKind::kPrime, name, factor.base)
                                          : generator(GeneratorKind::kOpaque, "n" + factor.base.str());
    Monomial monomial;
    Rational coefficient = 1;
    const Rational scaled = exponent * factor.exponent;
    if (bits_of(scaled) > 40) {
      return false;
    }
    if (!append({base.top.begin()->first[0].generator, static_cast<std::int64_t>(numerator(scaled)),
                 static_cast<std::int64_t>(denominator(scaled))},
                monomial, coefficient)) {
      return false;
    }
    auto next = multiply(out, {.top = {{std::move(monomial), std::move(coefficient)}}, .bottom = constant(1).top});
    if (!next) {
      return false;
    }
    out = std::move(*next);
  }
  return true;
}

std::optional<std::vector<ExactAlgebra::PrimePower>> ExactAlgebra::factors(Integer value) {
  std::vector<PrimePower> found;
  if (bits_of(Rational(value)) > kFactorBitsMax || !meter_.spend(bits_of(Rational(value)) > 64 ? 4'000 : 20)) {
    return std::nullopt;
  }
  for (std::uint32_t trial = 2; trial <= kTrialMax && value > 1; trial += trial == 2 ? 1 : 2) {
    if (Integer(trial) * trial > value) {
      break;
    }
    std::int64_t exponent = 0;
    while (value % trial == 0) {
      value /= trial;
      ++exponent;
    }
    if (exponent > 0) {
      found.push_back({.base = trial, .exponent = exponent});
    }
  }
  if (value > 1) {
    const bool is_prime = value < Integer(kTrialMax) * kTrialMax;
    const Integer side = boost::multiprecision::sqrt(value);
    const bool is_square = !is_prime && side * side == value;
    found.push_back({.base = is_square ? side : value,
                     .exponent = is_square ? 2 : 1,
                     .is_prime = is_prime || (is_square && side < Integer(kTrialMax) * kTrialMax)});
  }
  return found;
}

}  // namespace assay
