// Exact algebra: roots of primes, powers of i, and what stays open.
#include "tasks/math/polynomial.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

class Algebra : public testing::Test {
 protected:
  Quotient number(std::int64_t value) { return algebra_.constant(value); }
  Quotient root(std::int64_t value) { return *algebra_.power(number(value), Rational(1, 2)); }
  Quotient variable(const std::string& name) { return algebra_.generator(GeneratorKind::kVariable, name); }
  // The difference has no terms; where it has some, they decide as well.
  bool is_same(const Quotient& left, const Quotient& right) {
    const auto difference = algebra_.difference(left, right);
    EXPECT_TRUE(difference && (difference->empty() || algebra_.is_certain(*difference)));
    return difference && difference->empty();
  }

  StepMeter meter_{100'000};
  ExactAlgebra algebra_{meter_, 4'096};
};

TEST_F(Algebra, DrawsSquaresOutOfRoots) {
  EXPECT_TRUE(is_same(root(12), *algebra_.multiply(number(2), root(3))));
  EXPECT_TRUE(is_same(*algebra_.multiply(root(2), root(3)), root(6)));
  EXPECT_TRUE(is_same(*algebra_.divide(number(1), root(2)), *algebra_.divide(root(2), number(2))));
  EXPECT_FALSE(is_same(root(2), root(3)));
  EXPECT_FALSE(is_same(*algebra_.add(root(2), root(3)), root(5)));
}

TEST_F(Algebra, MakesDenominatorsRational) {
  const Quotient sum = *algebra_.add(number(1), root(2));
  const Quotient difference = *algebra_.add(root(2), number(-1));

  EXPECT_TRUE(is_same(*algebra_.divide(number(1), sum), difference));
}

TEST_F(Algebra, TurnsRootsOfNegativeNumbers) {
  const Quotient i = root(-1);

  EXPECT_TRUE(is_same(*algebra_.multiply(i, i), number(-1)));
  EXPECT_TRUE(is_same(*algebra_.power(number(-8), Rational(1, 3)), number(-2)));
  EXPECT_TRUE(is_same(*algebra_.power(number(-8), Rational(2, 3)), number(4)));
}

TEST_F(Algebra, MultipliesPolynomialsOut) {
  const Quotient x = variable("x");
  const Quotient plus = *algebra_.add(x, number(1));
  const Quotient minus = *algebra_.add(x, number(-1));
  const Quotient squares = *algebra_.add(*algebra_.power(x, 2), number(-1));

  EXPECT_TRUE(is_same(*algebra_.multiply(plus, minus), squares));
  EXPECT_TRUE(is_same(*algebra_.divide(squares, minus), plus));
  EXPECT_FALSE(is_same(squares, plus));
}

TEST_F(Algebra, LeavesRootsOfSquaresOpen) {
  const Quotient x = variable("x");

  const auto difference = algebra_.difference(*algebra_.power(*algebra_.power(x, 2), Rational(1, 2)), x);

  ASSERT_TRUE(difference);
  EXPECT_FALSE(difference->empty());
  EXPECT_FALSE(algebra_.is_certain(*difference));
}

TEST_F(Algebra, HasNoQuotientByZero) {
  EXPECT_FALSE(algebra_.divide(number(1), number(0)));
  EXPECT_FALSE(algebra_.power(number(0), -1));
  EXPECT_FALSE(algebra_.power(number(0), 0));
}

TEST_F(Algebra, SpendsItsStepsAndStops) {
  StepMeter meter(500);
  ExactAlgebra small(meter, 4'096);
  const Quotient x = small.generator(GeneratorKind::kVariable, "x");
  const Quotient sum = *small.add(x, small.constant(1));

  EXPECT_TRUE(small.power(sum, 3));
  EXPECT_FALSE(small.power(sum, 60));
  EXPECT_TRUE(meter.is_spent());
}

}  // namespace
}  // namespace assay
