// Unicode functions agree with Python's str.
#include "harness/base/unicode.h"
#include "harness/base/letter_case.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/base/pattern.h"
#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  const auto words = python_split(text);
  return {words.begin(), words.end()};
}

TEST(Unicode, ChangesCaseWithFullMappings) {
  EXPECT_EQ(python_upper("straße ﬁn ß"), "STRASSE FIN SS");
  EXPECT_EQ(python_lower("ΣΟΦΟΣ ÉCOLE"), "σοφος école");
  EXPECT_EQ(python_lower("İ"), "i̇");
  EXPECT_EQ(python_lower("ABC z1"), "abc z1");
  EXPECT_EQ(python_lower(""), "");
  EXPECT_EQ(python_upper(std::string(100, 'a') + "ŉ"), std::string(100, 'A') + "ʼN");
}

TEST(Unicode, StripsAndSplitsAtPythonsWhiteSpace) {
  EXPECT_EQ(python_strip("\xE3\x80\x80 a\xC2\xA0\x1c"), "a");
  EXPECT_EQ(python_strip("\xE2\x80\x8B"), "\xE2\x80\x8B");  // a zero-width space is none
  EXPECT_EQ(python_strip_right(" a \n"), " a");
  EXPECT_EQ(python_strip(" \t"), "");
  EXPECT_EQ(words_of(" a\xE2\x80\xA8"
                     "b  c\x1f"),
            (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(python_split("").empty());
}

TEST(Unicode, DecodesAndEncodes) {
  std::string text;
  for (const char32_t c : to_points("aé東😀")) {
    append_point(c, text);
  }
  EXPECT_EQ(text, "aé東😀");
  EXPECT_EQ(to_points("\xed\xa0\x80").size(), 3u);
  EXPECT_TRUE(is_utf8("aé東😀"));
  for (const char* bad : {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "a\xe6\x9d"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Unicode, KnowsCategoriesAndNames) {
  EXPECT_TRUE(is_unicode_punctuation(U'。'));
  EXPECT_FALSE(is_unicode_punctuation(U'$'));
  EXPECT_TRUE(is_unicode_symbol(U'$'));
  EXPECT_TRUE(is_unicode_number(U'½'));
  EXPECT_EQ(code_point_named("EURO SIGN"), U'€');
  EXPECT_EQ(code_point_named("NO SUCH THING"), 0xFFFFFFFFU);
}

TEST(UnicodeOracle, EqualsPythonsStr) {
  const std::vector<Value> cases = metric_cases("text");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with texts";
  }
  for (const Value& one : cases) {
    const std::string text = one.find("text")->as_text();
    EXPECT_EQ(python_lower(text), one.text_at("lower")) << text;
    EXPECT_EQ(python_upper(text), one.text_at("upper")) << text;
    EXPECT_EQ(python_strip(text), one.text_at("strip")) << text;
    EXPECT_EQ(python_strip_right(text), one.text_at("rstrip")) << text;
    EXPECT_EQ(words_of(text), texts_of(*one.find("words"))) << text;
    EXPECT_EQ(Pattern::escape(text), one.text_at("escape")) << text;
  }
}

}  // namespace
}  // namespace assay
