// A Python function that only returns a list written out: read as data, nothing of it is run.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// What `def NAME(...)` in `source` returns, if its body is one return statement with a literal (a docstring may stand
// before it). kUnsupported if it is anything else, or not there.
Result<Value> returned_literal(std::string_view source, std::string_view name);

// The same for "FILE.NAME" in the folder of a task file, FILE.py beside it. kNotFound without that file.
Result<Value> returned_literal_of(const std::string& folder, const std::string& function);

}  // namespace assay
