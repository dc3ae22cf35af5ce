// Python's text of values, and its literals.
#include "tasks/template/python_text.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct Shown {
  const char* name;
  Value value;
  const char* expected;
};

class PythonRepr : public testing::TestWithParam<Shown> {};

TEST_P(PythonRepr, WritesWhatPythonDoes) { EXPECT_EQ(python_repr(GetParam().value), GetParam().expected); }

const auto kNameOf = [](const auto& tested) { return std::string(tested.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Values, PythonRepr,
    testing::Values(Shown{"none", Value(), "None"}, Shown{"yes", Value::of_bool(true), "True"},
                    Shown{"whole", Value::of(std::int64_t{-7}), "-7"},
                    Shown{"long_whole", Value::of_big("123456789012345678901"), "123456789012345678901"},
                    Shown{"real", Value::of(1.0), "1.0"}, Shown{"small", Value::of(0.00001), "1e-05"},
                    Shown{"not_so_small", Value::of(0.0001), "0.0001"}, Shown{"large", Value::of(1e16), "1e+16"},
                    Shown{"not_so_large", Value::of(123456789012345.0), "123456789012345.0"},
                    Shown{"minus_zero", Value::of(-0.0), "-0.0"}, Shown{"shortest", Value::of(0.1), "0.1"},
                    Shown{"single", Value::of("it's"), "\"it's\""}, Shown{"both", Value::of("'\""), "'\\'\"'"},
                    Shown{"plain", Value::of("a\"b"), "'a\"b'"},
                    Shown{"escapes", Value::of("\\\n\t\x01"), "'\\\\\\n\\t\\x01'"},
                    Shown{"letters", Value::of("\u00e9\u65e5"), "'\u00e9\u65e5'"},
                    Shown{"unprintable", Value::of("\u00a0\u200b\ue000\U000e0001"), "'\\xa0\\u200b\\ue000\\U000e0001'"},
                    Shown{"list", Value::list({Value::of("a"), Value()}), "['a', None]"},
                    Shown{"tuple", Value::tuple({Value::of("a")}), "('a',)"}, Shown{"no_tuple", Value::tuple({}), "()"},
                    Shown{"dict", Value::dict({{.key = Value::of("k"), .value = Value::list({})}}), "{'k': []}"}),
    kNameOf);

TEST(PythonStr, LeavesTextsAsTheyAre) {
  EXPECT_EQ(python_str(Value::of("it's")), "it's");
  EXPECT_EQ(python_str(Value::list({Value::of("it's")})), "[\"it's\"]");
}

struct LiteralCase {
  const char* name;
  std::string text;
  const char* expected;  // repr; "" if it is refused
};

class PythonLiteral : public testing::TestWithParam<LiteralCase> {};

TEST_P(PythonLiteral, ReadsWhatPythonDoes) {
  const auto value = python_literal(GetParam().text);

  if (std::string(GetParam().expected).empty()) {
    EXPECT_FALSE(value) << python_repr(*value);
    return;
  }
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(python_repr(*value), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Right, PythonLiteral,
    testing::Values(LiteralCase{"list", "['a', \"b\", 1, -2.5, None, True]", "['a', 'b', 1, -2.5, None, True]"},
                    LiteralCase{"nested", "{'a': [1, (2, 3)], 2: {}}", "{'a': [1, (2, 3)], 2: {}}"},
                    LiteralCase{"joined", "('a' 'b'\n\"c\")", "'abc'"}, LiteralCase{"raw", "r'\\n'", "'\\\\n'"},
                    LiteralCase{"long_text", "'''x\ny'''", "'x\\ny'"},
                    LiteralCase{"escapes", "'\\x41\\u00e9\\N{BULLET}\\101\\q'", "'A\u00e9\u2022A\\\\q'"},
                    LiteralCase{"numbers", "[1_000, 0x1F, 0b11, 0o17, 1., .5, 1e5, 00]",
                                "[1000, 31, 3, 15, 1.0, 0.5, 100000.0, 0]"},
                    LiteralCase{"bare_tuple", "1, 2", "(1, 2)"}, LiteralCase{"one", "(1)", "1"},
                    LiteralCase{"set", "{1, 2, 1}", "[1, 2]"},
                    LiteralCase{"comment", " [1, # one\n 2] # two\n", "[1, 2]"},
                    LiteralCase{"trailing_comma", "[1,]", "[1]"},
                    LiteralCase{"long_number", "-123456789012345678901", "-123456789012345678901"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Wrong, PythonLiteral,
    testing::Values(LiteralCase{"nothing", "", ""}, LiteralCase{"name", "abc", ""}, LiteralCase{"open", "[1, 2", ""},
                    LiteralCase{"no_comma", "[1 2]", ""}, LiteralCase{"leading_zero", "007", ""},
                    LiteralCase{"call", "f(1)", ""}, LiteralCase{"operation", "1 + 1", ""},
                    LiteralCase{"formatted", "f'x'", ""}, LiteralCase{"no_quote", "'a", ""},
                    LiteralCase{"backslash_at_the_end", "'a\\", ""}, LiteralCase{"list_as_key", "{[1]: 2}", ""},
                    LiteralCase{"bytes", "b'x'", ""}, LiteralCase{"two_lines", "1\n2", ""},
                    LiteralCase{"underscores", "1__0", ""}, LiteralCase{"two_signs", "--1", ""},
                    LiteralCase{"deep", std::string(100000, '['), ""},
                    LiteralCase{"deep_and_closed", std::string(200, '[') + std::string(200, ']'), ""}),
    kNameOf);

TEST(PythonLiteralError, NamesThePlace) {
  const auto value = python_literal("['a', b]");

  ASSERT_FALSE(value);
  EXPECT_NE(value.error().message.find("at character 7"), std::string::npos) << value.error().message;
  EXPECT_NE(value.error().message.find("'b' is no literal"), std::string::npos) << value.error().message;
}

}  // namespace
}  // namespace assay
