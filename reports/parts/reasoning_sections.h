// The sections on thoughts and on repeats.
#pragma once

#include <vector>

#include "reports/parts/document.h"

namespace assay {

// "Thoughts" where any model thought, "Repeats" where documents were asked several times.
void add_reasoning_sections(const RunSummary& summary, std::vector<Section>& sections);

}  // namespace assay
