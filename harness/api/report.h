// Report: a form in which runs are shown. Reads what was stored, measures nothing.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "harness/api/record.h"
#include "harness/base/result.h"

namespace assay {

struct ReportOptions {
  bool has_colour = false;  // terminal only
  int width = 100;          // columns; terminal only
  std::string database;     // as shown in the commands that make a figure again
  // Whether two extracted answers are one vote; not set: equal texts.
  std::function<bool(const std::string&, const std::string&)> same_answer;
};

class Report {
 public:
  virtual ~Report() = default;
  // The whole document. The same runs give the same bytes.
  virtual Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const = 0;
};

struct ReportEntry {
  std::string_view name;       // "markdown"
  std::string_view extension;  // ".md": chosen by --out's file name
  std::string_view summary;
  std::unique_ptr<Report> (*make)();
};

}  // namespace assay
