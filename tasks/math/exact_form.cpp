// Reads expression trees into exact algebra.
#include "tasks/math/exact_form.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace assay {
namespace {

constexpr std::int64_t kFactorialMax = 3'000;

// A function of rational numbers that has a rational value.
std::optional<Rational> rational_function(const std::string& name, const std::vector<Rational>& arguments) {
  const Rational& first = arguments[0];
  if (name == "abs") {
    return first < 0 ? Rational(-first) : first;
  }
  if (name == "sgn") {
    return Rational(first < 0 ? -1 : (first > 0 ? 1 : 0));
  }
  if (name == "floor" || name == "ceil") {
    Integer whole = numerator(first) / denominator(first);  // towards 0
    const bool has_rest = Rational(whole) != first;
    if (has_rest && name == "floor" && first < 0) {
      whole -= 1;
    } else if (has_rest && name == "ceil" && first > 0) {
      whole += 1;
    }
    return Rational(whole);
  }
  if (name == "min" || name == "max") {
    return name == "min" ? *std::min_element(arguments.begin(), arguments.end())
                         : *std::max_element(arguments.begin(), arguments.end());
  }
  if (name == "gcd" || name == "lcm") {
    Integer total = name == "gcd" ? 0 : 1;
    for (const Rational& argument : arguments) {
      if (!is_integer(argument)) {
        return std::nullopt;
      }
      const Integer value = numerator(argument);
      total = name == "gcd" ? Integer(boost::multiprecision::gcd(total, value))
                            : Integer(boost::multiprecision::lcm(total, value));
    }
    return Rational(total);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Quotient> ExactReader::read(NodeId id) {
  if (!meter_.spend(3)) {
    return std::nullopt;
  }
  const MathNode& node = tree_[id];
  switch (node.kind) {
    case MathKind::kNumber:
      return bits_of(node.value) <= bits_max_ ? std::optional(algebra_.constant(node.value)) : std::nullopt;
    case MathKind::kSymbol:
      return algebra_.generator(GeneratorKind::kVariable, "v" + node.name);
    case MathKind::kConstant:
      return read_constant(node.name);
    case MathKind::kAdd:
    case MathKind::kMultiply:
      return read_list(node, node.kind == MathKind::kAdd);
    case MathKind::kDivide: {
      const auto top = read(node.children[0]);
      const auto bottom = top ? read(node.children[1]) : std::nullopt;
      return bottom ? algebra_.divide(*top, *bottom) : std::nullopt;
    }
    case MathKind::kPower:
      return read_power(node);
    case MathKind::kRoot:
      return read_root(node);
    case MathKind::kFunction:
      return read_function(node);
    case MathKind::kFactorial:
      return read_factorial(node);
    case MathKind::kBinomial:
      return read_binomial(node);
    case MathKind::kDegree:
      return scaled(node.children[0], Rational(1, 180), true);
    case MathKind::kPercent:
      return scaled(node.children[0], Rational(1, 100), false);
    default:
      return std::nullopt;
  }
}

std::optional<Quotient> ExactReader::scaled(NodeId child, const Rational& factor, bool has_pi) {
  auto value = read(child);
  value = value ? algebra_.multiply(*value, algebra_.constant(factor)) : std::nullopt;
  return value && has_pi ? algebra_.multiply(*value, algebra_.generator(GeneratorKind::kPositive, "pi")) : value;
}

std::optional<Quotient> ExactReader::read_list(const MathNode& node, bool is_sum) {
  auto total = read(node.children[0]);
  for (std::size_t i = 1; total && i < node.children.size(); ++i) {
    const auto next = read(node.children[i]);
    if (!next) {
      return std::nullopt;
    }
    total = is_sum ? algebra_.add(*total, *next) : algebra_.multiply(*total, *next);
  }
  return total;
}

std::optional<Quotient> ExactReader::read_constant(const std::string& name) {
  if (name == "inf") {
    return std::nullopt;
  }
  return algebra_.generator(name == "i" ? GeneratorKind::kImaginary : GeneratorKind::kPositive, name);
}

std::optional<Quotient> ExactReader::read_power(const MathNode& node) {
  const auto base = read(node.children[0]);
  const auto exponent = base ? read(node.children[1]) : std::nullopt;
  if (!exponent) {
    return std::nullopt;
  }
  if (const auto rational = ExactAlgebra::rational_of(*exponent)) {
    return algebra_.power(*base, *rational);
  }
  if (ExactAlgebra::rational_of(*base) == Rational(1)) {
    return base;
  }
  return algebra_.generator(GeneratorKind::kOpaque,
                            "(" + ExactAlgebra::name_of(*base) + ")^(" + ExactAlgebra::name_of(*exponent) + ")");
}

std::optional<Quotient> ExactReader::read_root(const MathNode& node) {
  const auto radicand = read(node.children[0]);
  const auto index = radicand ? read(node.children[1]) : std::nullopt;
  const auto rational = index ? ExactAlgebra::rational_of(*index) : std::nullopt;
  return rational && !rational->is_zero() ? algebra_.power(*radicand, 1 / *rational) : std::nullopt;
}

std::optional<Quotient> ExactReader::opaque(const MathNode& node) {
  std::string name = node.name + std::to_string(static_cast<int>(node.kind));
  for (const NodeId child : node.children) {
    const auto argument = read(child);
    if (!argument) {
      return std::nullopt;
    }
    name += '(' + ExactAlgebra::name_of(*argument) + ')';
  }
  return algebra_.generator(GeneratorKind::kOpaque, name);
}

std::optional<Quotient> ExactReader::read_function(const MathNode& node) {
  if (node.name == "log" || node.name == "ln") {
    return read_logarithm(node);
  }
  std::vector<Rational> arguments;
  for (const NodeId child : node.children) {
    const auto argument = read(child);
    const auto rational = argument ? ExactAlgebra::rational_of(*argument) : std::nullopt;
    if (!rational) {
      return opaque(node);
    }
    arguments.push_back(*rational);
  }
  const auto value = rational_function(node.name, arguments);
  return value ? std::optional(algebra_.constant(*value)) : opaque(node);
}

// log without a base is to base 10.
std::optional<Quotient> ExactReader::read_logarithm(const MathNode& node) {
  const auto value = read(node.children[0]);
  const auto top = value ? logarithm(*value) : std::nullopt;
  if (!top || node.name == "ln") {
    return node.children.size() == 1 ? top : std::nullopt;
  }
  const auto base = node.children.size() > 1 ? read(node.children[1]) : std::optional(algebra_.constant(10));
  const auto bottom = base ? logarithm(*base) : std::nullopt;
  return bottom ? algebra_.divide(*top, *bottom) : std::nullopt;
}

// ln of a positive number is opened into ln of its primes; ln e is 1.
std::optional<Quotient> ExactReader::logarithm(const Quotient& value) {
  const auto named = [this](const std::string& name) {
    return algebra_.generator(GeneratorKind::kOpaque, "ln " + name);
  };
  const auto* term = ExactAlgebra::single_term(value);
  const bool is_positive = term != nullptr && term->second > 0 &&
                           std::all_of(term->first.begin(), term->first.end(), [this](const GeneratorPower& power) {
                             const GeneratorKind kind = algebra_[power.generator].kind;
                             return kind == GeneratorKind::kPrime || kind == GeneratorKind::kPositive;
                           });
  if (!is_positive) {
    return value.top.empty() ? std::nullopt : std::optional(named(ExactAlgebra::name_of(value)));
  }
  const Quotient e = algebra_.generator(GeneratorKind::kPositive, "e");
  const std::uint32_t e_id = e.top.begin()->first[0].generator;
  std::optional<Quotient> total = algebra_.constant(0);
  const auto add = [&](const Quotient& logarithm, const Rational& times) {
    const auto part = algebra_.multiply(logarithm, algebra_.constant(times));
    total = part && total ? algebra_.add(*total, *part) : std::nullopt;
  };
  for (const GeneratorPower& power : term->first) {
    const Generator& generator = algebra_[power.generator];
    const std::string name = generator.kind == GeneratorKind::kPrime ? generator.prime.str() : "pi";
    add(power.generator == e_id ? algebra_.constant(1) : named(name), Rational(power.top, power.bottom));
  }
  for (const int sign : {1, -1}) {
    const auto found =
        algebra_.factors(sign > 0 ? Integer(numerator(term->second)) : Integer(denominator(term->second)));
    if (!found) {
      return std::nullopt;
    }
    for (const auto& factor : *found) {
      add(named(factor.base.str()), Rational(sign * factor.exponent));
    }
  }
  return total;
}

std::optional<Quotient> ExactReader::read_factorial(const MathNode& node) {
  const auto argument = read(node.children[0]);
  const auto rational = argument ? ExactAlgebra::rational_of(*argument) : std::nullopt;
  if (!rational) {
    return argument ? opaque(node) : std::nullopt;
  }
  const std::int64_t n = small_integer(*rational).value_or(-1);
  if (n < 0 || n > kFactorialMax) {
    return n < 0 ? std::nullopt : opaque(node);
  }
  Integer value = 1;
  for (std::int64_t i = 2; i <= n; ++i) {
    value *= i;
  }
  const bool fits = meter_.spend(n * 2) && bits_of(Rational(value)) <= bits_max_;
  return fits ? std::optional(algebra_.constant(value)) : opaque(node);
}

std::optional<Quotient> ExactReader::read_binomial(const MathNode& node) {
  const auto top = read(node.children[0]);
  const auto bottom = top ? read(node.children[1]) : std::nullopt;
  if (!bottom) {
    return std::nullopt;
  }
  const auto top_rational = ExactAlgebra::rational_of(*top);
  const auto bottom_rational = ExactAlgebra::rational_of(*bottom);
  const std::int64_t n = top_rational ? small_integer(*top_rational).value_or(-1) : -1;
  const auto whole = bottom_rational ? small_integer(*bottom_rational) : std::nullopt;
  if (!whole || n < 0 || n > kFactorialMax) {
    return opaque(node);
  }
  const std::int64_t k = whole.value_or(0);
  if (k < 0 || k > n) {
    return algebra_.constant(0);
  }
  Integer value = 1;
  for (std::int64_t i = 1; i <= std::min(k, n - k); ++i) {
    value = value * (n + 1 - i) / i;
  }
  return meter_.spend(n * 2) ? std::optional(algebra_.constant(value)) : std::nullopt;
}

}  // namespace assay
