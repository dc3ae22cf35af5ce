// Layouts: parts, widths and broken lines.
#include "reports/terminal/layout.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

using Kind = Column::Kind;

DocumentTable table_of(const std::string& key, std::size_t numbers) {
  DocumentTable table{.columns = {{"key", Kind::kKey}}, .rows = {{key}}};
  for (std::size_t i = 0; i < numbers; ++i) {
    table.columns.push_back({"column"});
    table.rows[0].push_back("12");
  }
  return table;
}

TEST(Layout, KeepsATableThatFitsInOnePart) {
  const TableLayout layout = lay_out(table_of("name", 2), 20);

  EXPECT_EQ(layout.parts, (std::vector<std::vector<std::size_t>>{{0, 1, 2}}));
  EXPECT_EQ(layout.widths, (std::vector<std::size_t>{4, 6, 6}));
}

TEST(Layout, RepeatsTheKeysInEveryPartAndDropsNoColumn) {
  const TableLayout layout = lay_out(table_of("name", 4), 20);

  EXPECT_EQ(layout.parts, (std::vector<std::vector<std::size_t>>{{0, 1, 2}, {0, 3, 4}}));
}

TEST(Layout, BreaksLongKeysSoThatColumnsHaveRoom) {
  const TableLayout layout = lay_out(table_of(std::string(50, 'k'), 1), 30);

  EXPECT_EQ(layout.widths, (std::vector<std::size_t>{18, 6}));
  EXPECT_EQ(layout.parts.size(), 1u);
}

TEST(Layout, MeasuresTheLongestLineOfAHeadAndCodePointsNotBytes) {
  const DocumentTable table{.columns = {{"inter-token\nms", Kind::kKey}, {"x"}}, .rows = {{"é", "–––"}}};

  EXPECT_EQ(lay_out(table, 80).widths, (std::vector<std::size_t>{11, 3}));
}

TEST(Layout, GivesALongValueTheRestOfTheLine) {
  const DocumentTable table{.columns = {{"what", Kind::kKey}, {"value", Kind::kText}},
                            .rows = {{"cpu", std::string(90, 'v')}}};

  EXPECT_EQ(lay_out(table, 40).widths, (std::vector<std::size_t>{4, 34}));
}

struct Broken {
  const char* name;
  const char* text;
  std::size_t width;
  std::vector<std::string> lines;
};

class BrokenLines : public testing::TestWithParam<Broken> {};

TEST_P(BrokenLines, EndWhereTheyShould) {
  EXPECT_EQ(broken_lines(GetParam().text, GetParam().width), GetParam().lines);
}

INSTANTIATE_TEST_SUITE_P(Texts, BrokenLines,
                         testing::Values(Broken{"empty", "", 5, {""}}, Broken{"fits", "abcde", 5, {"abcde"}},
                                         Broken{"at_spaces", "one two three", 8, {"one two", "three"}},
                                         Broken{"space_just_behind", "one two", 3, {"one", "two"}},
                                         Broken{"prefers_spaces", "a b-c-d", 5, {"a", "b-c-d"}},
                                         Broken{"behind_marks", "smollm2-135m", 9, {"smollm2-", "135m"}},
                                         Broken{"anywhere", "abcdefgh", 3, {"abc", "def", "gh"}},
                                         Broken{"code_points", "ééééé", 2, {"éé", "éé", "é"}},
                                         Broken{"leading_mark", "-abcdef", 3, {"-ab", "cde", "f"}}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
