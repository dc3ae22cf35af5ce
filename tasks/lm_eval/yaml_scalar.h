// What a plain word of a YAML 1.1 file means: nothing, a truth, a number or a text, as PyYAML's safe loader sees it.
#pragma once

#include <optional>
#include <string_view>

#include "harness/base/value.h"

namespace assay {

// A scalar without quotes. "yes" and "off" are truths, "017" is octal, "1:30" counts in sixties, "1e3" is a text (a
// real needs a dot and a signed exponent). Dates stay texts, and so does a
// number of another base beyond 64 bits.
Value plain_scalar(std::string_view text);

// A scalar with an explicit tag, "tag:yaml.org,2002:int" and the like; nothing if the tag or its text is not known.
std::optional<Value> tagged_scalar(std::string_view tag, std::string_view text);

}  // namespace assay
