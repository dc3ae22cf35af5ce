// The report's section on fresh twins: static scores less those on twins, what a model may know by heart.
#pragma once

#include "reports/parts/document.h"
#include "reports/parts/summary.h"

namespace assay {

// REQUIRES: summary.twins is not empty.
Section twins_section(const RunSummary& summary);

}  // namespace assay
