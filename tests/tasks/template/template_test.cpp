// Templates: what Jinja2 does with them, by small texts whose results are known, and by recorded cases if there are
// any.
#include "tasks/template/template.h"

#include <gtest/gtest.h>

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
