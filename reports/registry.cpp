// The table of reports; a new one is one line here.
#include "reports/registry.h"

#include <array>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "reports/csv/csv.h"
#include "reports/json/json.h"
#include "reports/markdown/markdown.h"
#include "reports/terminal/terminal.h"

namespace assay {
namespace {

constexpr auto kEntries = std::to_array<ReportEntry>({
    {"terminal", ".txt", "tables for a terminal", make_terminal_report},
    {"markdown", ".md", "tables for a page or a pull request", make_markdown_report},
    {"json", ".json", "every figure in full precision", make_json_report},
    {"csv", ".csv", "one row per task, model and metric, and per kernel", make_csv_report},
});

}  // namespace

std::span<const ReportEntry> report_entries() { return kEntries; }

Result<std::unique_ptr<Report>> make_report(std::string_view name) {
  std::vector<std::string> names;
  for (const ReportEntry& entry : kEntries) {
    if (entry.name == name) {
      return entry.make();
    }
    names.emplace_back(entry.name);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("report form", name, names)};
}

}  // namespace assay
