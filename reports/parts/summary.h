// Summary: every figure a report shows, computed once from stored runs. Pure; absent figures are absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/api/record.h"
#include "harness/stats/contamination.h"
#include "harness/stats/intervals.h"
#include "harness/stats/paired.h"
#include "harness/stats/repeats.h"
#include "harness/stats/votes.h"
#include "reports/parts/agreement.h"

namespace assay {

struct MetricSummary {
  std::string name;
  bool is_headline = false;
  bool is_supplementary = false;
  bool is_share = true;  // lies between 0 and 1 by its nature (a correlation: -1 and 1) and is shown in percent
  std::string aggregation = "mean";
  std::optional<double>
      mean;  // the figure: the mean over documents (repeats averaged first), or what `aggregation` says
  std::optional<Interval>
      interval;  // Wilson if every document's mean is 0 or 1, else t; others: harness/stats/aggregate.h
  std::optional<double> standard_error;
  std::int64_t n = 0;  // documents with a value
  // Scores by the newest version that judged any of these answers, and all: fewer while a regrading is not complete.
  int version = 0;
  std::int64_t scores_of_version = 0;
  std::int64_t scores = 0;
};

struct OutcomeCounts {
  std::int64_t samples = 0;
  std::int64_t right = 0;
  std::int64_t unparsed = 0;
  std::int64_t truncated = 0;             // in thought or in answer
  std::int64_t truncated_in_thought = 0;  // of them
  std::int64_t refused = 0;
  std::int64_t no_answer = 0;
  std::int64_t retried = 0;  // answered only after another attempt
};

struct Percentiles {
  std::int64_t n = 0;
  std::optional<double> p50;  // absent where n does not support it
  std::optional<double> p95;
};

// Speed and cost rest on samples of undisturbed blocks; on all, marked, if there are no others.
struct SpeedSummary {
  bool is_disturbed = false;  // nothing undisturbed was left
  std::int64_t blocks = 0;
  std::int64_t blocks_disturbed = 0;
  std::optional<double> prompt_tokens_per_s;  // evaluated, over prefill time
  std::optional<double> output_tokens_per_s;  // those behind each answer's first, which belongs to prefill, over decode
  Percentiles ttft_s, inter_token_s, total_s;
  std::int64_t prompt_tokens = 0;  // presented, all samples
  std::int64_t output_tokens = 0;  // all samples
  double active_s = 0;             // all samples
  std::optional<double> cost_per_million_input;
  std::optional<double> cost_per_million_output;
  std::optional<double> cost_per_right_answer;
};

// What models think before they answer.
struct ThoughtSummary {
  std::int64_t answers = 0;  // generated ones
  std::int64_t thoughts =
      0;                     // of them: with a thought, closed or not, or with tokens that the engine counts as thought
  std::int64_t open = 0;     // whose thought has no end
  std::int64_t counted = 0;  // whose thought and answer could be counted apart; the means are over these
  std::optional<double> thought_tokens_mean;
  std::optional<double> answer_tokens_mean;
  std::vector<std::string> counts;  // how they were counted, and why others were not
};

struct RepeatFigure {
  std::string name;  // "pass@4"
  ShareEstimate share;
};

// Several answers to each document, by one metric.
struct RepeatSummary {
  std::string metric;
  std::int64_t k = 0;                 // answers to a document
  std::int64_t documents_short = 0;   // with fewer: in avg@k alone
  std::vector<RepeatFigure> figures;  // avg@k, pass@k, cons@k, G-Pass, mG-Pass
  std::vector<RepeatFigure> curve;    // pass@ and maj@ of 1, 2, 4, ... k of them
};

struct CellSummary {  // one model on one task
  std::string model, task;
  std::vector<MetricSummary> metrics;  // the headline first
  bool is_choosing = false;            // log-likelihoods were asked for
  std::int64_t boundary_merges = 0;    // continuations whose tokens merged with their context's
  OutcomeCounts outcomes;
  SpeedSummary speed;
  std::optional<ThoughtSummary> thought;  // absent where nobody thought
  std::optional<RepeatSummary> repeats;   // absent where documents were asked once
};

struct PairSummary {
  std::string task, metric, first, second;
  PairedDifference difference;
};

// One model's figure over the tasks of a group.
struct GroupSummary {
  std::string group, model, metric;
  bool is_weighted_by_size = true;
  bool is_share = true;
  std::optional<double> value;  // absent if a task has none yet
  std::optional<double> standard_error;
  std::int64_t tasks = 0;
  std::int64_t documents = 0;
};

// One model on a static task and on a fresh twin of it, by their headlines.
struct TwinSummary {
  std::string model;
  std::string static_task, static_metric;
  std::string fresh_task, fresh_metric;
  MeasuredScore static_score, fresh_score;
  ScoreDifference difference;  // static - fresh
};

struct CostSummary {
  double wall_s = 0, active_s = 0, idle_s = 0;
  std::optional<double> cost_total, cost_samples, cost_idle;  // absent without a price
};

struct KernelSummary {
  KernelRecord record;
  std::optional<double> median_s, min_s, q1_s, q3_s;
  std::optional<double> gflops, gbytes;  // per second, at the median
};

struct RunSummary {
  const RunView* run = nullptr;
  std::vector<CellSummary> cells;  // by task, then model, in the run's order
  std::vector<PairSummary> pairs;
  std::vector<AgreementSummary> agreements;
  std::vector<GroupSummary> groups;  // in the run's order; of each both means, the group's own first
  std::vector<TwinSummary> twins;    // by fresh task, then model
  CostSummary cost;
  std::vector<KernelSummary> kernels;
};

// `same_answer` says which answers are one vote; not set: equal texts. REQUIRES: `run` outlives the summary.
RunSummary summarise(const RunView& run, const SameAnswer& same_answer = {});

}  // namespace assay
