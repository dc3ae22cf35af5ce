// Values as Python's text of them, and back: str(), repr() and ast.literal_eval().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

std::string python_str(const Value& value);   // texts as they are, all else as python_repr
std::string python_repr(const Value& value);  // "['it', \"it's\", 1e+16, None]"

// One literal: texts with all prefixes and escapes, adjacent ones joined; numbers; lists, tuples, dicts; sets as lists
// without repeats. kInvalidConfig with the place for what Python refuses; kUnsupported for what a Value cannot hold
// (bytes, complex numbers, long hexadecimals). Depth is bounded (100).
Result<Value> python_literal(std::string_view text);

namespace templates {

void append_repr(std::string_view text, std::string& out);  // quoted

// Decodes the escapes of a Python text without its quotes. Returns why it cannot, or an empty text.
std::string unescape(std::string_view body, std::string& out);

}  // namespace templates
}  // namespace assay
