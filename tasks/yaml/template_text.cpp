// Parsing and rendering template texts.
#include "tasks/yaml/template_text.h"

#include <nlohmann/json.hpp>

#include "harness/base/text.h"

namespace assay {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && (text[0] < '0' || text[0] > '9') &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             std::string_view::npos;
}

const nlohmann::json* look_up(const nlohmann::json& document, const std::vector<std::string>& path) {
  const nlohmann::json* at = &document;
  for (const std::string& name : path) {
    const auto found = at->is_object() ? at->find(name) : at->end();
    if (found == at->end()) {
      return nullptr;
    }
    at = &*found;
  }
  return at;
}

}  // namespace

Result<TemplateText> TemplateText::parse(std::string_view text) {
  TemplateText parsed;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const bool is_construct = open != std::string_view::npos && open + 1 < text.size() &&
                              (text[open + 1] == '{' || text[open + 1] == '%' || text[open + 1] == '#');
    if (!is_construct) {
      const std::size_t end = open == std::string_view::npos ? text.size() : open + 1;
      parsed.parts_.push_back({.literal = std::string(text.substr(at, end - at))});
      at = end;
      continue;
    }
    if (open > at) {
      parsed.parts_.push_back({.literal = std::string(text.substr(at, open - at))});
    }
    const std::size_t close = text.find("}}", open);
    const std::string shown = printable(text.substr(open, 60), 60);
    if (text[open + 1] != '{' || close == std::string_view::npos) {
      return Error{ErrorKind::kUnsupported,
                   "template construct '" + shown + "' is not supported yet; only {{ field.path }} is"};
    }
    Part part;
    for (const std::string_view name : split(trim(text.substr(open + 2, close - open - 2)), '.')) {
      if (!is_name(name)) {
        return Error{ErrorKind::kUnsupported,
                     "template expression '" + shown + "' is not supported yet; only {{ field.path }} is"};
      }
      part.path.emplace_back(name);
    }
    parsed.parts_.push_back(std::move(part));
    at = close + 2;
  }
  return parsed;
}

Result<std::string> TemplateText::render(const nlohmann::json& document) const {
  std::string text;
  for (const Part& part : parts_) {
    if (part.path.empty()) {
      text += part.literal;
      continue;
    }
    const nlohmann::json* value = look_up(document, part.path);
    if (value == nullptr) {
      return Error{ErrorKind::kInvalidConfig, "the document has no field '" + join(part.path, ".") + "'"};
    }
    text += value->is_string() ? value->get<std::string>() : value->dump();
  }
  return text;
}

const nlohmann::json* TemplateText::field(const nlohmann::json& document) const {
  return parts_.size() == 1 && !parts_[0].path.empty() ? look_up(document, parts_[0].path) : nullptr;
}

}  // namespace assay
