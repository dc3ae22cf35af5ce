// Layout: a table in a fixed width; what does not fit beside the keys goes into further parts below, nothing is
// dropped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/parts/document.h"

namespace assay {

struct TableLayout {
  std::vector<std::size_t> widths;              // one per column
  std::vector<std::vector<std::size_t>> parts;  // the columns of each part, keys first
};

// Keys take at most three fifths of a width that is too small for the table. Cells are the table's, already printable.
TableLayout lay_out(const DocumentTable& table, std::size_t width);

// The text in lines of at most `width` code points: broken at a space, else behind '_', '-', '/' or ',', else anywhere.
// At least one line. REQUIRES: width > 0.
std::vector<std::string> broken_lines(std::string_view text, std::size_t width);

}  // namespace assay
