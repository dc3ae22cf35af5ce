// Reading a row's fields.
#include "tasks/handlers/parts/row.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(RowReader, NamesTheFirstFieldThatIsWrong) {
  const auto row = parse_json_value(R"({"a":1,"b":"x","c":2.0,"d":2.5})");
  ASSERT_TRUE(row);
  RowReader read(*row);

  EXPECT_EQ(read.integer("c"), 2);
  EXPECT_EQ(read.text("b"), "x");
  EXPECT_TRUE(read.is_good());
  EXPECT_EQ(read.text("a"), "");
  EXPECT_EQ(read.text("b"), "");  // nothing is read after a failure
  EXPECT_EQ(read.done(0).error().message, "field 'a': 1 is no text");
}

}  // namespace
}  // namespace assay
