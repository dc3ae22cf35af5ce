// Summaries: every figure of the golden run, computed by hand.
#include "reports/parts/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/fakes/report_views.h"

namespace assay {
namespace {

// Model "m" on task "t": one answer per block given as active seconds, right or not.
RunView run_of(const std::vector<bool>& right) {
  RunView view;
  view.models = {{.name = "m"}};
  view.tasks = {{.name = "t", .headline = "acc"}};
  for (std::size_t i = 0; i < right.size(); ++i) {
    AnswerRecord answer{.key = {.model = "m", .task = "t", .document = static_cast<std::int64_t>(i)}};
    answer.response.finish = Finish::kStop;
    answer.response.prompt_tokens = 100;
    answer.response.prompt_tokens_evaluated = 50;
    answer.response.output_tokens = 11;
    answer.prefill_active_s = 0.5;
    answer.decode_active_s = 1;
    answer.done_ns = 2'000'000'000;
    ScoreRecord score{.key = answer.key, .scorer = "acc"};
    score.judgement = {.outcome = right[i] ? Outcome::kRight : Outcome::kWrong, .value = right[i] ? 1 : 0};
    view.answers.push_back(answer);
    view.scores.push_back(score);
  }
  return view;
}

TEST(Summary, CountsOutcomesOfTheHeadlineAndLeavesOutWhatHasNoAnswer) {
  const RunView view = make_measured_view();

  const RunSummary summary = summarise(view);

  ASSERT_EQ(summary.cells.size(), 4u);
  const CellSummary& cell = summary.cells[0];
  EXPECT_EQ(cell.model, "smollm2-135m");
  EXPECT_EQ(cell.outcomes.samples, 80);
  EXPECT_EQ(cell.outcomes.unparsed, 1);
  EXPECT_EQ(cell.outcomes.truncated, 1);
  EXPECT_EQ(cell.outcomes.refused, 1);
  EXPECT_EQ(cell.outcomes.no_answer, 1);
  EXPECT_EQ(cell.outcomes.retried, 1);  // document 3; document 37 was tried too, in vain
  EXPECT_EQ(cell.metrics[0].n, 79);
  EXPECT_DOUBLE_EQ(*cell.metrics[0].mean, 8.0 / 79);
}

TEST(Summary, PutsTheHeadlineFirstAndKeepsTasksInOrder) {
  const RunView view = make_measured_view();

  const RunSummary summary = summarise(view);

  EXPECT_EQ(summary.cells[2].task, "ordering_puzzles");
  ASSERT_EQ(summary.cells[2].metrics.size(), 2u);
  EXPECT_TRUE(summary.cells[2].metrics[0].is_headline);
  EXPECT_EQ(summary.cells[2].metrics[0].name, "acc");
  EXPECT_FALSE(summary.cells[2].metrics[1].is_headline);
}

// The second block of 40 is disturbed; of the first, document 37 failed. 39 answers remain, 20 tokens behind the first
// of each in 39 × 0.1 s; prompts: 300 + 38 × 60 in 39 × 0.03 s.
TEST(Summary, TakesSpeedFromUndisturbedBlocksWithoutFailures) {
  const RunView view = make_measured_view();

  const SpeedSummary speed = summarise(view).cells[0].speed;

  EXPECT_EQ(speed.blocks, 2);
  EXPECT_EQ(speed.blocks_disturbed, 1);
  EXPECT_FALSE(speed.is_disturbed);
  EXPECT_EQ(speed.total_s.n, 39);
  EXPECT_TRUE(speed.total_s.p50);
  EXPECT_FALSE(speed.total_s.p95);  // needs 59
  EXPECT_EQ(speed.inter_token_s.n, 39 * 20);
  EXPECT_NEAR(*speed.output_tokens_per_s, 39 * 20 / (39 * 0.1), 1e-9);
  EXPECT_NEAR(*speed.prompt_tokens_per_s, (300 + 38 * 60) / (39 * 0.03), 1e-6);
}

TEST(Summary, FallsBackOnDisturbedBlocksAndSaysSo) {
  const RunView view = make_hostile_view();

  const SpeedSummary speed = summarise(view).cells[0].speed;

  EXPECT_TRUE(speed.is_disturbed);
  EXPECT_TRUE(speed.prompt_tokens_per_s);
  EXPECT_FALSE(speed.output_tokens_per_s);  // the one token belongs to prefill
}

TEST(Summary, LeavesCancelledAnswersOutOfSpeed) {
  RunView view = run_of({true, true});
  view.answers[1].response.finish = Finish::kCancelled;

  EXPECT_EQ(summarise(view).cells[0].speed.total_s.n, 1);
}

// 3.6 an hour is 0.001 a second: 0.5 s prefill for 100 tokens, 1 s decode for 11, two of three right.
TEST(Summary, PricesTokensAndRightAnswersByActiveTime) {
  RunView view = run_of({true, true, false});
  view.price = PriceRecord{.per_hour = 3.6};

  const SpeedSummary speed = summarise(view).cells[0].speed;

  EXPECT_NEAR(*speed.cost_per_million_input, 0.001 * 0.5 / 100 * 1e6, 1e-9);
  EXPECT_NEAR(*speed.cost_per_million_output, 0.001 * 1 / 11 * 1e6, 1e-9);
  EXPECT_NEAR(*speed.cost_per_right_answer, 0.001 * 4.5 / 2, 1e-12);
}

TEST(Summary, HasNoCostPerRightAnswerIfNoneIsRightAndZeroIfNothingCosts) {
  RunView wrong = run_of({false});
  wrong.price = PriceRecord{.per_hour = 3.6};
  RunView free = run_of({true});
  free.price = PriceRecord{};

  EXPECT_FALSE(summarise(wrong).cells[0].speed.cost_per_right_answer);
  EXPECT_EQ(*summarise(free).cells[0].speed.cost_per_right_answer, 0);
  EXPECT_FALSE(summarise(run_of({true})).cells[0].speed.cost_per_right_answer);
}

// 36 J in 2 s are 18 W; at 0.2 a kWh that is 1e-6 a second on top of 0.001.
TEST(Summary, AddsMeasuredEnergyToSamplesAndTotalAlike) {
  RunView view = run_of({true});
  view.price = PriceRecord{.per_hour = 3.6, .per_kwh = 0.2};
  view.blocks = {{.model = "m", .task = "t", .wall_s = 2, .active_s = 1.5, .idle_s = 0.5, .joules = 36.0}};

  const RunSummary summary = summarise(view);

  EXPECT_NEAR(*summary.cost.cost_total, 2 * 0.001001, 1e-12);
  EXPECT_NEAR(*summary.cost.cost_samples, 1.5 * 0.001001, 1e-12);
  EXPECT_NEAR(*summary.cost.cost_idle, 0.5 * 0.001001, 1e-12);
  EXPECT_NEAR(*summary.cells[0].speed.cost_per_right_answer, *summary.cost.cost_samples, 1e-12);
}

TEST(Summary, AveragesRepeatsOfADocumentBeforeDocuments) {
  RunView view = run_of({true, false});
  for (int repeat = 1; repeat <= 3; ++repeat) {
    ScoreRecord score = view.scores[0];
    score.key.repeat = repeat;
    score.judgement.value = 0;
    view.scores.push_back(score);
  }

  const MetricSummary metric = summarise(view).cells[0].metrics[0];

  EXPECT_EQ(metric.n, 2);
  EXPECT_DOUBLE_EQ(*metric.mean, (0.25 + 0) / 2);
  ASSERT_TRUE(metric.interval);
  EXPECT_EQ(metric.interval->low, 0);  // t would go below
  EXPECT_EQ(metric.interval->high, 1);
}

TEST(Summary, PairsModelsByDocument) {
  const RunView view = make_measured_view();

  const RunSummary summary = summarise(view);

  ASSERT_EQ(summary.pairs.size(), 2u);
  EXPECT_EQ(summary.pairs[0].first, "smollm2-135m");
  EXPECT_EQ(summary.pairs[0].second, "gemma3-270m");
  EXPECT_EQ(summary.pairs[0].difference.n, 79);
  EXPECT_EQ(summary.pairs[0].difference.gained, 24);
  EXPECT_EQ(summary.pairs[0].difference.lost, 0);
}

TEST(Summary, TakesRatesOfKernelsAtTheMedian) {
  const RunView view = make_kernel_view();

  const RunSummary summary = summarise(view);

  ASSERT_EQ(summary.kernels.size(), 4u);
  EXPECT_DOUBLE_EQ(*summary.kernels[0].median_s, 0.04);
  EXPECT_DOUBLE_EQ(*summary.kernels[0].min_s, 0.0398);
  EXPECT_NEAR(*summary.kernels[0].gflops, 268435456 / 0.04 / 1e9, 1e-9);
  EXPECT_NEAR(*summary.kernels[0].gbytes, 3145728 / 0.04 / 1e9, 1e-9);
  EXPECT_FALSE(summary.kernels[2].median_s);
  EXPECT_FALSE(summary.kernels[2].gflops);
}

TEST(Summary, OfAnEmptyRunIsEmpty) {
  const RunView view;

  const RunSummary summary = summarise(view);

  EXPECT_TRUE(summary.cells.empty());
  EXPECT_TRUE(summary.pairs.empty());
  EXPECT_FALSE(summary.cost.cost_total);
}

// 60 of 100 on the static task "t", 40 of 100 on "fresh", its twin.
RunView view_with_twins() {
  std::vector<bool> right;
  for (int i = 0; i < 200; ++i) {
    right.push_back(i < 100 ? i < 60 : i < 140);
  }
  RunView view = run_of(right);
  view.tasks.push_back({.name = "fresh", .headline = "acc"});
  view.settings.push_back({.task = "fresh", .key = std::string(kTwinSetting), .value = "absent t"});
  for (std::size_t i = 100; i < 200; ++i) {
    view.answers[i].key.task = "fresh";
    view.scores[i].key.task = "fresh";
  }
  return view;
}

TEST(SummaryTwins, HaveTheStaticScoreLessTheFreshOneWithItsError) {
  const RunView view = view_with_twins();

  const RunSummary summary = summarise(view);

  ASSERT_EQ(summary.twins.size(), 1u);  // "absent" is not in this run
  const TwinSummary& twin = summary.twins[0];
  EXPECT_EQ(twin.model, "m");
  EXPECT_EQ(twin.static_task, "t");
  EXPECT_EQ(twin.fresh_task, "fresh");
  EXPECT_EQ(twin.static_score.n, 100);
  EXPECT_DOUBLE_EQ(twin.difference.value, 0.6 - 0.4);
  EXPECT_NEAR(twin.difference.standard_error.value(), std::sqrt(2 * 0.24 / 99), 1e-12);
  EXPECT_NEAR(twin.difference.interval.low, 0.0613, 5e-4);
  EXPECT_NEAR(twin.difference.interval.high, 0.3281, 5e-4);
  EXPECT_TRUE(is_shown(twin.difference));
}

TEST(SummaryTwins, AreNoneIfATaskHasNoScoreYet) {
  RunView view = view_with_twins();
  view.answers.resize(100);
  view.scores.resize(100);

  EXPECT_TRUE(summarise(view).twins.empty());
}

}  // namespace
}  // namespace assay
