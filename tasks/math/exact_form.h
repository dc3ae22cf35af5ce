// The exact form of an expression: a quotient of polynomials.
#pragma once

#include <optional>
#include <string>

#include "tasks/math/expression.h"
#include "tasks/math/polynomial.h"

namespace assay {

class ExactReader {
 public:
  ExactReader(const MathTree& tree, StepMeter& meter, std::size_t bits_max)
      : tree_(tree), meter_(meter), algebra_(meter, bits_max), bits_max_(bits_max) {}

  // Nothing where the value is undefined, infinite, or beyond the budget. REQUIRES: is_value(kind of `id`).
  std::optional<Quotient> read(NodeId id);
  ExactAlgebra& algebra() { return algebra_; }

 private:
  std::optional<Quotient> read_list(const MathNode& node, bool is_sum);
  std::optional<Quotient> read_constant(const std::string& name);
  std::optional<Quotient> read_power(const MathNode& node);
  std::optional<Quotient> read_root(const MathNode& node);
  std::optional<Quotient> read_function(const MathNode& node);
  std::optional<Quotient> read_logarithm(const MathNode& node);
  std::optional<Quotient> logarithm(const Quotient& value);
  std::optional<Quotient> read_factorial(const MathNode& node);
  std::optional<Quotient> read_binomial(const MathNode& node);
  std::optional<Quotient> opaque(const MathNode& node);
  std::optional<Quotient> scaled(NodeId child, const Rational& factor, bool has_pi);

  const MathTree& tree_;
  StepMeter& meter_;
  ExactAlgebra algebra_;
  std::size_t bits_max_;
};

}  // namespace assay
