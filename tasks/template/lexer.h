// Tokens of a Jinja2 template, by the rules of its default syntax: {{ }}, {% %}, {# #}, raw, - and + at the marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay::templates {

struct TemplateToken {
  enum class Kind {
    kData,
    kVariableBegin,
    kVariableEnd,
    kBlockBegin,
    kBlockEnd,
    kName,
    kText,
    kNumber,
    kOperator,
    kEnd
  };
  Kind kind = Kind::kEnd;
  int line = 1;
  std::string text;  // data, the name, the operator
  Value value;       // kText, kNumber
};

// Ends with kEnd. Carriage returns become new lines. kInvalidConfig: "line 2: ...".
Result<std::vector<TemplateToken>> tokenize(std::string_view source);

}  // namespace assay::templates
