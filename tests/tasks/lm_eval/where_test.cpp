// `where`: which rows meet a condition, and conditions that are none.
#include "tasks/lm_eval/where.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct Case {
  std::string name, where, row, expected;  // "true", "false" or the error
};

class Where : public testing::TestWithParam<Case> {};

TEST_P(Where, DecidesByTheColumns) {
  const auto where = parse_json_value(GetParam().where);
  const auto row = parse_json_value(GetParam().row);
  ASSERT_TRUE(where && row);

  const auto form = check_where(*where);
  const auto met = form ? is_met(*where, *row) : Result<bool>(form.error());

  EXPECT_EQ(met ? (*met ? "true" : "false") : met.error().message, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Where,
    testing::Values(
        Case{"equal", R"({"s":"a"})", R"({"s":"a"})", "true"}, Case{"other", R"({"s":"a"})", R"({"s":"b"})", "false"},
        Case{"one_of", R"({"s":["a",1]})", R"({"s":1})", "true"},
        Case{"none_of", R"({"s":["a",1]})", R"({"s":"1"})", "false"},
        Case{"all_columns", R"({"s":"a","t":"b"})", R"({"s":"a","t":"c"})", "false"},
        Case{"cut", R"({"s":{"cut_at":["_test.csv","_test-"],"is":"a"}})", R"({"s":"a_test.csv_sw.csv"})", "true"},
        Case{"cut_at_the_first_mark_named", R"({"s":{"cut_at":["y","x"],"is":"ax"}})", R"({"s":"axy"})", "true"},
        Case{"no_text_is_not_cut", R"({"s":{"cut_at":["y"],"is":5}})", R"({"s":5})", "true"},
        Case{"not_a_list", R"({"s":{"not":[["",""]]}})", R"({"s":["",""]})", "false"},
        Case{"not_empty", R"({"s":{"is_empty":false}})", R"({"s":[]})", "false"},
        Case{"empty_text", R"({"s":{"is_empty":true}})", R"({"s":""})", "true"},
        Case{"no_length", R"({"s":{"is_empty":true}})", R"({"s":3})", "where: column 's' has no length: 3"},
        Case{"no_column", R"({"s":"a"})", R"({"t":"a"})", "where: column 's' is not in the row"},
        Case{"unknown_condition", R"({"s":{"like":"a"}})", "{}",
             "where.s: unknown condition '\"like\"'; known: cut_at, is, is_empty, not"},
        Case{"no_map", "[1]", "{}", "where: a map of columns and values is needed"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Where, KeepsRowsInTheirOrder) {
  const auto rows = parse_json_value(R"([{"s":1,"i":0},{"s":2,"i":1},{"s":1,"i":2}])");

  const auto kept = rows_where(*parse_json_value(R"({"s":1})"), rows->items());

  ASSERT_TRUE(kept);
  EXPECT_EQ(to_json(Value::list(*kept)), R"([{"s":1,"i":0},{"s":1,"i":2}])");
}

}  // namespace
}  // namespace assay
