// Template: a Jinja2 text of a task file, rendered as Jinja2 does with StrictUndefined and trailing new lines kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

namespace templates {
struct ParsedTemplate;
}  // namespace templates

// Parsed once, rendered for many documents. Immutable; any thread. Copies share the parsed form, which all own together
// and nobody changes.
class Template {
 public:
  // kInvalidConfig for what Jinja2 refuses: "line 2: ...". kUnsupported for what it has and we do not, by name (macro,
  // include, a filter, ...).
  static Result<Template> parse(std::string_view text);

  // REQUIRES: a dict. kInvalidConfig where Jinja2 fails (an undefined name, types that do not go together), and for too
  // much work or output (1,000,000 steps, 16 MiB); kUnsupported for what shows itself at work only (numbers beyond 64
  // bits, a generator printed).
  Result<std::string> render(const Value& context) const;

 private:
  explicit Template(std::shared_ptr<const templates::ParsedTemplate> parsed) : parsed_(std::move(parsed)) {}

  std::shared_ptr<const templates::ParsedTemplate> parsed_;
};

}  // namespace assay
