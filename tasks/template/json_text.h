// A value as Python's json.dumps writes it for templates: keys sorted, ASCII only, no character that means anything in
// HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

std::string python_json(Renderer& renderer, const Cell& value, std::optional<std::int64_t> indent);

}  // namespace assay::templates
