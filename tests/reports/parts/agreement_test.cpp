// Which scorers are laid side by side, on which answers, and what a report says of them.
#include "reports/parts/agreement.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

#include "reports/registry.h"

namespace assay {
namespace {

class AgreementOfScorers : public testing::Test {
 protected:
  AgreementOfScorers() {
    view_.run.id = "r";
    view_.models = {{.name = "m"}};
    view_.tasks = {{.name = "t", .headline = "b", .kind = "generate", .documents = 4}};
    for (const char* name : {"b", "a"}) {
      view_.metrics.push_back({.task = "t", .name = name, .version = 1, .aggregation = "mean"});
    }
    for (int i = 0; i < 4; ++i) {
      view_.documents.push_back({.task = "t", .index = i, .gold = "gold " + std::to_string(i)});
    }
  }

  void add(const std::string& scorer, std::int64_t document, std::optional<double> value, int repeat = 0) {
    ScoreRecord score{.key = {.model = "m", .task = "t", .document = document, .repeat = repeat}, .scorer = scorer};
    score.judgement = {.outcome = !value        ? Outcome::kNoAnswer
                                  : *value == 1 ? Outcome::kRight
                                                : Outcome::kUnparsed,
                       .value = value,
                       .answer = scorer + std::to_string(document),
                       .rule = "rule of " + scorer};
    view_.scores.push_back(std::move(score));
  }

  void add_all(const std::string& scorer, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      add(scorer, static_cast<std::int64_t>(i), values[i]);
    }
  }

  RunView view_;
};

TEST_F(AgreementOfScorers, LaysTheVerdictsOfTheSameAnswersSideBySideInTheMetricsOrder) {
  add_all("a", {1, 1, 0, 0});
  add_all("b", {1, 0, 1, 0});

  const auto summaries = summarise_agreement(view_);

  ASSERT_EQ(summaries.size(), 1u);
  const AgreementSummary& pair = summaries[0];
  EXPECT_EQ(pair.first + pair.second + pair.task + pair.model, "batm");
  EXPECT_EQ(pair.counts.both_right, 1);
  EXPECT_EQ(pair.counts.only_first, 1);
  EXPECT_EQ(pair.counts.only_second, 1);
  EXPECT_EQ(pair.counts.both_wrong, 1);
  ASSERT_EQ(pair.disagreements.size(), 2u);
  EXPECT_EQ(pair.disagreements[0].document, 1);
  EXPECT_EQ(pair.disagreements[0].gold, "gold 1");
  EXPECT_EQ(pair.disagreements[0].first.answer, "b1");
  EXPECT_EQ(pair.disagreements[0].first.outcome, Outcome::kUnparsed);
  EXPECT_EQ(pair.disagreements[0].second.rule, "rule of a");
}

TEST_F(AgreementOfScorers, LeavesOutAnswersThatOneOfThemHasNoVerdictOn) {
  add_all("a", {1, 1});
  add("b", 0, 1);
  add("b", 1, std::nullopt);
  add("b", 3, 0);

  EXPECT_EQ(summarise_agreement(view_).at(0).counts.count(), 1);
}

TEST_F(AgreementOfScorers, CountsEveryRepeat) {
  for (int repeat = 0; repeat < 3; ++repeat) {
    add("a", 0, 1, repeat);
    add("b", 0, repeat == 2 ? 0 : 1, repeat);
  }

  const auto pair = summarise_agreement(view_).at(0);

  EXPECT_EQ(pair.counts.both_right, 2);
  EXPECT_EQ(pair.disagreements.at(0).repeat, 2);
}

TEST_F(AgreementOfScorers, NeedsTwoScorersThatGiveRightAndWrongVerdicts) {
  add_all("b", {1, 0});
  EXPECT_TRUE(summarise_agreement(view_).empty());

  add_all("graded", {1, 0.5});
  view_.metrics.push_back({.task = "t", .name = "errors", .is_higher_better = false});
  add_all("errors", {1, 0});
  view_.metrics.push_back({.task = "t", .name = "beside", .is_supplementary = true});
  add_all("beside", {1, 0});

  EXPECT_TRUE(summarise_agreement(view_).empty());
}

TEST_F(AgreementOfScorers, KeepsTheFirstTenDisagreementsAndCountsAll) {
  for (int i = 0; i < 25; ++i) {
    add("a", i, 1);
    add("b", i, 0);
  }

  const auto pair = summarise_agreement(view_).at(0);

  EXPECT_EQ(pair.counts.only_second, 25);
  EXPECT_EQ(pair.disagreements.size(), 10u);
  EXPECT_EQ(pair.disagreements.back().document, 9);
}

TEST_F(AgreementOfScorers, StandsInEveryFormOfReport) {
  add_all("a", {1, 1, 0, 0});
  add_all("b", {1, 0, 0, 0});
  const auto rendered = [&](const char* format) { return *(*make_report(format))->render(std::array{view_}, {}); };

  EXPECT_NE(rendered("markdown").find("| `t` | `m` | `b` | `a` | 4 | 1 | 0 | 1 | 2 | 75.0 | 0.500 |"),
            std::string::npos)
      << rendered("markdown");
  EXPECT_NE(rendered("terminal").find("Agreement of scorers"), std::string::npos);
  EXPECT_NE(rendered("csv").find(",a,1,0,1,2,0.75,0.5,,,,\r\n"), std::string::npos) << rendered("csv");
  EXPECT_NE(rendered("json").find("\"only_second_right\": 1"), std::string::npos) << rendered("json");
}

}  // namespace
}  // namespace assay
