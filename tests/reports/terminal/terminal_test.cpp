// The terminal report: approved at two widths, with and without colour; nothing required is ever dropped.
#include "reports/terminal/terminal.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "harness/base/text.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/report_views.h"

namespace assay {
namespace {

std::string rendered(std::span<const RunView> runs, int width, bool has_colour) {
  const auto text =
      make_terminal_report()->render(runs, {.has_colour = has_colour, .width = width, .database = "assay.db"});
  return text ? *text : text.error().message;
}

struct Form {
  const char* name;
  int width;
  bool has_colour;
};

class TerminalForms : public testing::TestWithParam<Form> {};

TEST_P(TerminalForms, AreAsApproved) {
  const std::array<RunView, 2> runs{make_measured_view(), make_kernel_view()};

  const std::string text = rendered(runs, GetParam().width, GetParam().has_colour);

  expect_golden(std::string("terminal_") + GetParam().name + ".txt", text);
}

INSTANTIATE_TEST_SUITE_P(Widths, TerminalForms,
                         testing::Values(Form{"100", 100, false}, Form{"100_colour", 100, true}, Form{"60", 60, false},
                                         Form{"60_colour", 60, true}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Terminal, ShowsHostileTextAsText) {
  const std::array<RunView, 1> runs{make_hostile_view()};

  const std::string text = rendered(runs, 100, false);

  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  expect_golden("terminal_hostile.txt", text);
}

TEST(Terminal, KeepsEveryLineOfTablesAndSentencesWithinItsWidth) {
  const std::array<RunView, 3> runs{make_measured_view(), make_kernel_view(), make_hostile_view()};
  for (const int width : {40, 60, 80, 100, 200}) {
    const std::string text = rendered(runs, width, false);
    for (const std::string_view line : split(text, '\n')) {
      if (!starts_with(line, "  ")) {  // commands stay whole, to be copied
        EXPECT_LE(code_points(line), static_cast<std::size_t>(width)) << line;
      }
    }
  }
}

TEST(Terminal, ShowsEveryRequiredFigureAtEveryWidth) {
  const std::array<RunView, 2> runs{make_measured_view(), make_kernel_view()};
  for (const int width : {40, 60, 100, 200}) {
    const std::string text = rendered(runs, width, false);
    for (const char* head : {"score", "unparsed", "truncated", "refused", "TTFT", "inter-token", "total ms",
                             "USD per 1M", "right answer", "McNemar", "median", "GFLOP/s", "GB/s", "peak", "status"}) {
      EXPECT_NE(text.find(head), std::string::npos) << head << " at " << width;
    }
    EXPECT_EQ(text.find("do not fit"), std::string::npos);
  }
}

TEST(Terminal, OfNoRunsIsEmpty) { EXPECT_EQ(rendered({}, 100, false), ""); }

}  // namespace
}  // namespace assay
