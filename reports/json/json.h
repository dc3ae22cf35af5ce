// The JSON report: one document, full precision, null for what is absent (docs/FORMATS.md).
#pragma once

#include <memory>

#include "harness/api/report.h"

namespace assay {

std::unique_ptr<Report> make_json_report();

}  // namespace assay
