// The Markdown report: tables as GitHub shows them.
#pragma once

#include <memory>

#include "harness/api/report.h"

namespace assay {

std::unique_ptr<Report> make_markdown_report();

}  // namespace assay
