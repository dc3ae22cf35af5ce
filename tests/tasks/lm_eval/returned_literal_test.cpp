// Python functions that only write out a list: read, never run.
#include "tasks/lm_eval/returned_literal.h"

#include <gtest/gtest.h>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

constexpr const char* kSource =
    "import os\n\n"
    "def first() -> list[dict]:\n"
    "    \"\"\"Three [rows].\"\"\"\n"
    "    return [\n"
    "        # the first\n"
    "        {\"q\": \"1 + [1]\", 'a': 'it\\'s \\\\frac{1}{2}'},  # ]\n"
    "        {\"q\": \"\"\"two\nlines\"\"\", \"a\": 2},\n"
    "    ]\n\n\n"
    "def second(doc):\n"
    "    return [doc]\n\n"
    "def third():\n"
    "    rows = []\n"
    "    return rows\n";

TEST(ReturnedLiteral, IsReadWithCommentsBracketsAndQuotesInside) {
  const auto rows = returned_literal(kSource, "first");

  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(to_json(*rows), R"([{"q":"1 + [1]","a":"it's \\frac{1}{2}"},{"q":"two\nlines","a":2}])");
}

TEST(ReturnedLiteral, RefusesWhatWouldHaveToBeRun) {
  for (const char* name : {"second", "third", "fourth", ""}) {
    const auto rows = returned_literal(kSource, name);

    ASSERT_FALSE(rows) << name;
    EXPECT_EQ(rows.error().kind, ErrorKind::kUnsupported) << name;
  }
}

TEST(ReturnedLiteral, RefusesWhatNeverEnds) {
  EXPECT_FALSE(returned_literal("def f():\n    return [1, 2", "f"));
  EXPECT_FALSE(returned_literal("def f():\n    return ['a]", "f"));
  EXPECT_FALSE(returned_literal("def f(", "f"));
}

TEST(ReturnedLiteral, IsLookedForBesideTheTaskFile) {
  const ScratchFolder folder("python");
  folder.write("utils.py", kSource);

  EXPECT_TRUE(returned_literal_of(folder.path(), "utils.first"));
  EXPECT_EQ(returned_literal_of(folder.path(), "other.first").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(returned_literal_of(folder.path(), "first").error().kind, ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace assay
