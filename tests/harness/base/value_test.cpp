// Values compare as Python's do, and JSON goes through them unharmed.
#include "harness/base/value.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

std::string round_trip(std::string_view text) {
  const auto value = parse_json_value(text);
  return value ? to_json(*value) : "error: " + value.error().message;
}

TEST(Value, KeepsFieldsInTheirOrder) {
  EXPECT_EQ(round_trip(R"({"b": 1, "a": [true, null]})"), R"({"b":1,"a":[true,null]})");
}

TEST(Value, TakesTheLastOfTwoFieldsWithOneName) { EXPECT_EQ(round_trip(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})"); }

TEST(Value, KeepsIntegersOfAnyLength) {
  EXPECT_EQ(round_trip("[123456789012345678901234567890, -9223372036854775808]"),
            "[123456789012345678901234567890,-9223372036854775808]");
}

TEST(Value, ReadsTheBareWordsThatPythonWrites) {
  EXPECT_EQ(round_trip(R"([NaN, Infinity, -Infinity, "NaN"])"), R"([NaN,Infinity,-Infinity,"NaN"])");
}

TEST(Value, TellsRealsFromIntegers) { EXPECT_EQ(round_trip("[1.0, 1, 1e3, -0.5]"), "[1.0,1,1000.0,-0.5]"); }

TEST(Value, JoinsSurrogatesAndReplacesLoneOnes) {
  EXPECT_EQ(round_trip(R"(["\ud83d\ude00", "\ud83d!", "\u00e9"])"), "[\"\U0001F600\",\"\uFFFD!\",\"\u00e9\"]");
}

struct Broken {
  const char* name;
  std::string text;
};

class BrokenJson : public testing::TestWithParam<Broken> {};

TEST_P(BrokenJson, IsRefusedWithItsPlace) {
  const auto value = parse_json_value(GetParam().text);

  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().kind, ErrorKind::kCorrupt);
}

INSTANTIATE_TEST_SUITE_P(All, BrokenJson,
                         testing::Values(Broken{"Empty", ""}, Broken{"Open", "[1, 2"}, Broken{"Tail", "1 2"},
                                         Broken{"Zero", "012"}, Broken{"Point", "1."}, Broken{"Exponent", "1e"},
                                         Broken{"Control", "\"a\nb\""}, Broken{"Escape", R"("\x41")"},
                                         Broken{"Hex", R"("\u12g4")"}, Broken{"Key", "{1: 2}"}, Broken{"Comma", "[1,]"},
                                         Broken{"Utf8", "\"\xff\""}, Broken{"Deep", std::string(100000, '[')}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Value, ComparesNumbersByValueOverKinds) {
  EXPECT_EQ(Value::of(std::int64_t{1}), Value::of(1.0));
  EXPECT_EQ(Value::of_bool(true), Value::of(std::int64_t{1}));
  EXPECT_NE(Value::of(std::int64_t{9007199254740993}), Value::of(9007199254740992.0));
  EXPECT_NE(Value::of("1"), Value::of(std::int64_t{1}));
}

TEST(Value, TellsListsFromTuplesAndDictsApart) {
  EXPECT_NE(Value::list({Value::of("a")}), Value::tuple({Value::of("a")}));
  EXPECT_EQ(*parse_json_value(R"({"a":1,"b":2})"), *parse_json_value(R"({"b":2,"a":1})"));
}

TEST(Value, ChangesACopyOnly) {
  const Value row = *parse_json_value(R"({"a":1,"b":2})");

  EXPECT_EQ(to_json(row.with("a", Value::of("x")).without("b").with("c", Value())), R"({"a":"x","c":null})");
  EXPECT_EQ(to_json(row), R"({"a":1,"b":2})");
}

}  // namespace
}  // namespace assay
