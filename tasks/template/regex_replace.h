// re.sub for templates.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

// Every match of the pattern replaced; `by` may name groups as Python does (\1, \g<1>, \g<name>). A count of 0 means
// all. Matching is bounded.
Cell replaced_by_pattern(Renderer& renderer, const std::string& text, const std::string& pattern, const std::string& by,
                         std::int64_t count);

}  // namespace assay::templates
