// JSON lines and documents into rows.
#include "tasks/data/formats/json_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::HasSubstr;

std::string joined(const Result<Value::List>& rows) {
  return rows ? to_json(Value::list(*rows)) : rows.error().message;
}

TEST(JsonLines, NeedNoNewlineAtTheEndAndSkipEmptyLines) {
  EXPECT_EQ(joined(json_line_rows("{\"a\":1}\r\n\n  \n{\"a\":2}")), "[{\"a\":1},{\"a\":2}]");
  EXPECT_EQ(joined(json_line_rows("")), "[]");
}

TEST(JsonLines, KeepLineSeparatorsThatJsonAllows) {
  EXPECT_EQ(json_line_rows("{\"a\":\"x\xE2\x80\xA8y\xC2\x85z\"}\n")->size(), 1u);
}

TEST(JsonLines, NameTheLineThatIsWrong) {
  EXPECT_THAT(joined(json_line_rows("{}\n\n{\"a\":")), HasSubstr("line 3: "));
  EXPECT_THAT(joined(json_line_rows("{}\n[1]\n")), HasSubstr("line 2: not an object"));
  EXPECT_THAT(joined(json_line_rows("{\"a\":\"\xFF\"}\n")), HasSubstr("line 1: not UTF-8"));
}

TEST(JsonDocument, IsAListOrHoldsOne) {
  EXPECT_EQ(joined(json_document_rows("[{\"a\":1}]")), "[{\"a\":1}]");
  EXPECT_EQ(joined(json_document_rows("{\"canary\":\"c\",\"examples\":[{\"a\":1}]}")), "[{\"a\":1}]");
  EXPECT_EQ(joined(json_document_rows("{\"x\":[{\"a\":1}],\"y\":[{\"a\":2}]}", "y")), "[{\"a\":2}]");
}

TEST(JsonDocument, SaysWhyItGivesNoRows) {
  EXPECT_THAT(joined(json_document_rows("{\"x\":[{\"a\":1}],\"y\":[{\"a\":2}]}")), HasSubstr("several fields"));
  EXPECT_THAT(joined(json_document_rows("{\"x\":1}")), HasSubstr("no field"));
  EXPECT_THAT(joined(json_document_rows("{\"x\":1}", "x")), HasSubstr("field 'x'"));
  EXPECT_THAT(joined(json_document_rows("3")), HasSubstr("neither"));
}

}  // namespace
}  // namespace assay
