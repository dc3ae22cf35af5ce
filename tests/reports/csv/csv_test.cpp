// The CSV report: as approved, one width for all rows, no cell that a spreadsheet would run.
#include "reports/csv/csv.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/fakes/golden.h"
#include "tests/fakes/report_views.h"

namespace assay {
namespace {

std::string rendered(std::span<const RunView> runs) {
  const auto text = make_csv_report()->render(runs, {});
  return text ? *text : text.error().message;
}

// RFC 4180, read back.
std::vector<std::vector<std::string>> parsed(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const bool is_escaped = is_quoted && at + 1 < text.size() && text[at + 1] == '"';
      rows.back().back() += is_escaped ? "\"" : "";
      at += is_escaped ? 1 : 0;
      is_quoted = is_escaped ? is_quoted : !is_quoted;
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !is_quoted) {
      rows.push_back({""});
    } else if (c != '\r' || is_quoted) {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

TEST(Csv, IsAsApproved) {
  const std::array<RunView, 2> runs{make_measured_view(), make_kernel_view()};

  expect_golden("report.csv", rendered(runs));
}

TEST(Csv, DefusesFormulasAndKeepsOneWidth) {
  std::array<RunView, 3> runs{make_measured_view(), make_kernel_view(), make_hostile_view()};
  for (AnswerRecord& answer : runs[2].answers) {
    answer.key.task = "=HYPERLINK(\"x\"),\n2";
  }
  for (ScoreRecord& score : runs[2].scores) {
    score.key.task = "=HYPERLINK(\"x\"),\n2";
  }
  runs[2].tasks[0].name = "=HYPERLINK(\"x\"),\n2";

  const auto rows = parsed(rendered(runs));

  ASSERT_EQ(rows.size(), 1u + 6 + 2 + 4 + 2);  // header, metrics, agreements, kernels, the hostile run
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), rows[0].size());
  }
  EXPECT_EQ(rows.back()[2], "'=HYPERLINK(\"x\"),\n2");
}

}  // namespace
}  // namespace assay
