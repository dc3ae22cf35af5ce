// What methods and filters of texts share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

enum class Side { kLeft, kRight, kBoth };

// str.strip and its kin: without these characters, white space if they are not given or None.
std::string stripped(Renderer& renderer, const std::string& text, const Cell& characters, Side side);
// str.replace; a negative count means all.
Cell replaced(Renderer& renderer, const std::string& text, const std::string& from, const std::string& to,
              std::int64_t count);
// Filled up to a width with one character, on this side: kRight is str.ljust.
std::string padded(Renderer& renderer, const std::string& text, std::int64_t width, const std::string& fill, Side side);
std::vector<std::string_view> lines_of(std::string_view text, bool with_ends);  // str.splitlines

}  // namespace assay::templates
