// Text functions: valid and broken UTF-8, near names, numbers.
#include "harness/base/text.h"

#include <gtest/gtest.h>

#include <array>

namespace assay {
namespace {

TEST(Text, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\x9b"), "a\\x1b[31mb\\nc\\x9b");
  EXPECT_EQ(printable("\xC2\x9b"
                      "x"),
            "\\xc2\\x9bx");
  EXPECT_EQ(printable("grün", 3), "grü…");
}

TEST(Text, ReplacesInvalidBytesAndKeepsValidOnes) {
  EXPECT_EQ(valid_utf8("a\xC0\xAF€"), "a\xEF\xBF\xBD\xEF\xBF\xBD€");
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Text, CountsCodePointsNotBytes) { EXPECT_EQ(code_points("naïve €"), 7u); }

TEST(Text, SuggestsTheNearestNameOnlyIfItIsNear) {
  const std::array<std::string, 2> names{"gsm8k", "arc_challenge"};

  EXPECT_EQ(unknown_name("task", "gsmk8", names),
            "unknown task 'gsmk8'; did you mean 'gsm8k'? known: gsm8k, arc_challenge");
  EXPECT_EQ(unknown_name("task", "zzzzzz", names), "unknown task 'zzzzzz'; known: gsm8k, arc_challenge");
}

TEST(Text, ReadsWholeNumbersOnly) {
  EXPECT_EQ(parse_int("-12"), -12);
  EXPECT_EQ(parse_int("12a"), std::nullopt);
  EXPECT_EQ(parse_int(""), std::nullopt);
  EXPECT_EQ(parse_double("1e999"), std::nullopt);
  EXPECT_EQ(parse_double("0.5"), 0.5);
}

}  // namespace
}  // namespace assay
