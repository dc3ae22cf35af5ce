// Texts read as numbers, as Python's int() reads them, and rounding as round() does it.
#pragma once

#include <optional>
#include <string_view>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

// kInteger or kBigInteger; nothing for what int(text, base) refuses.
std::optional<Cell> parse_python_int(Renderer& renderer, std::string_view text, std::int64_t base);
// A real number cut to a whole one. REQUIRES: finite.
Cell truncated(Renderer& renderer, double value);
double rounded(double value, std::int64_t digits);  // REQUIRES: digits >= 0

}  // namespace assay::templates
