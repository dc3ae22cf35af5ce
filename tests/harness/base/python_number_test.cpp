// Python's numbers, and words without articles.
#include "harness/base/python_number.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

struct FloatCase {
  const char* text;
  const char* expected;
};

class PythonFloat : public testing::TestWithParam<FloatCase> {};

TEST_P(PythonFloat, ReadsAndPrints) {
  const auto number = python_float(GetParam().text);

  EXPECT_EQ(number ? python_float_text(*number) : "no number", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Vectors, PythonFloat,
                         testing::Values(FloatCase{"12.", "12.0"}, FloatCase{" +.5 ", "0.5"},
                                         FloatCase{"1e3", "1000.0"}, FloatCase{"1_000", "1000.0"},
                                         FloatCase{"1__0", "no number"}, FloatCase{"_1", "no number"},
                                         FloatCase{"1e16", "1e+16"}, FloatCase{"0.00001", "1e-05"},
                                         FloatCase{"inf", "inf"}, FloatCase{"-Infinity", "-inf"},
                                         FloatCase{"nan", "nan"}, FloatCase{"1e400", "inf"}, FloatCase{"1e-400", "0.0"},
                                         FloatCase{"\u0663", "3.0"}, FloatCase{"\u00BD", "no number"},
                                         FloatCase{"", "no number"}, FloatCase{"5,000", "no number"},
                                         FloatCase{"0x1A", "no number"}, FloatCase{"-0", "-0.0"}));

}  // namespace
}  // namespace assay
