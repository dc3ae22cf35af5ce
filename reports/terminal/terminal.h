// The terminal report: fixed width, columns dropped rather than wrapped.
#pragma once

#include <memory>

#include "harness/api/report.h"

namespace assay {

std::unique_ptr<Report> make_terminal_report();

}  // namespace assay
