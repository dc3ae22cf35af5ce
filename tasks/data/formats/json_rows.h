// Rows out of JSON lines and of whole JSON documents.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// One object a line; empty lines are none. kCorrupt with the line's number.
Result<Value::List> json_line_rows(std::string_view text);

// A list of objects, or an object that holds one: under `field`, or, if that is empty, in the one of its fields that is
// such a list. kCorrupt.
Result<Value::List> json_document_rows(std::string_view text, const std::string& field = "");

}  // namespace assay
