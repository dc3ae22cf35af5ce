// Comma-separated values (RFC 4180); texts that a spreadsheet would run as formulas are defused.
#include "reports/csv/csv.h"

#include <string>
#include <string_view>
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

std::string row_of(const RunView& run, const CellSummary& cell, const MetricSummary& metric) {
  const SpeedSummary& speed = cell.speed;
  const auto low = metric.interval ? std::optional<double>(metric.interval->low) : std::nullopt;
  const auto high = metric.interval ? std::optional<double>(metric.interval->high) : std::nullopt;
  std::vector<std::string> cells{quoted(run.run.id),
                                 quoted(cell.task),
                                 quoted(cell.model),
                                 quoted(metric.name),
                                 number(metric.mean),
                                 number(low),
                                 number(high),
                                 std::to_string(metric.n),
                                 std::to_string(cell.outcomes.unparsed),
                                 std::to_string(cell.outcomes.truncated),
                                 std::to_string(cell.outcomes.refused),
                                 std::to_string(cell.outcomes.no_answer),
                                 number(speed.prompt_tokens_per_s),
                                 number(speed.output_tokens_per_s),
                                 number(speed.ttft_s.p50),
                                 number(speed.ttft_s.p95),
                                 number(speed.inter_token_s.p50),
                                 number(speed.inter_token_s.p95),
                                 number(speed.total_s.p50),
                                 number(speed.total_s.p95),
                                 number(speed.cost_per_million_input),
                                 number(speed.cost_per_million_output),
                                 number(speed.cost_per_right_answer),
                                 speed.is_disturbed ? "1" : "0"};
  return join(cells, ",") + "\r\n";
}

class CsvReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& /*options*/) const override {
    std::string text =
        "run,task,model,metric,mean,interval_low,interval_high,n,unparsed,truncated,refused,no_answer,prompt_tokens_"
        "per_s,output_tokens_per_s,"
        "ttft_s_p50,ttft_s_p95,inter_token_s_p50,inter_token_s_p95,total_s_p50,total_s_p95,cost_per_million_input,cost_"
        "per_million_output,"
        "cost_per_right_answer,disturbed\r\n";
    for (const RunView& run : runs) {
      for (const CellSummary& cell : summarise(run).cells) {
        for (const MetricSummary& metric : cell.metrics) {
          text += row_of(run, cell, metric);
        }
      }
    }
    return text;
  }
};

}  // namespace

std::unique_ptr<Report> make_csv_report() { return std::make_unique<CsvReport>(); }

}  // namespace assay
