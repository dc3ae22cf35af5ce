// Exact numbers: decimals, repeating ones, and powers that stop at a size.
#include "tasks/math/rational.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(DecimalNumber, IsExact) {
  EXPECT_EQ(decimal_number("12.50", ""), Rational(25, 2));
  EXPECT_EQ(decimal_number(".5", ""), Rational(1, 2));
  EXPECT_EQ(decimal_number("073", ""), Rational(73));
  EXPECT_EQ(decimal_number("0", ""), Rational(0));
  EXPECT_EQ(decimal_number("0.", "3"), Rational(1, 3));
  EXPECT_EQ(decimal_number("0.1", "6"), Rational(1, 6));
  EXPECT_EQ(decimal_number("0.", "9"), Rational(1));
  EXPECT_EQ(decimal_number("0.", "142857"), Rational(1, 7));
}

TEST(PowerOf, GivesExactPowersUpToASize) {
  EXPECT_EQ(power_of(Rational(2, 3), 3, 100), Rational(8, 27));
  EXPECT_EQ(power_of(Rational(2, 3), -2, 100), Rational(9, 4));
  EXPECT_EQ(power_of(Rational(-1), 1'000'000'001, 100), Rational(-1));
  EXPECT_EQ(power_of(Rational(7), 0, 100), Rational(1));
  EXPECT_EQ(power_of(Rational(2), 101, 100), std::nullopt);
  EXPECT_EQ(power_of(Rational(10), 1'000'000'000'000, 32'768), std::nullopt);
  EXPECT_EQ(power_of(Rational(0), -1, 100), std::nullopt);
}

TEST(SmallInteger, IsOnlyWhatFits) {
  EXPECT_EQ(small_integer(Rational(-12)), -12);
  EXPECT_EQ(small_integer(Rational(1, 2)), std::nullopt);
  EXPECT_EQ(small_integer(Rational(Integer("123456789012345678901234567890"))), std::nullopt);
}

TEST(BitsOf, CountsTheLargerPart) {
  EXPECT_EQ(bits_of(Rational(0)), 1u);
  EXPECT_EQ(bits_of(Rational(-255)), 8u);
  EXPECT_EQ(bits_of(Rational(1, 256)), 9u);
}

}  // namespace
}  // namespace assay
