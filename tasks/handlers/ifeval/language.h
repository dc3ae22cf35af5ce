// The language a text is written in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The code as IFEval's data name languages (ISO 639-1; Chinese is "zh-cn" or "zh-tw"), by Compact Language Detector 2,
// which always says the same for the same text. Nothing if the text holds no letters, or none that tell.
std::optional<std::string> language_of(std::string_view text);

}  // namespace assay
