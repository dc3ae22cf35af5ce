// Template: parsing and rendering, put together.
#include "tasks/template/template.h"

#include <utility>

#include "harness/base/check.h"
#include "tasks/template/parser.h"
#include "tasks/template/renderer.h"

namespace assay {

namespace templates {

struct ParsedTemplate {
  TemplateBody body;
};

}  // namespace templates

Result<Template> Template::parse(std::string_view text) {
  auto body = templates::parse_template(text);
  if (!body) {
    return std::move(body.error());
  }
  return Template(std::make_shared<const templates::ParsedTemplate>(templates::ParsedTemplate{std::move(*body)}));
}

Result<std::string> Template::render(const Value& context) const {
  ASSAY_CHECK(context.is_dict(), "a template is rendered with a dict");
  return templates::Renderer(context).render(parsed_->body);
}

}  // namespace assay
