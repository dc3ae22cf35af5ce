// Template texts: literal text and fields; whatever needs the full language is refused by name.
#include "tasks/yaml/template_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace assay {
namespace {

std::string rendered(const std::string& text, const nlohmann::json& document) {
  const auto parsed = TemplateText::parse(text);
  if (!parsed) {
    return "refused: " + parsed.error().message;
  }
  const auto shown = parsed->render(document);
  return shown ? *shown : "failed: " + shown.error().message;
}

struct Rendering {
  const char* name;
  const char* text;
  const char* shown;
};

class Renders : public testing::TestWithParam<Rendering> {};

TEST_P(Renders, LiteralTextAndFields) {
  const nlohmann::json document{{"q", "Why?"}, {"n", 3}, {"half", 0.5}, {"yes", true}, {"in", {{"side", "deep"}}}};

  EXPECT_EQ(rendered(GetParam().text, document), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Renders,
    testing::Values(Rendering{"empty", "", ""}, Rendering{"literal", "no fields", "no fields"},
                    Rendering{"one_field", "{{q}}", "Why?"}, Rendering{"spaces", "{{  q  }}", "Why?"},
                    Rendering{"around", "Question: {{q}}\nAnswer:", "Question: Why?\nAnswer:"},
                    Rendering{"two", "{{q}}{{n}}", "Why?3"}, Rendering{"nested", "{{in.side}}", "deep"},
                    Rendering{"number", "{{half}}", "0.5"}, Rendering{"boolean", "{{yes}}", "true"},
                    Rendering{"single_braces", "a { b } c {", "a { b } c {"},
                    Rendering{"brace_before_field", "{ {{n}} }", "{ 3 }"},
                    Rendering{"missing", "{{p}}", "failed: the document has no field 'p'"},
                    Rendering{"missing_inside", "{{in.p}}", "failed: the document has no field 'in.p'"},
                    Rendering{"inside_a_text", "{{q.p}}", "failed: the document has no field 'q.p'"}),
    [](const auto& tested) { return std::string(tested.param.name); });

class Refuses : public testing::TestWithParam<std::string> {};

TEST_P(Refuses, WhatItDoesNotKnowByName) {
  const auto parsed = TemplateText::parse(GetParam());

  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(parsed.error().message.find("only {{ field.path }} is"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Constructs, Refuses,
                         testing::Values("{% if x %}y{% endif %}", "{# note #}", "{{q|trim}}", "{{q[0]}}", "{{a + b}}",
                                         "{{f(x)}}", "{{}}", "{{ }}", "{{a.}}", "{{1a}}", "{{q", "x {{q} y",
                                         "{{'text'}}"));

TEST(TemplateField, IsFoundOnlyIfTheTemplateIsOneField) {
  const nlohmann::json document{{"choices", {"a", "b"}}};

  const auto one = TemplateText::parse("{{choices}}");
  const auto more = TemplateText::parse("{{choices}} ");
  const auto none = TemplateText::parse("");

  ASSERT_NE(one->field(document), nullptr);
  EXPECT_EQ(one->field(document)->size(), 2u);
  EXPECT_EQ(one->field(nlohmann::json::object()), nullptr);
  EXPECT_EQ(more->field(document), nullptr);
  EXPECT_EQ(none->field(document), nullptr);
}

}  // namespace
}  // namespace assay
