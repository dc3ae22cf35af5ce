// Exact algebra: polynomials over the rationals in variables, pi, e, i, roots of primes and what cannot be opened.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tasks/math/rational.h"

namespace assay {

// Counts what a comparison has used. Once it is spent, it stays spent.
class StepMeter {
 public:
  explicit StepMeter(std::int64_t steps) : left_(steps) {}
  bool spend(std::int64_t steps) {
    left_ -= steps;
    return left_ >= 0;
  }
  bool is_spent() const { return left_ < 0; }
  std::int64_t left() const { return left_; }

 private:
  std::int64_t left_;
};

enum class GeneratorKind : std::uint8_t {
  kVariable,
  kPositive,   // pi, e: positive and independent of all the others
  kPrime,      // a prime: its powers below 1 only; p^1 goes into the coefficient
  kImaginary,  // i
  kOpaque,     // sin(x), 2^x, a root of a sum: equal names are equal values, other names may be equal too
};

struct Generator {
  GeneratorKind kind = GeneratorKind::kVariable;
  Integer prime;
};

// generator^(top/bottom), in lowest terms, bottom > 0.
struct GeneratorPower {
  std::uint32_t generator = 0;
  std::int64_t top = 1;
  std::int64_t bottom = 1;
  auto operator<=>(const GeneratorPower&) const = default;
};

using Monomial = std::vector<GeneratorPower>;     // sorted by generator, no power of 0
using Polynomial = std::map<Monomial, Rational>;  // no coefficient of 0

// A quotient of polynomials. `bottom` is 1 unless it has several terms.
struct Quotient {
  Polynomial top;
  Polynomial bottom;
};

// Every operation gives nothing where it is undefined (division by 0) or too large for the budget.
class ExactAlgebra {
 public:
  ExactAlgebra(StepMeter& meter, std::size_t bits_max) : meter_(meter), bits_max_(bits_max) {}

  Quotient constant(Rational value) const;
  Quotient generator(GeneratorKind kind, const std::string& name, const Integer& prime = 0);

  std::optional<Quotient> add(const Quotient& left, const Quotient& right);
  std::optional<Quotient> multiply(const Quotient& left, const Quotient& right);
  std::optional<Quotient> divide(const Quotient& left, const Quotient& right);
  // base^exponent; what cannot be opened becomes a generator of its own.
  std::optional<Quotient> power(const Quotient& base, const Rational& exponent);
  // left - right over one denominator: its top alone.
  std::optional<Polynomial> difference(const Quotient& left, const Quotient& right);

  static std::optional<Rational> rational_of(const Quotient& value);
  // No generator is opaque: the polynomial is 0 as a function only if it has no terms.
  bool is_certain(const Polynomial& polynomial) const;
  // The one term, if there is one only and the denominator is 1.
  static const Polynomial::value_type* single_term(const Quotient& value);
  const Generator& operator[](std::uint32_t id) const { return generators_[id]; }

  // The primes of a positive integer with their exponents, as logarithms need them; a large part that resists is an
  // opaque generator's. Nothing if it is too large to try.
  struct PrimePower {
    Integer base;
    std::int64_t exponent = 1;
    bool is_prime = true;
  };
  std::optional<std::vector<PrimePower>> factors(Integer value);

  static std::string name_of(const Quotient& value);

 private:
  std::optional<Polynomial> sum(const Polynomial& left, const Polynomial& right, int sign);
  std::optional<Polynomial> product(const Polynomial& left, const Polynomial& right);
  std::optional<Quotient> reduced(Polynomial top, Polynomial bottom);
  bool merge(const Monomial& left, const Monomial& right, Monomial& out, Rational& coefficient);
  bool append(GeneratorPower power, Monomial& out, Rational& coefficient);
  bool pays(const Rational& value);
  std::optional<Quotient> whole_power(const Quotient& base, std::int64_t exponent);
  std::optional<Quotient> term_power(const Quotient& base, const Rational& exponent);
  bool scale_powers(const Monomial& monomial, const Rational& exponent, Monomial& out, Rational& coefficient);
  bool add_root(const Integer& value, const Rational& exponent, Quotient& out);
  Quotient opaque_power(const Quotient& base, const Rational& exponent);

  StepMeter& meter_;
  std::size_t bits_max_;
  std::vector<Generator> generators_;
  std::map<std::string, std::uint32_t> names_;
};

}  // namespace assay
