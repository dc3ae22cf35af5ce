// Computing the figures of a run. docs/METHOD.md defines each.
#include "reports/parts/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "harness/base/text.h"
#include "harness/stats/aggregate.h"
#include "reports/parts/metric_figures.h"
#include "reports/parts/repeat_figures.h"
#include "reports/parts/thought_figures.h"

namespace assay {
namespace {

// The answers and scores of one model on one task.
struct Cell {
  std::vector<const AnswerRecord*> answers;
  std::vector<const ScoreRecord*> scores;
};
using Cells = std::map<std::pair<std::string, std::string>, Cell>;  // (task, model)

Cells sort_into_cells(const RunView& run) {
  Cells cells;
  for (const AnswerRecord& answer : run.answers) {
    cells[{answer.key.task, answer.key.model}].answers.push_back(&answer);
  }
  for (const ScoreRecord& score : run.scores) {
    cells[{score.key.task, score.key.model}].scores.push_back(&score);
  }
  return cells;
}

bool has_answer(const AnswerRecord& answer) {
  const Finish finish = answer.response.finish;
  return finish != Finish::kFailed && finish != Finish::kTimedOut && finish != Finish::kCancelled;
}

OutcomeCounts count_outcomes(const Cell& cell, const std::string& headline) {
  OutcomeCounts counts;
  for (const ScoreRecord* score : cell.scores) {
    if (score->scorer != headline) {
      continue;
    }
    const Outcome outcome = score->judgement.outcome;
    ++counts.samples;
    counts.right += outcome == Outcome::kRight ? 1 : 0;
    counts.unparsed += outcome == Outcome::kUnparsed ? 1 : 0;
    counts.truncated += outcome == Outcome::kTruncatedInAnswer || outcome == Outcome::kTruncatedInThought ? 1 : 0;
    counts.truncated_in_thought += outcome == Outcome::kTruncatedInThought ? 1 : 0;
    counts.refused += outcome == Outcome::kRefused ? 1 : 0;
    counts.no_answer += outcome == Outcome::kNoAnswer ? 1 : 0;
  }
  for (const AnswerRecord* answer : cell.answers) {
    counts.retried += answer->attempt > 1 && has_answer(*answer) ? 1 : 0;
  }
  return counts;
}

Percentiles percentiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Percentiles result{.n = static_cast<std::int64_t>(values.size())};
  result.p50 = supports_quantile(result.n, 0.50) ? quantile(values, 0.50) : std::nullopt;
  result.p95 = supports_quantile(result.n, 0.95) ? quantile(values, 0.95) : std::nullopt;
  return result;
}

std::optional<double> ratio(double numerator, double denominator) {
  return denominator > 0 && numerator > 0 ? std::optional<double>(numerator / denominator) : std::nullopt;
}

std::optional<double> cost_each(double cost, double count) {
  return count > 0 ? std::optional<double>(cost / count) : std::nullopt;
}

// What a second of each block costs: the machine's price and, where it was measured, the energy's.
class Prices {
 public:
  explicit Prices(const RunView& run) {
    if (!run.price) {
      return;
    }
    machine_ = run.price->per_hour / 3600;
    for (const BlockRecord& block : run.blocks) {
      const double watts = block.wall_s > 0 ? block.joules.value_or(0) / block.wall_s : 0;
      blocks_[block.index] = machine_ + watts * run.price->per_kwh / 3.6e6;
    }
  }
  double per_second(std::int64_t block) const {
    const auto found = blocks_.find(block);
    return found == blocks_.end() ? machine_ : found->second;
  }

 private:
  double machine_ = 0;
  std::map<std::int64_t, double> blocks_;
};

// Sums over the samples that speed figures rest on.
struct SpeedSums {
  double prefill_s = 0, decode_s = 0;
  double prefill_cost = 0, decode_cost = 0;
  double evaluated = 0, presented = 0, output = 0, decoded = 0;
  std::vector<double> ttft_s, inter_token_s, total_s;
};

void add_to(SpeedSums& sums, const AnswerRecord& answer, double price_per_s) {
  const Response& response = answer.response;
  sums.prefill_s += answer.prefill_active_s;
  sums.decode_s += answer.decode_active_s;
  sums.prefill_cost += answer.prefill_active_s * price_per_s;
  sums.decode_cost += answer.decode_active_s * price_per_s;
  sums.evaluated += response.prompt_tokens_evaluated.value_or(0);
  sums.presented += response.prompt_tokens.value_or(0);
  sums.output += response.output_tokens.value_or(0);
  sums.decoded += std::max(0, response.output_tokens.value_or(0) - 1);
  sums.total_s.push_back(1e-9 * static_cast<double>(answer.done_ns - answer.submitted_ns));
  if (answer.first_token_ns) {
    sums.ttft_s.push_back(1e-9 * static_cast<double>(*answer.first_token_ns - answer.submitted_ns));
  }
  for (std::size_t i = 1; i < answer.token_ns.size(); ++i) {
    sums.inter_token_s.push_back(1e-9 * static_cast<double>(answer.token_ns[i] - answer.token_ns[i - 1]));
  }
}

SpeedSummary summarise_speed(const RunView& run, const Cell& cell, const std::string& headline,
                             const std::string& model, const std::string& task) {
  SpeedSummary speed;
  std::set<std::int64_t> disturbed;
  for (const BlockRecord& block : run.blocks) {
    if (block.model == model && block.task == task) {
      ++speed.blocks;
      speed.blocks_disturbed += block.is_disturbed ? 1 : 0;
      if (block.is_disturbed) {
        disturbed.insert(block.index);
      }
    }
  }
  speed.is_disturbed = speed.blocks > 0 && speed.blocks_disturbed == speed.blocks;
  const auto counts_for_speed = [&](std::int64_t block) { return speed.is_disturbed || disturbed.count(block) == 0; };
  const Prices prices(run);
  SpeedSums sums;
  std::map<SampleKey, std::int64_t> blocks;
  for (const AnswerRecord* answer : cell.answers) {
    speed.prompt_tokens += answer->response.prompt_tokens.value_or(0);
    speed.output_tokens += answer->response.output_tokens.value_or(0);
    speed.active_s += answer->prefill_active_s + answer->decode_active_s;
    blocks[answer->key] = answer->block;
    if (counts_for_speed(answer->block) && has_answer(*answer)) {
      add_to(sums, *answer, prices.per_second(answer->block));
    }
  }
  double right = 0;
  for (const ScoreRecord* score : cell.scores) {
    const bool is_right = score->scorer == headline && score->judgement.outcome == Outcome::kRight;
    right += is_right && counts_for_speed(blocks[score->key]) ? 1 : 0;
  }
  speed.prompt_tokens_per_s = ratio(sums.evaluated, sums.prefill_s);
  speed.output_tokens_per_s = ratio(sums.decoded, sums.decode_s);
  speed.ttft_s = percentiles(std::move(sums.ttft_s));
  speed.inter_token_s = percentiles(std::move(sums.inter_token_s));
  speed.total_s = percentiles(std::move(sums.total_s));
  if (run.price) {
    speed.cost_per_million_input = cost_each(1e6 * sums.prefill_cost, sums.presented);
    speed.cost_per_million_output = cost_each(1e6 * sums.decode_cost, sums.output);
    speed.cost_per_right_answer = cost_each(sums.prefill_cost + sums.decode_cost, right);
  }
  return speed;
}

CellSummary summarise_cell(const RunView& run, const Cell& cell, const TaskRecord& task, const std::string& model,
                           const SameAnswer& same_answer) {
  CellSummary summary{.model = model, .task = task.name};
  const DocumentClusters clusters = clusters_of(run, task);
  for (const MetricRecord& metric : metrics_of(run, cell.scores, task)) {
    summary.metrics.push_back(summarise_metric(cell.scores, metric, clusters));
    summary.metrics.back().is_headline = metric.name == task.headline;
  }
  summary.is_choosing = task.kind == "choose";
  for (const AnswerRecord* answer : cell.answers) {
    summary.boundary_merges += answer->boundary_merges;
  }
  summary.outcomes = count_outcomes(cell, task.headline);
  summary.speed = summarise_speed(run, cell, task.headline, model, task.name);
  summary.thought = summarise_thoughts(cell.answers);
  summary.repeats = summarise_repeats(cell.scores, summary.metrics, clusters, same_answer);
  return summary;
}

// Two models on the documents that both have a value of.
std::optional<PairSummary> pair_of(const Cells& cells, const TaskRecord& task, const std::string& first,
                                   const std::string& second) {
  const auto left = cells.find({task.name, first});
  const auto right = cells.find({task.name, second});
  if (left == cells.end() || right == cells.end()) {
    return std::nullopt;
  }
  const auto right_means = document_means(right->second.scores, task.headline);
  std::vector<double> a;
  std::vector<double> b;
  for (const auto& [document, value] : document_means(left->second.scores, task.headline)) {
    if (const auto other = right_means.find(document); other != right_means.end()) {
      a.push_back(value);
      b.push_back(other->second);
    }
  }
  if (a.empty()) {
    return std::nullopt;
  }
  return PairSummary{.task = task.name,
                     .metric = task.headline,
                     .first = first,
                     .second = second,
                     .difference = paired_difference(a, b)};
}

void add_pairs(const Cells& cells, const TaskRecord& task, const RunView& run, std::vector<PairSummary>& pairs) {
  for (std::size_t i = 0; i < run.models.size(); ++i) {
    for (std::size_t j = i + 1; j < run.models.size(); ++j) {
      if (auto pair = pair_of(cells, task, run.models[i].name, run.models[j].name)) {
        pairs.push_back(std::move(*pair));
      }
    }
  }
}

// Both means of a group for one model, the one its file asks for first.
void add_group(const GroupRecord& group, const std::string& model, RunSummary& summary) {
  std::vector<PooledMember> members;
  GroupSummary figure{
      .group = group.name, .model = model, .metric = group.metric, .is_weighted_by_size = group.is_weighted_by_size};
  for (const CellSummary& cell : summary.cells) {
    if (cell.model != model || std::find(group.tasks.begin(), group.tasks.end(), cell.task) == group.tasks.end()) {
      continue;
    }
    for (const MetricSummary& metric : cell.metrics) {
      if (metric.name == group.metric && metric.mean) {
        members.push_back({.value = *metric.mean, .standard_error = metric.standard_error, .documents = metric.n});
        figure.is_share = figure.is_share && metric.is_share;
        figure.documents += metric.n;
      }
    }
  }
  figure.tasks = static_cast<std::int64_t>(members.size());
  const bool is_whole = members.size() == group.tasks.size();
  for (const bool is_micro : {group.is_weighted_by_size, !group.is_weighted_by_size}) {
    const auto pooled = is_micro ? micro_mean(members) : macro_mean(members);
    figure.is_weighted_by_size = is_micro;
    figure.value = pooled && is_whole ? std::optional(pooled->value) : std::nullopt;
    figure.standard_error = pooled && is_whole ? pooled->standard_error : std::nullopt;
    summary.groups.push_back(figure);
  }
}

// The headline as a score with an interval; nothing if it has none, or lies on another scale.
std::optional<std::pair<std::string, MeasuredScore>> headline_score(const RunSummary& summary, const std::string& task,
                                                                    const std::string& model) {
  for (const CellSummary& cell : summary.cells) {
    if (cell.task != task || cell.model != model) {
      continue;
    }
    for (const MetricSummary& metric : cell.metrics) {
      if (metric.is_headline && metric.is_share && metric.mean && metric.interval) {
        return std::pair(metric.name, MeasuredScore{.value = *metric.mean,
                                                    .interval = *metric.interval,
                                                    .standard_error = metric.standard_error,
                                                    .n = metric.n});
      }
    }
  }
  return std::nullopt;
}

// Static tasks of this run beside their fresh twins.
void add_twins(const SettingRecord& setting, RunSummary& summary) {
  for (const std::string_view name : split(setting.value, ' ')) {
    const std::string static_task(name);
    for (const ModelRecord& model : summary.run->models) {
      const auto fixed = headline_score(summary, static_task, model.name);
      const auto fresh = headline_score(summary, setting.task, model.name);
      if (fixed && fresh) {
        summary.twins.push_back({.model = model.name,
                                 .static_task = static_task,
                                 .static_metric = fixed->first,
                                 .fresh_task = setting.task,
                                 .fresh_metric = fresh->first,
                                 .static_score = fixed->second,
                                 .fresh_score = fresh->second,
                                 .difference = score_difference(fixed->second, fresh->second)});
      }
    }
  }
}

CostSummary summarise_cost(const RunView& run) {
  CostSummary cost;
  const Prices prices(run);
  double total = 0;
  double samples = 0;
  double idle = 0;
  for (const BlockRecord& block : run.blocks) {
    const double per_second = prices.per_second(block.index);
    cost.wall_s += block.wall_s;
    cost.active_s += block.active_s;
    cost.idle_s += block.idle_s;
    total += block.wall_s * per_second;
    samples += block.active_s * per_second;
    idle += block.idle_s * per_second;
  }
  if (run.price) {
    cost.cost_total = total;
    cost.cost_samples = samples;
    cost.cost_idle = idle;
  }
  return cost;
}

KernelSummary summarise_kernel(const KernelRecord& record) {
  KernelSummary kernel{.record = record};
  std::vector<double> samples = record.samples_s;
  std::sort(samples.begin(), samples.end());
  kernel.median_s = quantile(samples, 0.5);
  kernel.min_s = quantile(samples, 0);
  kernel.q1_s = quantile(samples, 0.25);
  kernel.q3_s = quantile(samples, 0.75);
  if (kernel.median_s && *kernel.median_s > 0) {
    kernel.gflops = ratio(record.flops, 1e9 * *kernel.median_s);
    kernel.gbytes = ratio(record.bytes, 1e9 * *kernel.median_s);
  }
  return kernel;
}

}  // namespace

RunSummary summarise(const RunView& run, const SameAnswer& same_answer) {
  RunSummary summary{.run = &run};
  const Cells cells = sort_into_cells(run);
  for (const TaskRecord& task : run.tasks) {
    for (const ModelRecord& model : run.models) {
      if (const auto cell = cells.find({task.name, model.name}); cell != cells.end()) {
        summary.cells.push_back(summarise_cell(run, cell->second, task, model.name, same_answer));
      }
    }
    add_pairs(cells, task, run, summary.pairs);
  }
  for (const GroupRecord& group : run.groups) {
    for (const ModelRecord& model : run.models) {
      add_group(group, model.name, summary);
    }
  }
  summary.agreements = summarise_agreement(run);
  for (const SettingRecord& setting : run.settings) {
    if (setting.key == kTwinSetting) {
      add_twins(setting, summary);
    }
  }
  summary.cost = summarise_cost(run);
  for (const KernelRecord& kernel : run.kernels) {
    summary.kernels.push_back(summarise_kernel(kernel));
  }
  return summary;
}

}  // namespace assay
