// LaTeX as plain text, as far as the PRM800K rule needs it.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// What pylatexenc 2's LatexNodes2Text writes: "\frac{a}{b}" becomes a/b (without brackets), "\sqrt{a}" becomes
// sqrt(a) (an index is lost), braces go, a symbol becomes its character, an unknown command nothing; matrices become
// "[ 1 2; 3 4 ]". Roots, pi and infinity come out as the rule spells them. Nesting deeper than 100 is left out.
std::string latex_to_text(std::string_view latex);

}  // namespace assay
