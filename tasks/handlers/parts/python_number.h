// Numbers as Python's float() reads them and str() prints them, and SQuAD's articles: what answer normalising needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// float(text): white space around, sign, "_" between digits, exponents, "inf", "nan", digits of other scripts.
std::optional<double> python_float(std::string_view text);

// str(float): the shortest digits that read back, "5.0", "1e+16", "inf", "nan".
std::string python_float_text(double value);

// The words of a text after every whole word a, an, the became a space: re.sub(r"\b(a|an|the)\b", " ", text).split().
std::vector<std::string> words_without_articles(std::string_view text);

}  // namespace assay
