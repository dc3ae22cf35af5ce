// Figures over repeats of documents whose answers are known by hand.
#include "reports/parts/repeat_figures.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace assay {
namespace {

class Repeats : public testing::Test {
 protected:
  // An answer's text; "" could not be read, "(" is a thought without an end.
  void answer(std::int64_t document, const std::vector<std::string>& texts, const std::string& gold) {
    int repeat = 0;
    for (const std::string& text : texts) {
      ScoreRecord& score = records_.emplace_back();
      score.key = {.model = "m", .task = "t", .document = document, .repeat = repeat++};
      score.scorer = "exact";
      score.judgement.outcome = text.empty()   ? Outcome::kUnparsed
                                : text == "("  ? Outcome::kTruncatedInThought
                                : text == gold ? Outcome::kRight
                                               : Outcome::kWrong;
      score.judgement.value = score.judgement.outcome == Outcome::kRight ? 1 : 0;
      score.judgement.answer = text == "(" ? "" : text;
      scores_.push_back(&score);
    }
  }

  std::optional<RepeatSummary> summary(const SameAnswer& same = {}) const {
    const std::vector<MetricSummary> metrics{{.name = "bleu", .aggregation = "bleu"}, {.name = "exact"}};
    return summarise_repeats(scores_, metrics, clusters_, same);
  }

  static double mean_of(const RepeatSummary& summary, const std::string& name) {
    for (const auto* list : {&summary.figures, &summary.curve}) {
      for (const RepeatFigure& figure : *list) {
        if (figure.name == name) {
          return figure.share.mean;
        }
      }
    }
    return -1;
  }

  DocumentClusters clusters_;

 private:
  std::deque<ScoreRecord> records_;
  std::vector<const ScoreRecord*> scores_;
};

TEST_F(Repeats, AreAveragedDrawnAndVotedOn) {
  answer(0, {"7", "7", "3", ""}, "7");
  answer(1, {"1", "2", "(", "("}, "1");

  const auto repeats = summary();

  ASSERT_TRUE(repeats);
  EXPECT_EQ(repeats->metric, "exact");
  EXPECT_EQ(repeats->k, 4);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "avg@4"), 3.0 / 8);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "pass@4"), 1);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "pass@2"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "cons@4"), 0.75);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "maj@1"), 3.0 / 8);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "maj@4"), 0.75);
  EXPECT_NEAR(mean_of(*repeats, "G-Pass@2 tau 0.5"), 2.0 / 3, 1e-12);
  EXPECT_NEAR(mean_of(*repeats, "G-Pass@2 tau 1"), 1.0 / 12, 1e-12);
  EXPECT_NEAR(mean_of(*repeats, "mG-Pass@2"), 1.0 / 12, 1e-12);
}

TEST_F(Repeats, CountEqualAnswersAsOneVote) {
  answer(0, {"7", "7.0", "3", "3"}, "7");
  answer(1, {"7", "7", "3", "7"}, "7");

  EXPECT_DOUBLE_EQ(mean_of(*summary(), "cons@4"), 0.5);  // of the first, 3 has two votes, 7 and 7.0 one each
  const auto numbers = [](const std::string& a, const std::string& b) { return std::stod(a) == std::stod(b); };
  // 7 and 7.0 tie with 3; what the scorer said of 7.0 counts half in its class.
  EXPECT_DOUBLE_EQ(mean_of(*summary(numbers), "cons@4"), (0.25 + 1) / 2);
}

TEST_F(Repeats, LeaveDocumentsWithFewerAnswersToTheAverage) {
  answer(0, {"7", "7", "7", "7"}, "7");
  answer(1, {"3", "7"}, "7");

  const auto repeats = summary();

  EXPECT_EQ(repeats->documents_short, 1);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "avg@4"), 0.75);
  EXPECT_DOUBLE_EQ(mean_of(*repeats, "cons@4"), 1);
  EXPECT_EQ(repeats->figures[0].share.n, 2);
  EXPECT_EQ(repeats->figures[1].share.n, 1);
}

TEST_F(Repeats, HaveNoVoteWhereTheScorerExtractsNothing) {
  answer(0, {"", "", ""}, "7");
  answer(1, {"", "(", ""}, "7");

  EXPECT_EQ(mean_of(*summary(), "cons@3"), -1);
  EXPECT_EQ(mean_of(*summary(), "pass@3"), 0);
}

TEST_F(Repeats, AreNoneWhereDocumentsWereAskedOnce) {
  answer(0, {"7"}, "7");
  answer(1, {"3"}, "7");

  EXPECT_FALSE(summary());
}

TEST_F(Repeats, TakeClusteredErrorsWhereDocumentsAreClustered) {
  for (int document = 0; document < 12; ++document) {
    const bool is_good = document / 4 % 2 == 0;
    answer(document, {is_good ? "7" : "3", "7", is_good ? "7" : "3", "3"}, "7");
  }
  const double independent = *summary()->figures[0].share.standard_error;
  for (int document = 0; document < 12; ++document) {
    clusters_[document] = document / 4;
  }

  EXPECT_GT(*summary()->figures[0].share.standard_error, 1.5 * independent);
}

}  // namespace
}  // namespace assay
