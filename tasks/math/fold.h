// Unicode mathematics as ASCII and LaTeX commands, and the plain form in which texts that are no mathematics compare.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// "½" is "\frac{1}{2}", "x²" is "x^{2}", "−" is "-", "≤" is "\le ", "√" is "\usqrt ". Bytes that are not UTF-8 are
// U+FFFD; letters of other scripts stay. At most 14 bytes for each byte of the text.
std::string fold_math(std::string_view text);

// What stands inside $...$, \(...\), \[...\], \boxed{...}, **...** around the whole text, and no stop at the end.
std::string_view unwrap_math(std::string_view text);

// Lower case, single blanks, no \text{}, \left, \right, $, spacing commands, quotes, emphasis, nor stop at the end.
std::string plain_form(std::string_view text);

}  // namespace assay
