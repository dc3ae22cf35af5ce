// Numbers as Python's float() reads them and str() prints them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

// float(text): white space around, sign, "_" between digits, exponents, "inf", "nan", digits of other scripts.
std::optional<double> python_float(std::string_view text);

// str(float): the shortest digits that read back, "5.0", "1e+16", "inf", "nan".
std::string python_float_text(double value);

}  // namespace assay
