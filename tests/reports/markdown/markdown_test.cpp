// The Markdown report: as approved, and no foreign text becomes markup.
#include "reports/markdown/markdown.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "harness/base/text.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/report_views.h"

namespace assay {
namespace {

std::string rendered(std::span<const RunView> runs) {
  const auto text = make_markdown_report()->render(runs, {.database = "assay.db"});
  return text ? *text : text.error().message;
}

TEST(Markdown, IsAsApproved) {
  const std::array<RunView, 2> runs{make_measured_view(), make_kernel_view()};

  expect_golden("report.md", rendered(runs));
}

TEST(Markdown, NeverTurnsHostileTextIntoMarkup) {
  const std::array<RunView, 1> runs{make_hostile_view()};

  const std::string text = rendered(runs);

  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\n# @everyone"), std::string::npos);
  expect_golden("hostile.md", text);
}

// Bars that divide cells: neither behind a backslash.
std::size_t bars(std::string_view line) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    count += line[at] == '|' && (at == 0 || line[at - 1] != '\\') ? 1 : 0;
  }
  return count;
}

TEST(Markdown, GivesEveryRowOfATableTheCellsOfItsHead) {
  const std::array<RunView, 3> runs{make_measured_view(), make_kernel_view(), make_hostile_view()};
  const std::string text = rendered(runs);
  std::size_t cells = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (!starts_with(line, "|")) {
      cells = 0;
      continue;
    }
    cells = cells == 0 ? bars(line) : cells;
    EXPECT_EQ(bars(line), cells) << line;
  }
}

TEST(Markdown, LeavesPlainNamesAsTheyAre) {
  const std::array<RunView, 1> runs{make_measured_view()};

  const std::string text = rendered(runs);

  EXPECT_NE(text.find("`arithmetic_words`"), std::string::npos);
  EXPECT_NE(text.find("avx512_vnni"), std::string::npos);
  EXPECT_EQ(text.find("\\_"), std::string::npos);
}

}  // namespace
}  // namespace assay
