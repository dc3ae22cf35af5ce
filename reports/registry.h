// The forms in which runs are shown.
#pragma once

#include <span>
#include <string_view>

#include "harness/api/report.h"

namespace assay {

std::span<const ReportEntry> report_entries();

// By name ("markdown"). kInvalidConfig if unknown.
Result<std::unique_ptr<Report>> make_report(std::string_view name);

}  // namespace assay
