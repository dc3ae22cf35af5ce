// Reading ARC: labels of both kinds, and every way a line can be broken. The documents here are made up.
#include "tasks/datasets/arc.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "harness/base/hash.h"
#include "tests/fakes/scratch_folder.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

constexpr const char* kLetters =
    R"({"id":"a","question":{"stem":"Q?","choices":[{"text":"x","label":"A"},{"text":"y","label":"B"}]},"answerKey":"B"})";
constexpr const char* kDigits =
    R"({"id":"b","question":{"stem":"R?","choices":[{"text":"x","label":"1"},{"text":"y","label":"2"},{"text":"z","label":"3"}]},"answerKey":"1"})";

TEST(Arc, FlattensTheUpstreamForm) {
  const ScratchFolder data("arc");
  data.write("arc/ARC-Easy/ARC-Easy-Test.jsonl", std::string(kLetters) + "\n");

  const auto set = read_arc(data.path(), "ARC-Easy", "test");

  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->rows.size(), 1u);
  EXPECT_EQ(set->rows[0]["id"], "a");
  EXPECT_EQ(set->rows[0]["question"], "Q?");
  EXPECT_EQ(set->rows[0]["answer_index"], 1);
  EXPECT_EQ(set->rows[0]["choices"]["text"], (nlohmann::json{"x", "y"}));
  EXPECT_EQ(set->rows[0]["choices"]["label"], (nlohmann::json{"A", "B"}));
  EXPECT_EQ(set->sha256, sha256(std::string(kLetters) + "\n"));
}

TEST(Arc, TakesLabelsThatAreDigitsAndMixedFiles) {
  const ScratchFolder data("arc");
  data.write("ARC-Challenge/ARC-Challenge-Dev.jsonl", std::string(kDigits) + "\r\n\n  \n" + kLetters);

  const auto set = read_arc(data.path(), "ARC-Challenge", "dev");

  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->rows.size(), 2u);
  EXPECT_EQ(set->rows[0]["answer_index"], 0);
  EXPECT_EQ(set->rows[0]["choices"]["text"].size(), 3u);
}

TEST(Arc, ReadsEverySplitFromItsOwnFile) {
  const ScratchFolder data("arc");
  data.write("ARC-Easy-Test.jsonl", kLetters);
  data.write("ARC-Easy-Train.jsonl", std::string(kDigits) + "\n" + kLetters);

  EXPECT_EQ(read_arc(data.path(), "ARC-Easy", "test")->rows.size(), 1u);
  EXPECT_EQ(read_arc(data.path(), "ARC-Easy", "train")->rows.size(), 2u);
  EXPECT_EQ(read_arc(data.path(), "ARC-Easy", "dev").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read_arc(data.path(), "ARC-Easy", "tset").error().message,
            "unknown split 'tset'; did you mean 'test'? known: test, dev, train");
}

struct BrokenLine {
  const char* name;
  const char* line;
  const char* what;
};

class ArcBroken : public testing::TestWithParam<BrokenLine> {};

TEST_P(ArcBroken, IsRefusedWithFileAndLine) {
  const ScratchFolder data("arc");
  const std::string file = data.write("ARC-Easy-Test.jsonl", std::string(kLetters) + "\n" + GetParam().line + "\n");

  const auto set = read_arc(data.path(), "ARC-Easy", "test");

  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(set.error().message.find("ARC-Easy-Test.jsonl:2: "), std::string::npos) << set.error().message;
  EXPECT_NE(set.error().message.find(GetParam().what), std::string::npos) << set.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ArcBroken,
    testing::Values(
        BrokenLine{"not_json", "{\"id\":", "not JSON"}, BrokenLine{"no_object", "[1]", "no object 'question'"},
        BrokenLine{"flat_question", R"({"id":"a","question":"Q?","answerKey":"A"})", "no object 'question'"},
        BrokenLine{"no_key", R"({"id":"a","question":{"stem":"Q?","choices":[]}})", "is missing"},
        BrokenLine{"number_key", R"({"id":"a","question":{"stem":"Q","choices":[]},"answerKey":1})", "is missing"},
        BrokenLine{"no_choices", R"({"id":"a","question":{"stem":"Q","choices":[]},"answerKey":"A"})",
                   "label of no choice"},
        BrokenLine{"other_label",
                   R"({"id":"a","question":{"stem":"Q","choices":[{"text":"x","label":"A"}]},"answerKey":"1"})",
                   "label of no choice"},
        BrokenLine{"choice_without_text",
                   R"({"id":"a","question":{"stem":"Q","choices":[{"label":"A"}]},"answerKey":"A"})",
                   "without text or label"},
        BrokenLine{"choice_is_a_text", R"({"id":"a","question":{"stem":"Q","choices":["x"]},"answerKey":"A"})",
                   "without text or label"},
        BrokenLine{
            "label_twice",
            R"({"id":"a","question":{"stem":"Q","choices":[{"text":"x","label":"A"},{"text":"y","label":"A"}]},"answerKey":"A"})",
            "two choices with one label"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Arc, SaysWhatDataIsNeeded) {
  const auto without = read_arc("", "ARC-Easy", "test");
  const auto elsewhere = read_arc(temp_folder() + "nowhere", "ARC-Easy", "test");

  EXPECT_EQ(without.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(without.error().message.find("give --data DIR"), std::string::npos);
  EXPECT_EQ(elsewhere.error().kind, ErrorKind::kNotFound);
}

TEST(Arc, RefusesAFileWithoutDocuments) {
  const ScratchFolder data("arc");
  data.write("ARC-Easy-Test.jsonl", "\n\n");

  EXPECT_EQ(read_arc(data.path(), "ARC-Easy", "test").error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace assay
