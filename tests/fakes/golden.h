// Golden files: what was approved, in tests/golden/. ASSAY_UPDATE_GOLDEN=1 rewrites them; the change is then reviewed.
#pragma once

#include <string>

namespace assay {

// Fails the current test with the first line that differs if `text` is not what tests/golden/NAME holds.
void expect_golden(const std::string& name, const std::string& text);

}  // namespace assay
