// Templates: what Jinja2 does with them, by small texts whose results are known, and by recorded cases if there are
// any.
#include "tasks/template/template.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "tasks/template/python_text.h"

namespace assay {
namespace {

// One recorded case: {"kind": "template", "text", "document", "expected"} (no "expected": Python raised), or
// {"kind": "literal" | "repr", ...}.
struct Verdict {
  bool is_right = false;
  bool is_refused = false;
  std::string shown;
};

Verdict judge_text(const Result<std::string>& got, const Value& expected) {
  const bool is_refused = !got && got.error().kind == ErrorKind::kUnsupported;
  if (!expected.is_text()) {
    return {.is_right = !got, .is_refused = is_refused, .shown = got ? *got : got.error().message};
  }
  return {.is_right = got && *got == expected.as_text(),
          .is_refused = is_refused,
          .shown = got ? *got : got.error().message};
}

Result<std::string> answer(const Value& recorded) {
  const std::string kind = *recorded.text_at("kind");
  if (kind == "repr") {
    return python_repr(*recorded.find("value"));
  }
  const std::string text = *recorded.text_at("text");
  if (kind == "literal") {
    auto value = python_literal(text);
    if (!value) {
      return std::move(value.error());
    }
    return python_repr(*value);
  }
  const auto parsed = Template::parse(text);
  if (!parsed) {
    return parsed.error();
  }
  return parsed->render(*recorded.find("document"));
}

// The document of the tables below.
Value document() {
  const auto parsed = parse_json_value(R"({
    "question": " Which one?  ", "choices": {"text": ["red", "it's \"blue\""], "label": ["A", "B"]}, "answer": 1,
    "key": "B", "score": 2.0, "none": null, "flag": true, "words": ["b", "a", "C"], "empty": [],
    "items": [{"n": 1, "t": "x"}, {"n": 2, "t": "y"}], "naive": "na\u00efve \u65e5", "big": 123456789012345678901
  })");
  return parsed ? *parsed : Value::dict({});
}

Result<std::string> rendered(const std::string& text) {
  const auto parsed = Template::parse(text);
  if (!parsed) {
    return parsed.error();
  }
  return parsed->render(document());
}

struct Rendering {
  const char* name;
  const char* text;
  const char* expected;
};

class TemplateRenders : public testing::TestWithParam<Rendering> {};

TEST_P(TemplateRenders, WhatJinja2Does) {
  const auto text = rendered(GetParam().text);

  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, GetParam().expected);
}

const auto kNameOf = [](const auto& tested) { return std::string(tested.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Texts, TemplateRenders,
    testing::Values(
        Rendering{"plain", "a { b } {c\n", "a { b } {c\n"}, Rendering{"field", "Q:{{question}}\n", "Q: Which one?  \n"},
        Rendering{"comment", "a{# {{ x }} #}b", "ab"}, Rendering{"raw", "{% raw %}{{ x }}{% endraw %}", "{{ x }}"},
        Rendering{"control", "a \n{{- 'b' -}} \n c", "abc"},
        Rendering{"control_kept", "a {%+ if true +%} b{% endif %}", "a  b"},
        Rendering{"signs_at_the_mark", "{{+5}} {{-5}}", "55"}, Rendering{"carriage_returns", "a\r\nb\rc", "a\nb\nc"},
        Rendering{"braces_inside", "{{ {'a': {'b': 1}} }}", "{'a': {'b': 1}}"},
        Rendering{"list_of_fields", "{{ choices.text }}", R"(['red', 'it\'s "blue"'])"},
        Rendering{"choice", "{{choices.text[answer]}}|{{choices.label.index(key)}}", "it's \"blue\"|1"},
        Rendering{"constants", "{{ none }} {{ true }} {{ score }} {{ big }}", "None True 2.0 123456789012345678901"},
        Rendering{"escapes", R"({{ 'a\n\x41\u00e9\q' }})", "a\nA\u00e9\\q"},
        Rendering{"texts_side_by_side", "{{ 'a' \"b\" }}", "ab"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Expressions, TemplateRenders,
    testing::Values(
        Rendering{"precedence", "{{ 1 + 2 * 3 }} {{ 2**3**2 }} {{ 1 ~ 2 * 3 }}", "7 64 16"},
        Rendering{"minus_binds_first", "{{ -2**2 }} {{ -3|abs }}", "4 3"},
        Rendering{"floors", "{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ -7.5 % 2 }}", "-4 2 3.5 0.5"},
        Rendering{"chains", "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}", "True False"},
        Rendering{"logic_gives_operands", "{{ '' or 'x' }} {{ 0 and 1 }} {{ not [] }}", "x 0 True"},
        Rendering{"numbers_equal", "{{ 1 == 1.0 == true }} {{ [1] == (1,) }}", "True False"},
        Rendering{"inline_if", "{{ 'a' if flag else 'b' }}{{ 'c' if not flag }}", "a"},
        Rendering{"slices", "{{ naive[::-1] }} {{ words[-2:] }} {{ words[5:] }} {{ naive[6] }}",
                  "\u65e5 ev\u00efan ['a', 'C'] [] \u65e5"},
        Rendering{"keys_and_methods", "{{ choices['text'][0] }} {{ {'keys': 1}['keys'] }}", "red 1"},
        Rendering{"field_named_like_a_method", "{{ items[0].n }}", "1"},
        Rendering{"numbered_attribute", "{{ words.0 }}", "b"},
        Rendering{"percent", "{{ '%s-%03d-%.2f' % ('a', 7, 1.005) }}", "a-007-1.00"},
        Rendering{"format", "{{ '{1}{0:>4}{x!r}'.format(1, 'b', x='c') }}", "b   1'c'"},
        Rendering{"generators_listed", "{{ words|map('upper')|list }}", "['B', 'A', 'C']"},
        Rendering{"attributes_mapped", "{{ items|map(attribute='t')|join(',') }}", "x,y"},
        Rendering{"selected", "{{ items|selectattr('n', 'gt', 1)|map(attribute='t')|first }}", "y"},
        Rendering{"sorted", "{{ words|sort }} {{ words|sort(case_sensitive=true, reverse=true) }}",
                  "['a', 'b', 'C'] ['b', 'a', 'C']"},
        Rendering{"grouped", "{% for g in items|groupby('n') %}{{ g.grouper }}{{ g.list|length }}{% endfor %}", "1121"},
        Rendering{"pattern", R"({{ 'ab cd'|regex_replace('(\\w+) (\\w+)', '\\2 \\1') }})", "cd ab"},
        Rendering{"json", R"({{ {'b': "<'", 'a': [1.0, none]}|tojson }})",
                  R"({"a": [1.0, null], "b": "\u003c\u0027"})"},
        Rendering{"rest_keeps_its_end", "{{ ' a b  c '.split(none, 1) }}", "['a', 'b  c ']"},
        Rendering{"rounded_half_even", "{{ 2.5|round }} {{ 2.675|round(2) }} {{ 2.1|round(0, 'ceil')|int }}",
                  "2.0 2.67 3"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Statements, TemplateRenders,
    testing::Values(
        Rendering{"branches", "{% if answer > 1 %}a{% elif answer == 1 %}b{% else %}c{% endif %}", "b"},
        Rendering{"loop", "{% for w in words %}{{ loop.index }}{{ w }}{{ ',' if not loop.last }}{% endfor %}",
                  "1b,2a,3C"},
        Rendering{"pairs", "{% for k, v in choices.items() %}{{ k }}{{ v|length }} {% endfor %}", "text2 label2 "},
        Rendering{"condition", "{% for w in words if w != 'a' %}{{ loop.revindex }}{{ w }}{% else %}none{% endfor %}",
                  "2b1C"},
        Rendering{"empty_loop", "{% for w in empty %}x{% else %}none{% endfor %}", "none"},
        Rendering{"loops_keep_names", "{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}", "1"},
        Rendering{"namespace",
                  "{% set ns = namespace(n=0) %}{% for w in words %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
                  "3"},
        Rendering{"lists_change", "{% set l = [] %}{% for w in words %}{% set _ = l.append(w) %}{% endfor %}{{ l }}",
                  "['b', 'a', 'C']"},
        Rendering{"condition_sees_the_body",
                  "{% set s = [] %}{% for w in 'aab' if w not in s %}{% set _ = s.append(w) %}{{ w }}{% endfor %}",
                  "ab"},
        Rendering{"set_block", "{% set x|upper %}a{{ answer }}{% endset %}[{{ x }}]", "[A1]"},
        Rendering{"filter_block", "{% filter upper %}a{{ 'b' }}{% endfilter %}", "AB"},
        Rendering{"with", "{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}", "3False"},
        Rendering{"unpacking", "{% set a, b = words[:2] %}{{ b }}{{ a }}", "ab"}),
    kNameOf);

struct TemplateFailure {
  const char* name;
  std::string text;
  ErrorKind kind;
  const char* message;  // a part of it
};

class TemplateFails : public testing::TestWithParam<TemplateFailure> {};

TEST_P(TemplateFails, WithOneClearLine) {
  const auto text = rendered(GetParam().text);

  ASSERT_FALSE(text) << *text;
  EXPECT_EQ(text.error().kind, GetParam().kind);
  EXPECT_NE(text.error().message.find(GetParam().message), std::string::npos) << text.error().message;
  EXPECT_EQ(text.error().message.find('\n'), std::string::npos);
}

std::string many(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

constexpr ErrorKind kBad = ErrorKind::kInvalidConfig;
constexpr ErrorKind kOther = ErrorKind::kUnsupported;

INSTANTIATE_TEST_SUITE_P(
    Syntax, TemplateFails,
    testing::Values(TemplateFailure{"open", "a\n{{ x", kBad, "line 2: }} expected, not the end"},
                    TemplateFailure{"no_end", "{% if true %}a", kBad, "{% endif %} is expected"},
                    TemplateFailure{"brackets", "{{ (1] }}", kBad, "')' expected"},
                    TemplateFailure{"empty", "{{ }}", kBad, "an expression expected"},
                    TemplateFailure{"comment", "{# a", kBad, "#}"},
                    TemplateFailure{"character", "{{ 1 ? 2 }}", kBad, "unexpected character ?"},
                    TemplateFailure{"tag", "{% do x %}", kBad, "unknown tag 'do'"},
                    TemplateFailure{"macro", "{% macro f() %}{% endmacro %}", kOther, "{% macro %}"},
                    TemplateFailure{"include", "\n{% include 'x' %}", kOther, "line 2: {% include %}"},
                    TemplateFailure{"filter", "{{ x|shout }}", kOther, "unknown filter 'shout'"},
                    TemplateFailure{"random", "{{ words|random }}", kOther, "'random' is not supported"},
                    TemplateFailure{"test", "{{ x is loud }}", kOther, "unknown test 'loud'"},
                    TemplateFailure{"deep", "{{ " + many("(", 5000) + "1" + many(")", 5000) + " }}", kOther, "deeper"},
                    TemplateFailure{"signs", "{{ " + many("-", 5000) + "1 }}", kOther, "deeper"},
                    TemplateFailure{"long_sum", "{{ 1" + many("+1", 5000) + " }}", kOther, "deeper"},
                    TemplateFailure{"tags", many("{% if 1 %}", 500) + many("{% endif %}", 500), kOther, "deeper"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Work, TemplateFails,
    testing::Values(
        TemplateFailure{"undefined", "a\n{{ missing }}", kBad, "line 2: 'missing' is undefined"},
        TemplateFailure{"undefined_field", "{{ choices.txt }}", kBad, "a dict has no 'txt'"},
        TemplateFailure{"undefined_index", "{{ words[3] }}", kBad, "a list has no item 3"},
        TemplateFailure{"undefined_in_a_list", "{{ [missing] }}", kBad, "'missing' is undefined"},
        TemplateFailure{"undefined_compared", "{{ missing == 1 }}", kBad, "'missing' is undefined"},
        TemplateFailure{"types", "{{ 1 + 'a' }}", kBad, "'+' does not go with int and str"},
        TemplateFailure{"zero", "{{ 1 / 0 }}", kBad, "division by zero"},
        TemplateFailure{"no_index", "{{ words.index('z') }}", kBad, "not in the list"},
        TemplateFailure{"argument", "{{ 'a'.split(by='b') }}", kBad, "no argument 'by'"},
        TemplateFailure{"big", "{{ 9223372036854775807 + 1 }}", kOther, "beyond 64 bits"},
        TemplateFailure{"generator", "{{ words|map('upper') }}", kOther, "make it a list"},
        TemplateFailure{"endless", "{% for i in range(10**9) %}x{% endfor %}", kBad, "more work"},
        TemplateFailure{"growing", "{% for i in words %}{% set _ = words.append(1) %}{% endfor %}", kBad, "more work"},
        TemplateFailure{"long_text", "{{ 'a' * 10**9 }}", kBad, "16 MiB"},
        TemplateFailure{"long_list", "{{ [1] * 10**9 }}", kBad, "a million"},
        TemplateFailure{"wide", "{{ 'a'.ljust(10**12) }}", kBad, "16 MiB"},
        TemplateFailure{"circle", "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}", kBad, "nested deeper"},
        TemplateFailure{"doubling",
                        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x * 2 %}{% endfor %}",
                        kBad, "16 MiB"},
        TemplateFailure{"pattern", "{{ ('a' * 40 ~ 'b')|regex_replace('(a|a)+$', '') }}", kBad, "too long"}),
    kNameOf);

TEST(Template, IsParsedOnceAndRenderedForManyDocuments) {
  const auto parsed = Template::parse("{{ n }}!");
  ASSERT_TRUE(parsed);

  for (std::int64_t n = 0; n < 3; ++n) {
    const auto text = parsed->render(Value::dict({{.key = Value::of("n"), .value = Value::of(n)}}));
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, std::to_string(n) + "!");
  }
}

TEST(Template, LeavesTheDocumentAsItWas) {
  const Value context = document();

  ASSERT_TRUE(Template::parse("{% set _ = words.append(1) %}{{ words }}")->render(context));

  EXPECT_EQ(context.find("words")->items().size(), 3u);
}

TEST(TemplateOracle, EqualsJinja2) {
  const char* path = std::getenv("ASSAY_TEMPLATE_CASES");
  if (path == nullptr) {
    GTEST_SKIP() << "ASSAY_TEMPLATE_CASES names no file of cases; scripts/check_templates.py writes one";
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  int wrong = 0;
  int right = 0;
  std::map<std::string, int> refused;
  for (std::string line; std::getline(file, line);) {
    const auto recorded = parse_json_value(line);
    ASSERT_TRUE(recorded) << recorded.error().message << "\n" << line;
    const Value* expected = recorded->find("expected");
    const Verdict verdict = judge_text(answer(*recorded), expected != nullptr ? *expected : Value());
    if (verdict.is_right) {
      ++right;
    } else if (verdict.is_refused) {
      ++refused[verdict.shown];
    } else if (++wrong <= 40) {
      ADD_FAILURE() << line.substr(0, 1500) << "\n  got: " << verdict.shown.substr(0, 600);
    }
  }
  for (const auto& [why, count] : refused) {
    std::printf("refused %d: %s\n", count, why.c_str());
  }
  std::printf("right %d, refused kinds %zu, wrong %d\n", right, refused.size(), wrong);
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace assay
