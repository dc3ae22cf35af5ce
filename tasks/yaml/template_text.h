// Template texts of task files: literal text and {{ field.path }}. The full strict Jinja2 renderer is not built yet;
// what it would be needed for is refused by name.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

class TemplateText {
 public:
  // kUnsupported for statements, filters, calls and operators, naming the construct.
  static Result<TemplateText> parse(std::string_view text);

  // kInvalidConfig if the document lacks a field. Numbers are rendered as JSON does, texts as they are.
  Result<std::string> render(const nlohmann::json& document) const;

  // The one field this template consists of, looked up in a document; nullptr if it is more than one field, or absent.
  const nlohmann::json* field(const nlohmann::json& document) const;

 private:
  struct Part {
    std::string literal;  // if path is empty
    std::vector<std::string> path;
  };
  std::vector<Part> parts_;
};

}  // namespace assay
