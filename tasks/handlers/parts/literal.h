// Python literals in data fields and task files: texts, numbers, lists, tuples, dicts, None, True, False.
#pragma once

#include <string_view>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// The whole text as one literal, as ast.literal_eval reads it (without sets, bytes, complex numbers and f-strings).
// kCorrupt with the byte's offset. Depth is bounded.
Result<Value> parse_literal(std::string_view text);

}  // namespace assay
