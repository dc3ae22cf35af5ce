// The CSV report: one row per run, task, model and metric, and one per kernel.
#pragma once

#include <memory>

#include "harness/api/report.h"

namespace assay {

std::unique_ptr<Report> make_csv_report();

}  // namespace assay
