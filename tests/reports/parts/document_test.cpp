// Documents: which sections there are, and what their sentences claim.
#include "reports/parts/document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/fakes/report_views.h"

namespace assay {
namespace {

std::string text_of(const Sentence& sentence) {
  std::string text;
  for (const Piece& piece : sentence) {
    text += piece.text;
  }
  return text;
}

std::vector<std::string> titles(const ReportDocument& document) {
  std::vector<std::string> all;
  for (const Section& section : document.sections) {
    all.push_back(section.title);
  }
  return all;
}

bool says(const ReportDocument& document, const std::string& words) {
  const auto holds = [&](const Sentence& sentence) { return text_of(sentence).find(words) != std::string::npos; };
  return std::any_of(document.sections.begin(), document.sections.end(), [&](const Section& section) {
    return std::any_of(section.lines.begin(), section.lines.end(), holds) ||
           std::any_of(section.notes.begin(), section.notes.end(), holds);
  });
}

ReportDocument document_of(const RunView& view) {
  const std::array<RunView, 1> runs{view};
  return make_document(runs, {.database = "my results.db"});
}

TEST(Document, HasASectionForEverythingThereIs) {
  EXPECT_EQ(titles(document_of(make_measured_view())),
            (std::vector<std::string>{"", "Scores", "Differences", "Agreement of scorers", "Speed", "Cost",
                                      "Noise floor", "Make it again", "Environment"}));
  EXPECT_EQ(titles(document_of(make_kernel_view())),
            (std::vector<std::string>{"", "Kernels", "Make it again", "Environment"}));
}

// Two models asked twice; one of them thinks.
TEST(Document, ShowsThoughtsAndRepeatsWhereThereAreAny) {
  RunView view = make_measured_view();
  for (AnswerRecord& answer : view.answers) {
    if (answer.response.finish == Finish::kStop && answer.key.model == "smollm2-135m") {
      answer.thought =
          Thought{.state = ThoughtState::kClosed, .thought_tokens = 15, .answer_tokens = 6, .count = "tokens"};
    }
  }
  const auto scores = view.scores;
  for (ScoreRecord again : scores) {
    again.key.repeat = 1;
    view.scores.push_back(again);
  }

  const ReportDocument document = document_of(view);

  const auto all = titles(document);
  const auto thoughts = std::find(all.begin(), all.end(), "Thoughts") - all.begin();
  ASSERT_LT(static_cast<std::size_t>(thoughts) + 1, all.size());
  EXPECT_EQ(all[static_cast<std::size_t>(thoughts) + 1], "Repeats");
  const auto& rows = document.sections[static_cast<std::size_t>(thoughts)].table.rows;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0][1], "smollm2-135m");
  EXPECT_EQ(rows[0][2], "15.0");
  EXPECT_EQ(rows[0][3], "6.0");
  EXPECT_TRUE(says(document, "Tokens counted by: tokens."));
}

TEST(Document, SaysOnceWhatMachineSeveralRunsShared) {
  const std::array<RunView, 2> same{make_measured_view(), make_kernel_view()};
  std::array<RunView, 2> other = same;
  other[1].environment["cpu.model"] = "another";

  EXPECT_EQ(titles(make_document(same, {})).back(), "Environment");
  EXPECT_EQ(titles(make_document(other, {})).back(), "Environment of run 20260101-130000-beef");
  EXPECT_EQ(titles(make_document(same, {})).front(), "Run 20260101-120000-abcd");
}

TEST(Document, ClaimsADifferenceOnlyIfItIsShown) {
  const ReportDocument document = document_of(make_measured_view());

  EXPECT_TRUE(says(document, "gemma3-270m is better than smollm2-135m (+30.4 points"));
  EXPECT_TRUE(says(document, "no difference shown between smollm2-135m and gemma3-270m (0.0 points"));
  EXPECT_TRUE(says(document, "not adjusted"));
}

TEST(Document, PutsTheNoiseFloorBesideTheScores) {
  RunView unmeasured = make_measured_view();
  unmeasured.noise.clear();
  RunView exact = unmeasured;
  exact.run.schedule = "exact";

  EXPECT_TRUE(says(document_of(make_measured_view()), "answers 1 of 50 items otherwise (2.0 %)"));
  EXPECT_TRUE(says(document_of(unmeasured), "not measured for this run"));
  EXPECT_FALSE(says(document_of(exact), "Noise floor"));
}

TEST(Document, SaysWhereARegradingIsNotComplete) {
  RunView view = make_measured_view();
  for (ScoreRecord& score : view.scores) {
    const bool is_new = score.scorer == "acc_norm" && score.key.model == "gemma3-270m" && score.key.document < 20;
    score.scorer_version = is_new ? 2 : 1;
  }

  EXPECT_TRUE(
      says(document_of(view), "gemma3-270m on ordering_puzzles: acc_norm judged 20 of 50 answers by version 2"));
  EXPECT_FALSE(says(document_of(view), "smollm2-135m on ordering_puzzles: acc_norm judged"));
  EXPECT_FALSE(says(document_of(make_measured_view()), "by an older one"));
}

TEST(Document, NamesWhatIsMissingOrDisturbed) {
  const ReportDocument measured = document_of(make_measured_view());
  const ReportDocument hostile = document_of(make_hostile_view());

  EXPECT_TRUE(says(measured, "1 of 80 samples have no answer after every attempt"));
  EXPECT_TRUE(says(measured, "1 of 80 samples were answered only after another attempt"));
  EXPECT_TRUE(says(measured, "Blocks disturbed by other programs: 2 of 6"));
  EXPECT_TRUE(says(hostile, "every block was disturbed"));
  EXPECT_TRUE(says(hostile, "This run is not complete"));
  EXPECT_TRUE(says(hostile, "No price is known"));
  EXPECT_FALSE(says(measured, "not complete"));
}

TEST(Document, QuotesTheDatabaseForAShell) {
  const ReportDocument document = document_of(make_kernel_view());

  const auto again = std::find_if(document.sections.begin(), document.sections.end(),
                                  [](const Section& section) { return section.title == "Make it again"; });
  ASSERT_NE(again, document.sections.end());
  EXPECT_EQ(again->code.back(), "assay report 20260101-130000-beef --db 'my results.db'");
}

TEST(Document, GivesEveryRowOneTextPerColumn) {
  const std::array<RunView, 3> runs{make_measured_view(), make_kernel_view(), make_hostile_view()};

  for (const Section& section : make_document(runs, {}).sections) {
    for (const auto& row : section.table.rows) {
      EXPECT_EQ(row.size(), section.table.columns.size()) << section.title;
    }
  }
}

}  // namespace
}  // namespace assay
