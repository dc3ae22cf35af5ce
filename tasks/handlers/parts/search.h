// Searching with a regular expression that comes from data: bounded, Unicode, Python's flavour as far as words go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

enum class MatchCase { kAsWritten, kIgnored };

// Non-overlapping matches. Nothing if the pattern does not compile or a match takes too many steps.
std::optional<int> count_matches(const std::string& pattern, std::string_view text, MatchCase match_case);

}  // namespace assay
