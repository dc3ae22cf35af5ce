// The views: what other tools read. docs/FORMATS.md "database" describes every column.
#pragma once

#include <string>

namespace assay {

// CREATE VIEW statements over the newest tables.
std::string view_definitions();

}  // namespace assay
