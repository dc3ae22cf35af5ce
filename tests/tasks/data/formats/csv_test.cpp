// CSV cells as Python's csv module splits them, and columns as the hub's loader types them.
#include "tasks/data/formats/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using Lines = std::vector<std::vector<std::string>>;

struct Cells {
  const char* name;
  std::string text;
  Lines lines;
  CsvDialect dialect = {};
};

class Csv : public testing::TestWithParam<Cells> {};

TEST_P(Csv, IsSplitAsByPython) {
  const auto lines = parse_csv(GetParam().text, GetParam().dialect);

  ASSERT_TRUE(lines) << lines.error().message;
  EXPECT_EQ(*lines, GetParam().lines);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Csv,
    testing::Values(Cells{"empty", "", {}}, Cells{"no_newline_at_the_end", "a,b", {{"a", "b"}}},
                    Cells{"unix", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
                    Cells{"dos", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
                    Cells{"old_mac", "a\rb\r", {{"a"}, {"b"}}}, Cells{"empty_cells", ",\n,", {{"", ""}, {"", ""}}},
                    Cells{"empty_lines", "\n\na\n\r\n\n", {{"a"}}}, Cells{"empty_quoted_line", "\"\"\n", {{""}}},
                    Cells{"quoted_delimiter", "\"a,b\",c", {{"a,b", "c"}}},
                    Cells{"quoted_quote", "\"a \"\"b\"\"\"", {{"a \"b\""}}},
                    Cells{"quoted_line_breaks", "\"a\r\nb\nc\",d\r\n", {{"a\r\nb\nc", "d"}}},
                    Cells{"quote_inside_a_cell", "a\"b\",c\n", {{"a\"b\"", "c"}}},
                    Cells{"text_behind_a_quote", "\"a\"b\"c,d\n", {{"ab\"c", "d"}}},
                    Cells{"blanks_stay", " a , \"b\"\n", {{" a ", " \"b\""}}},
                    Cells{"next_line_character_is_a_character",
                          "a\xC2\x85"
                          "b\n",
                          {{"a\xC2\x85"
                            "b"}}},
                    Cells{"tabs", "\"a\tb,c\n", {{"\"a", "b,c"}}, {.delimiter = '\t', .has_quotes = false}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(CsvEnd, InsideQuotesIsDamage) {
  const auto lines = parse_csv("a,b\nc,\"d\ne\n");

  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().message, "line 2: a quoted cell that does not end");
}

TEST(CsvRecords, AreTextsUnderTheirNames) {
  const auto rows = csv_records("n,x\n1,\n");

  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(to_json((*rows)[0]), R"({"n":"1","x":""})");
}

struct Column {
  const char* name;
  const char* text;
  const char* values;
};

class CsvColumn : public testing::TestWithParam<Column> {};

TEST_P(CsvColumn, HasOneType) {
  const auto rows = typed_csv_records(GetParam().text);

  ASSERT_TRUE(rows) << rows.error().message;
  std::string values;
  for (const Value& row : *rows) {
    values += to_json(*row.find("c")) + " ";
  }
  EXPECT_EQ(values, GetParam().values);
}

INSTANTIATE_TEST_SUITE_P(Columns, CsvColumn,
                         testing::Values(Column{"whole", "c\n1\n-2\n", "1 -2 "},
                                         Column{"whole_with_a_gap", "c,d\n1,x\n,x\n", "1.0 null "},
                                         Column{"real", "c\n1\n2.5\n", "1.0 2.5 "},
                                         Column{"truth", "c\nTrue\nFalse\n", "true false "},
                                         Column{"mixed", "c\n1\nx\n", "\"1\" \"x\" "},
                                         Column{"words_for_nothing", "c\nNA\nx\nnull\n", "null \"x\" null "},
                                         Column{"nothing_at_all", "c,d\n,x\n", "null "}),
                         [](const auto& tested) { return std::string(tested.param.name); });

struct Misfit {
  const char* name;
  const char* text;
  const char* message;
};

class BrokenTable : public testing::TestWithParam<Misfit> {};

TEST_P(BrokenTable, NamesTheRow) {
  const auto rows = csv_records(GetParam().text);

  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().message, testing::HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Tables, BrokenTable,
                         testing::Values(Misfit{"empty", "", "first line"},
                                         Misfit{"short_row", "a,b\n1,2\n3\n", "row 2: 1 cells under 2 names"},
                                         Misfit{"twin", "a,a\n1,2\n", "two columns named 'a'"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
