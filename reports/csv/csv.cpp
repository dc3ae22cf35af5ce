// Comma-separated values (RFC 4180); texts that a spreadsheet would run as formulas are defused.
#include "reports/csv/csv.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "reports/parts/summary.h"

namespace assay {
namespace {

std::string quoted(std::string_view text) {
  std::string cell = valid_utf8(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos) {
    cell.insert(0, "'");
  }
  return cell.find_first_of(",\"\n\r") == std::string::npos ? cell : "\"" + replace_all(cell, "\"", "\"\"") + "\"";
}

// Absent figures are empty cells.
std::string number(const std::optional<double>& value) { return value ? exact_number(*value) : ""; }

using Cells = std::vector<std::pair<std::string, std::string>>;  // by column

// Every column of all kinds of rows, in order.
constexpr std::array<std::string_view, 57> kColumns{"record",
                                                    "run",
                                                    "task",
                                                    "model",
                                                    "metric",
                                                    "mean",
                                                    "interval_low",
                                                    "interval_high",
                                                    "n",
                                                    "samples",
                                                    "unparsed",
                                                    "truncated",
                                                    "refused",
                                                    "no_answer",
                                                    "prompt_tokens_per_s",
                                                    "output_tokens_per_s",
                                                    "ttft_s_p50",
                                                    "ttft_s_p95",
                                                    "inter_token_s_p50",
                                                    "inter_token_s_p95",
                                                    "total_s_p50",
                                                    "total_s_p95",
                                                    "cost_per_million_input",
                                                    "cost_per_million_output",
                                                    "cost_per_right_answer",
                                                    "currency",
                                                    "disturbed",
                                                    "kernel",
                                                    "implementation",
                                                    "shape",
                                                    "mode",
                                                    "threads",
                                                    "median_s",
                                                    "min_s",
                                                    "q1_s",
                                                    "q3_s",
                                                    "gflops_per_s",
                                                    "gbytes_per_s",
                                                    "peak_share",
                                                    "peak_kind",
                                                    "flops",
                                                    "bytes",
                                                    "formula_version",
                                                    "error_max",
                                                    "status",
                                                    "failure",
                                                    "second_metric",
                                                    "both_right",
                                                    "only_first_right",
                                                    "only_second_right",
                                                    "both_wrong",
                                                    "agreement",
                                                    "kappa",
                                                    "truncated_in_thought",
                                                    "thought_tokens_mean",
                                                    "answer_tokens_mean",
                                                    "standard_error"};

// One row of the cells in the columns' order; columns without a cell are empty.
std::string row_of(const Cells& cells) {
  std::vector<std::string> row;
  for (const std::string_view column : kColumns) {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const auto& cell) { return cell.first == column; });
    row.push_back(found == cells.end() ? "" : found->second);
  }
  return join(row, ",") + "\r\n";
}

std::string metric_row(const RunView& run, const CellSummary& cell, const MetricSummary& metric) {
  const SpeedSummary& speed = cell.speed;
  const auto low = metric.interval ? std::optional<double>(metric.interval->low) : std::nullopt;
  const auto high = metric.interval ? std::optional<double>(metric.interval->high) : std::nullopt;
  const ThoughtSummary thought = cell.thought.value_or(ThoughtSummary());
  return row_of({{"record", "metric"},
                 {"run", quoted(run.run.id)},
                 {"task", quoted(cell.task)},
                 {"model", quoted(cell.model)},
                 {"metric", quoted(metric.name)},
                 {"mean", number(metric.mean)},
                 {"interval_low", number(low)},
                 {"interval_high", number(high)},
                 {"n", std::to_string(metric.n)},
                 {"samples", std::to_string(cell.outcomes.samples)},
                 {"unparsed", std::to_string(cell.outcomes.unparsed)},
                 {"truncated", std::to_string(cell.outcomes.truncated)},
                 {"refused", std::to_string(cell.outcomes.refused)},
                 {"no_answer", std::to_string(cell.outcomes.no_answer)},
                 {"prompt_tokens_per_s", number(speed.prompt_tokens_per_s)},
                 {"output_tokens_per_s", number(speed.output_tokens_per_s)},
                 {"ttft_s_p50", number(speed.ttft_s.p50)},
                 {"ttft_s_p95", number(speed.ttft_s.p95)},
                 {"inter_token_s_p50", number(speed.inter_token_s.p50)},
                 {"inter_token_s_p95", number(speed.inter_token_s.p95)},
                 {"total_s_p50", number(speed.total_s.p50)},
                 {"total_s_p95", number(speed.total_s.p95)},
                 {"cost_per_million_input", number(speed.cost_per_million_input)},
                 {"cost_per_million_output", number(speed.cost_per_million_output)},
                 {"cost_per_right_answer", number(speed.cost_per_right_answer)},
                 {"currency", run.price ? quoted(run.price->currency) : ""},
                 {"disturbed", speed.is_disturbed ? "1" : "0"},
                 {"truncated_in_thought", std::to_string(cell.outcomes.truncated_in_thought)},
                 {"thought_tokens_mean", number(thought.thought_tokens_mean)},
                 {"answer_tokens_mean", number(thought.answer_tokens_mean)}});
}

// A figure over the repeats of a cell, under its own name in the column of metrics.
std::string repeat_row(const RunView& run, const CellSummary& cell, const RepeatFigure& figure) {
  const std::optional<Interval>& interval = figure.share.interval;
  return row_of({{"record", "repeats"},
                 {"run", quoted(run.run.id)},
                 {"task", quoted(cell.task)},
                 {"model", quoted(cell.model)},
                 {"metric", quoted(figure.name)},
                 {"mean", number(figure.share.mean)},
                 {"interval_low", interval ? number(interval->low) : ""},
                 {"interval_high", interval ? number(interval->high) : ""},
                 {"n", std::to_string(figure.share.n)}});
}

std::string agreement_row(const RunView& run, const AgreementSummary& pair) {
  const Agreement& counts = pair.counts;
  return row_of({{"record", "agreement"},
                 {"run", quoted(run.run.id)},
                 {"task", quoted(pair.task)},
                 {"model", quoted(pair.model)},
                 {"metric", quoted(pair.first)},
                 {"n", std::to_string(counts.count())},
                 {"second_metric", quoted(pair.second)},
                 {"both_right", std::to_string(counts.both_right)},
                 {"only_first_right", std::to_string(counts.only_first)},
                 {"only_second_right", std::to_string(counts.only_second)},
                 {"both_wrong", std::to_string(counts.both_wrong)},
                 {"agreement", number(agreement_share(counts))},
                 {"kappa", number(cohen_kappa(counts))}});
}

// The difference stands in "mean", the fresh twin in "metric", the static documents in "n", those of both in "samples".
std::string twin_row(const RunView& run, const TwinSummary& twin) {
  return row_of({{"record", "twin"},
                 {"run", quoted(run.run.id)},
                 {"task", quoted(twin.static_task)},
                 {"model", quoted(twin.model)},
                 {"metric", quoted("less " + twin.fresh_task)},
                 {"mean", number(twin.difference.value)},
                 {"interval_low", number(twin.difference.interval.low)},
                 {"interval_high", number(twin.difference.interval.high)},
                 {"n", std::to_string(twin.static_score.n)},
                 {"samples", std::to_string(twin.static_score.n + twin.fresh_score.n)},
                 {"standard_error", number(twin.difference.standard_error)}});
}

std::string kernel_row(const RunView& run, const KernelSummary& kernel) {
  const KernelRecord& record = kernel.record;
  return row_of({{"record", "kernel"},
                 {"run", quoted(run.run.id)},
                 {"n", std::to_string(record.samples_s.size())},
                 {"disturbed", record.is_disturbed ? "1" : "0"},
                 {"kernel", quoted(record.kernel)},
                 {"implementation", quoted(record.implementation)},
                 {"shape", quoted(record.shape)},
                 {"mode", quoted(record.mode)},
                 {"threads", std::to_string(record.threads)},
                 {"median_s", number(kernel.median_s)},
                 {"min_s", number(kernel.min_s)},
                 {"q1_s", number(kernel.q1_s)},
                 {"q3_s", number(kernel.q3_s)},
                 {"gflops_per_s", number(kernel.gflops)},
                 {"gbytes_per_s", number(kernel.gbytes)},
                 {"peak_share", number(record.peak_share)},
                 {"peak_kind", quoted(record.peak_kind)},
                 {"flops", number(record.flops)},
                 {"bytes", number(record.bytes)},
                 {"formula_version", std::to_string(record.formula_version)},
                 {"error_max", number(record.error_max)},
                 {"status", quoted(record.status)},
                 {"failure", quoted(record.failure)}});
}

class CsvReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const override {
    const std::vector<std::string> header(kColumns.begin(), kColumns.end());
    std::string text = join(header, ",") + "\r\n";
    for (const RunView& run : runs) {
      const RunSummary summary = summarise(run, options.same_answer);
      for (const CellSummary& cell : summary.cells) {
        for (const MetricSummary& metric : cell.metrics) {
          text += metric_row(run, cell, metric);
        }
        for (const RepeatFigure& figure : cell.repeats.value_or(RepeatSummary()).figures) {
          text += repeat_row(run, cell, figure);
        }
      }
      for (const AgreementSummary& pair : summary.agreements) {
        text += agreement_row(run, pair);
      }
      for (const TwinSummary& twin : summary.twins) {
        text += twin_row(run, twin);
      }
      for (const KernelSummary& kernel : summary.kernels) {
        text += kernel_row(run, kernel);
      }
    }
    return text;
  }
};

}  // namespace

std::unique_ptr<Report> make_csv_report() { return std::make_unique<CsvReport>(); }

}  // namespace assay
