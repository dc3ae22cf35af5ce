// The terminal report: fixed width; what does not fit beside goes below.
#pragma once

#include <memory>

#include "harness/api/report.h"

namespace assay {

std::unique_ptr<Report> make_terminal_report();

}  // namespace assay
