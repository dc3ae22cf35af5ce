// Python literals.
#include "tasks/handlers/parts/literal.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

TEST(Literal, ReadsWhatPythonPrints) {
  const auto value = parse_literal(R"([{'a': "it's", 'b': (1, -2.5, None)}, True, 'x' "y\n" r'\z', 'é\u00e9\x41'])");

  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(to_json(*value), R"([{"a":"it's","b":[1,-2.5,null]},true,"xy\n\\z","ééA"])");
}

class BadLiteral : public testing::TestWithParam<const char*> {};

TEST_P(BadLiteral, IsRefused) { EXPECT_FALSE(parse_literal(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Vectors, BadLiteral,
                         testing::Values("", "[1", "[1 2]", "{'a' 1}", "'x", "'x\n'", "f(1)", "1 2", "'\\x4'", "[,]"));

TEST(Literal, BoundsNesting) { EXPECT_FALSE(parse_literal(std::string(100000, '['))); }

}  // namespace
}  // namespace assay
