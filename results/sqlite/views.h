// The views: what other tools read. docs/FORMATS.md "database" describes every column.
#pragma once

#include <string_view>

namespace assay {

// CREATE VIEW statements over the newest tables.
std::string_view view_definitions();

}  // namespace assay
