// Complex arithmetic on expression trees. Powers of negative numbers with an odd root are real, others principal.
#include "tasks/math/numeric.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

constexpr double kAngleMax = 1e15;    // larger angles have no digits left
constexpr double kExponentMax = 1e7;  // e^(10^7) is the largest number worth the time
constexpr std::int64_t kFactorialMax = 3'000;

template <typename Real>
class Evaluator {
 public:
  using Complex = ComplexValue<Real>;
  using Maybe = std::optional<Complex>;

  Evaluator(const MathTree& tree, SamplePoint point, StepMeter& meter) : tree_(tree), point_(point), meter_(meter) {}

  Maybe value(NodeId id) {
    const MathNode& node = tree_[id];
    if (!meter_.spend(kStep)) {
      return std::nullopt;
    }
    switch (node.kind) {
      case MathKind::kNumber:
        return finite({Real(node.value), 0});
      case MathKind::kSymbol:
        return Complex{at_point(node.name), 0};
      case MathKind::kConstant:
        return constant(node.name);
      case MathKind::kAdd:
      case MathKind::kMultiply:
        return list(node);
      case MathKind::kDivide:
        return binary(node, [this](const Complex& a, const Complex& b) { return quotient(a, b); });
      case MathKind::kPower:
        return power(node);
      case MathKind::kRoot:
        return root(node);
      case MathKind::kFunction:
        return function(node);
      case MathKind::kFactorial:
        return unary(node, [this](const Complex& a) { return factorial(a); });
      case MathKind::kBinomial:
        return binary(node, [this](const Complex& a, const Complex& b) { return binomial(a, b); });
      case MathKind::kDegree:
        return unary(node, [](const Complex& a) { return Maybe({a.re * pi() / 180, a.im * pi() / 180}); });
      case MathKind::kPercent:
        return unary(node, [](const Complex& a) { return Maybe({a.re / 100, a.im / 100}); });
      default:
        return std::nullopt;
    }
  }

  const Real& scale() const { return scale_; }

 private:
  static constexpr std::int64_t kStep = std::is_same_v<Real, precise::Real50> ? 6 : 12;
  static constexpr std::int64_t kTranscendental = std::is_same_v<Real, precise::Real50> ? 300 : 900;

  static const Real& pi() {
    static const Real kPi = boost::math::constants::pi<Real>();
    return kPi;
  }
  static const Real& euler() {
    static const Real kEuler = boost::math::constants::e<Real>();
    return kEuler;
  }

  bool pays() { return meter_.spend(kTranscendental); }
  static Maybe finite(const Complex& value) {
    const bool is_finite = boost::multiprecision::isfinite(value.re) && boost::multiprecision::isfinite(value.im);
    return is_finite ? Maybe(value) : std::nullopt;
  }
  void note(const Complex& value) { scale_ = std::max(scale_, magnitude(value)); }
  static Real magnitude(const Complex& value) {
    using boost::multiprecision::abs;
    return value.im == 0 ? Real(abs(value.re)) : Real(std::max(Real(abs(value.re)), Real(abs(value.im))));
  }

  // In (0.2, 3) at even points, of either sign at odd ones; distinct names have unrelated values.
  Real at_point(const std::string& name) {
    Rng rng(hash_of(name) + static_cast<std::uint64_t>(point_.number) * 0x9E3779B97F4A7C15ULL);
    if (point_.has_integers) {
      return Real(rng.between(3, 24));
    }
    const Real size = Real(rng.between(2'000, 29'990)) / 9973;
    return point_.number % 2 == 1 && rng.below(4) != 0 ? Real(-size) : size;
  }
  static std::uint64_t hash_of(const std::string& name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
    for (const char c : name) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    return hash;
  }

  Maybe constant(const std::string& name) const {
    if (name == "i") {
      return Complex{0, 1};
    }
    if (name == "inf") {
      return std::nullopt;
    }
    return Complex{name == "pi" ? pi() : euler(), 0};
  }

  template <typename Operation>
  Maybe unary(const MathNode& node, Operation operation) {
    const Maybe argument = value(node.children[0]);
    return argument ? operation(*argument) : std::nullopt;
  }
  template <typename Operation>
  Maybe binary(const MathNode& node, Operation operation) {
    const Maybe left = value(node.children[0]);
    const Maybe right = left ? value(node.children[1]) : std::nullopt;
    return right ? operation(*left, *right) : std::nullopt;
  }

  Maybe list(const MathNode& node) {
    const bool is_sum = node.kind == MathKind::kAdd;
    Complex total = is_sum ? Complex{0, 0} : Complex{1, 0};
    for (const NodeId child : node.children) {
      const Maybe next = value(child);
      if (!next) {
        return std::nullopt;
      }
      if (is_sum) {
        note(*next);
        total = {total.re + next->re, total.im + next->im};
      } else {
        total = product(total, *next);
      }
    }
    return finite(total);
  }

  static Complex product(const Complex& a, const Complex& b) {
    if (a.im == 0 && b.im == 0) {
      return {a.re * b.re, 0};
    }
    return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
  }
  Maybe quotient(const Complex& a, const Complex& b) {
    if (is_zero(b)) {
      return std::nullopt;
    }
    if (a.im == 0 && b.im == 0) {
      return finite({a.re / b.re, 0});
    }
    const Real size = b.re * b.re + b.im * b.im;
    return finite({(a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size});
  }
  // 0, or only rounding is left of it.
  bool is_zero(const Complex& value) const {
    return magnitude(value) <= scale_ * Real(std::is_same_v<Real, precise::Real50> ? 1e-44 : 1e-90);
  }

  Complex exponential(const Complex& a) {
    using boost::multiprecision::cos, boost::multiprecision::exp, boost::multiprecision::sin;
    const Real size = exp(a.re);
    return a.im == 0 ? Complex{size, 0} : Complex{size * cos(a.im), size * sin(a.im)};
  }
  Maybe checked_exponential(const Complex& a) {
    const bool is_small =
        boost::multiprecision::abs(a.re) < kExponentMax && boost::multiprecision::abs(a.im) < kAngleMax;
    return is_small && pays() ? finite(exponential(a)) : std::nullopt;
  }
  Maybe logarithm(const Complex& a) {
    using boost::multiprecision::atan2, boost::multiprecision::log;
    if (is_zero(a) || !pays()) {
      return std::nullopt;
    }
    scale_ = std::max(scale_, Real(1));
    if (a.im == 0 && a.re > 0) {
      return Complex{log(a.re), 0};
    }
    return finite({log(a.re * a.re + a.im * a.im) / 2, a.im == 0 ? pi() : Real(atan2(a.im, a.re))});
  }

  // The exponent as p/q, where it is written so.
  std::optional<Rational> written_rational(NodeId id) const {
    const MathNode& node = tree_[id];
    if (node.kind == MathKind::kNumber) {
      return node.value;
    }
    if (node.kind == MathKind::kDivide || (node.kind == MathKind::kMultiply && node.children.size() == 2)) {
      const MathNode& left = tree_[node.children[0]];
      const auto right = written_number(node.children[1], node.kind == MathKind::kMultiply);
      if (left.kind == MathKind::kNumber && right && !right->is_zero()) {
        return node.kind == MathKind::kDivide ? Rational(left.value / *right) : Rational(left.value * *right);
      }
    }
    return std::nullopt;
  }
  // A number, or (under a minus) a quotient of two.
  std::optional<Rational> written_number(NodeId id, bool may_be_quotient) const {
    const MathNode& node = tree_[id];
    if (node.kind == MathKind::kNumber) {
      return node.value;
    }
    if (!may_be_quotient || node.kind != MathKind::kDivide) {
      return std::nullopt;
    }
    const MathNode& top = tree_[node.children[0]];
    const MathNode& bottom = tree_[node.children[1]];
    const bool is_good = top.kind == MathKind::kNumber && bottom.kind == MathKind::kNumber && !bottom.value.is_zero();
    return is_good ? std::optional<Rational>(top.value / bottom.value) : std::nullopt;
  }

  Maybe power(const MathNode& node) {
    const Maybe base = value(node.children[0]);
    if (!base) {
      return std::nullopt;
    }
    if (const auto exponent = written_rational(node.children[1])) {
      return rational_power(*base, *exponent);
    }
    const Maybe exponent = value(node.children[1]);
    if (!exponent || is_zero(*base)) {
      return std::nullopt;
    }
    const Real whole = boost::multiprecision::round(exponent->re);
    if (exponent->im == 0 && exponent->re == whole && boost::multiprecision::abs(whole) < 1'000'000) {
      return whole_power(*base, static_cast<std::int64_t>(whole));
    }
    const Maybe log = logarithm(*base);
    return log ? checked_exponential(product(*log, *exponent)) : std::nullopt;
  }

  Maybe whole_power(const Complex& base, std::int64_t exponent) {
    Complex result{1, 0};
    Complex square = base;
    for (std::int64_t left = exponent < 0 ? -exponent : exponent; left > 0; left /= 2) {
      if (left % 2 == 1) {
        result = product(result, square);
      }
      square = product(square, square);
      if (!meter_.spend(kStep)) {
        return std::nullopt;
      }
    }
    return exponent < 0 ? quotient({1, 0}, result) : finite(result);
  }

  Maybe rational_power(const Complex& base, const Rational& exponent) {
    if (const auto whole = small_integer(exponent); whole && *whole > -1'000'000'000 && *whole < 1'000'000'000) {
      const bool is_undefined = *whole <= 0 && is_zero(base);
      return is_undefined ? std::nullopt : whole_power(base, *whole);
    }
    if (is_zero(base)) {
      return exponent > 0 ? Maybe(Complex{0, 0}) : std::nullopt;
    }
    if (denominator(exponent) == 2 && base.im == 0 && boost::multiprecision::abs(numerator(exponent)) == 1) {
      const Real side = boost::multiprecision::sqrt(Real(boost::multiprecision::abs(base.re)));
      const Complex value = base.re > 0 ? Complex{side, 0} : Complex{0, side};
      return exponent > 0 ? Maybe(value) : quotient({1, 0}, value);
    }
    const bool is_odd_root = base.im == 0 && base.re < 0 && denominator(exponent) % 2 != 0;
    const Maybe log = logarithm(is_odd_root ? Complex{-base.re, 0} : base);
    Maybe result = log ? checked_exponential(product(*log, {Real(exponent), 0})) : std::nullopt;
    if (result && is_odd_root && numerator(exponent) % 2 != 0) {
      result = Complex{-result->re, 0};
    }
    return result;
  }

  Maybe root(const MathNode& node) {
    const Maybe radicand = value(node.children[0]);
    const MathNode& index = tree_[node.children[1]];
    if (!radicand) {
      return std::nullopt;
    }
    if (index.kind == MathKind::kNumber && !index.value.is_zero()) {
      return rational_power(*radicand, 1 / index.value);
    }
    const Maybe degree = value(node.children[1]);
    const Maybe log = degree ? logarithm(*radicand) : std::nullopt;
    const Maybe exponent = log ? quotient(*log, *degree) : std::nullopt;
    return exponent ? checked_exponential(*exponent) : std::nullopt;
  }

  Maybe factorial(const Complex& a) {
    const Real whole = boost::multiprecision::round(a.re);
    const bool is_good = a.im == 0 && a.re == whole && whole >= 0 && whole <= kFactorialMax;
    if (!is_good || !meter_.spend(static_cast<std::int64_t>(whole) * 2)) {
      return std::nullopt;
    }
    Real result = 1;
    for (std::int64_t i = 2; i <= static_cast<std::int64_t>(whole); ++i) {
      result *= i;
    }
    return Complex{result, 0};
  }

  Maybe binomial(const Complex& n, const Complex& k) {
    if (k.re < 0 || (n.re < k.re && n.re >= 0)) {
      return Complex{0, 0};
    }
    const Maybe top = factorial(n);
    const Maybe first = factorial(k);
    const Maybe second = factorial({n.re - k.re, n.im - k.im});
    return top && first && second ? quotient(*top, product(*first, *second)) : std::nullopt;
  }

  Maybe function(const MathNode& node) {
    std::vector<Complex> arguments;
    for (const NodeId child : node.children) {
      const Maybe argument = value(child);
      if (!argument) {
        return std::nullopt;
      }
      arguments.push_back(*argument);
    }
    const std::string& name = node.name;
    if (name == "log" || name == "ln") {
      const Maybe top = logarithm(arguments[0]);
      const Complex base = arguments.size() > 1 ? arguments[1] : Complex{10, 0};
      const Maybe bottom = name == "ln" ? Maybe(Complex{1, 0}) : logarithm(base);
      return top && bottom ? quotient(*top, *bottom) : std::nullopt;
    }
    if (name.size() == 1) {  // f, g, h
      return unknown_function(name, arguments);
    }
    if (name.substr(0, 3) == "arc") {
      return inverse(name, arguments[0]);
    }
    const Maybe trigonometric = trigonometry(name, arguments[0]);
    return trigonometric || arguments[0].im != 0 ? trigonometric : real_function(name, arguments);
  }

  // A function that is not known is some smooth function: of equal arguments it has equal values.
  Maybe unknown_function(const std::string& name, const std::vector<Complex>& arguments) {
    Complex total{at_point("function " + name), 0};
    Complex factor{at_point("factor " + name), 0};
    for (const Complex& argument : arguments) {
      const Complex part = product(factor, product(argument, {argument.re + 1, argument.im}));
      total = {total.re + part.re, total.im + part.im};
      factor = product(factor, factor);
    }
    return finite(total);
  }

  Maybe trigonometry(const std::string& name, const Complex& a) {
    const bool is_hyperbolic = name.size() == 4 && name.back() == 'h';
    static constexpr std::string_view kNames[] = {"sin", "cos", "tan", "cot", "sec", "csc"};
    const auto* found = std::find(std::begin(kNames), std::end(kNames), std::string_view(name).substr(0, 3));
    if (found == std::end(kNames) || (name.size() != 3 && !is_hyperbolic)) {
      return name == "coth" ? trigonometry_of(a, 3, true) : std::nullopt;
    }
    return trigonometry_of(a, static_cast<int>(found - kNames), is_hyperbolic);
  }

  // sinh z = -i sin(iz), cosh z = cos(iz): `which` counts sin, cos, tan, cot, sec, csc.
  Maybe trigonometry_of(const Complex& a, int which, bool is_hyperbolic) {
    const Complex angle = is_hyperbolic ? Complex{-a.im, a.re} : a;
    if (boost::multiprecision::abs(angle.re) > kAngleMax || boost::multiprecision::abs(angle.im) > kExponentMax ||
        !pays() || !pays()) {
      return std::nullopt;
    }
    scale_ = std::max(scale_, Real(1));
    Complex sine = sine_of(angle);
    const Complex cosine = cosine_of(angle);
    sine = is_hyperbolic ? Complex{sine.im, -sine.re} : sine;
    switch (which) {
      case 0:
        return finite(sine);
      case 1:
        return finite(cosine);
      case 2:
        return quotient(sine, cosine);
      case 3:
        return quotient(cosine, sine);
      case 4:
        return quotient({1, 0}, cosine);
      default:
        return quotient({1, 0}, sine);
    }
  }
  static Complex sine_of(const Complex& a) {
    using namespace boost::multiprecision;  // NOLINT(google-build-using-namespace): overloads of sin, cosh, ...
    return a.im == 0 ? Complex{sin(a.re), 0} : Complex{sin(a.re) * cosh(a.im), cos(a.re) * sinh(a.im)};
  }
  static Complex cosine_of(const Complex& a) {
    using namespace boost::multiprecision;  // NOLINT(google-build-using-namespace): overloads of cos, cosh, ...
    return a.im == 0 ? Complex{cos(a.re), 0} : Complex{cos(a.re) * cosh(a.im), -(sin(a.re) * sinh(a.im))};
  }

  Maybe inverse(const std::string& name, const Complex& a) {
    using namespace boost::multiprecision;  // NOLINT(google-build-using-namespace): overloads of asin, log, ...
    if (a.im != 0 || !pays() || !pays()) {
      return std::nullopt;
    }
    scale_ = std::max(scale_, Real(1));
    const Real x = a.re;
    const bool is_inside = x >= -1 && x <= 1;
    const bool is_outside = x >= 1 || x <= -1;
    if (name == "arctan" || name == "arccot") {
      const Real angle = atan(x);
      return Complex{name == "arctan" ? angle : Real(pi() / 2 - angle), 0};
    }
    if (name == "arcsin" || name == "arccos") {
      return is_inside ? Maybe(Complex{name == "arcsin" ? Real(asin(x)) : Real(acos(x)), 0}) : std::nullopt;
    }
    if (name == "arcsec" || name == "arccsc") {
      const Real y = is_outside ? Real(1 / x) : Real(2);
      return is_outside ? Maybe(Complex{name == "arccsc" ? Real(asin(y)) : Real(acos(y)), 0}) : std::nullopt;
    }
    if (name == "arcsinh") {
      return finite({log(x + sqrt(x * x + 1)), 0});
    }
    if (name == "arccosh" && x >= 1) {
      return finite({log(x + sqrt(x * x - 1)), 0});
    }
    if (name == "arctanh" && x > -1 && x < 1) {
      return finite({log((1 + x) / (1 - x)) / 2, 0});
    }
    return std::nullopt;
  }

  Maybe real_function(const std::string& name, const std::vector<Complex>& arguments) {
    using namespace boost::multiprecision;  // NOLINT(google-build-using-namespace): overloads of abs, floor, ...
    const Complex& a = arguments[0];
    if (name == "Re" || name == "Im") {
      return Complex{name == "Re" ? a.re : a.im, 0};
    }
    if (name == "abs") {
      return a.im == 0 ? Complex{Real(abs(a.re)), 0} : Complex{sqrt(a.re * a.re + a.im * a.im), 0};
    }
    const bool is_real = std::all_of(arguments.begin(), arguments.end(), [](const Complex& b) { return b.im == 0; });
    if (!is_real) {
      return std::nullopt;
    }
    if (name == "floor" || name == "ceil") {
      const Real whole = round(a.re);
      const bool is_whole = abs(a.re - whole) <= std::max(scale_, Real(1)) * Real(1e-40);
      return Complex{is_whole ? whole : (name == "floor" ? Real(floor(a.re)) : Real(ceil(a.re))), 0};
    }
    if (name == "sgn") {
      return Complex{Real(is_zero(a) ? 0 : (a.re < 0 ? -1 : 1)), 0};
    }
    if (name == "min" || name == "max") {
      Real best = a.re;
      for (const Complex& next : arguments) {
        best = name == "min" ? std::min(best, next.re) : std::max(best, next.re);
      }
      return Complex{best, 0};
    }
    return std::nullopt;
  }

  const MathTree& tree_;
  SamplePoint point_;
  StepMeter& meter_;
  Real scale_ = 0;
};

template <typename Real>
std::optional<EvaluatedValue<Real>> evaluate(const MathTree& tree, NodeId id, SamplePoint point, StepMeter& meter) {
  Evaluator<Real> evaluator(tree, point, meter);
  const auto value = evaluator.value(id);
  if (!value) {
    return std::nullopt;
  }
  using boost::multiprecision::abs;
  const Real size = std::max(Real(abs(value->re)), Real(abs(value->im)));
  return EvaluatedValue<Real>{*value, std::max(evaluator.scale(), size)};
}

}  // namespace

std::optional<EvaluatedValue<precise::Real50>> evaluate_50(const MathTree& tree, NodeId id, SamplePoint point,
                                                           StepMeter& meter) {
  return evaluate<precise::Real50>(tree, id, point, meter);
}

std::optional<EvaluatedValue<precise::Real100>> evaluate_100(const MathTree& tree, NodeId id, SamplePoint point,
                                                             StepMeter& meter) {
  return evaluate<precise::Real100>(tree, id, point, meter);
}

}  // namespace assay
