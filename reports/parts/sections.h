// Sections of a report that have a file of their own.
#pragma once

#include <string>
#include <utility>

#include "reports/parts/document.h"

namespace assay {

// A sentence without names in it.
inline Sentence said(std::string text) { return {{std::move(text)}}; }

// REQUIRES: the run has agreements.
Section agreement_section(const RunSummary& summary);

Section kernels_section(const RunSummary& summary);

}  // namespace assay
