// Equations in a text, as polynomials: for tests that solve them again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace assay {

// Coefficients by what they stand before: "" of the constant, "x", "x^2".
using EquationTerms = std::map<std::string, std::int64_t>;

// Left side minus right side of every equation in the text.
std::vector<EquationTerms> equations_in(const std::string& text);

}  // namespace assay
