// Where a thought ends: tags in all orders, texts without any, hostile ones.
#include "harness/api/thought.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct Case {
  const char* name;
  std::string text;
  bool is_opened;
  ThoughtState state;
  std::string answer;
};

class Thoughts : public testing::TestWithParam<Case> {};

TEST_P(Thoughts, EndBeforeTheAnswer) {
  const Thought thought = find_thought(GetParam().text, ThoughtTags(), GetParam().is_opened);

  EXPECT_EQ(thought.state, GetParam().state);
  EXPECT_EQ(answer_in(GetParam().text, thought), GetParam().answer);
}

constexpr ThoughtState kNone = ThoughtState::kNone;
constexpr ThoughtState kClosed = ThoughtState::kClosed;
constexpr ThoughtState kOpen = ThoughtState::kOpen;

INSTANTIATE_TEST_SUITE_P(
    Texts, Thoughts,
    testing::Values(Case{"no_tags", "  42\n", false, kNone, "  42\n"}, Case{"nothing", "", false, kNone, ""},
                    Case{"closed", "<think>a</think>42", false, kClosed, "42"},
                    Case{"blank_lines", "<think>a</think>\n\n42", false, kClosed, "42"},
                    Case{"blank_in_its_line", "<think>a</think> \t42", false, kClosed, "42"},
                    Case{"code_keeps_its_indentation", "<think>a</think>\n\n    return 1", false, kClosed,
                         "    return 1"},
                    Case{"nothing_behind", "<think>a</think>", false, kClosed, ""},
                    Case{"empty_thought", "<think>\n\n</think>\n\n42", false, kClosed, "42"},
                    Case{"two_thoughts", "<think>a</think>1<think>b</think>2", false, kClosed, "2"},
                    Case{"tags_inside", "<think>a</think> no, <think> b</think>2", false, kClosed, "2"},
                    Case{"closed_alone", "a\n</think>\n42", false, kClosed, "42"},
                    Case{"opened_by_the_prompt", "a\n</think>\n42", true, kClosed, "42"},
                    Case{"text_before", "Well. <think>a</think>42", false, kClosed, "42"},
                    Case{"unclosed", "<think>42", false, kOpen, ""},
                    Case{"unclosed_behind_text", "The answer is 42. <think>or", false, kOpen, ""},
                    Case{"opened_anew", "<think>a</think>42<think>or", false, kOpen, ""},
                    Case{"opened_by_the_prompt_unclosed", "42", true, kOpen, ""},
                    Case{"half_a_tag", "<think>a</think", false, kOpen, ""},
                    Case{"other_case", "<THINK>a</THINK>42", false, kNone, "<THINK>a</THINK>42"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(FindThought, KnowsOtherTags) {
  const std::string text = "[THINK]a[/THINK]42";

  EXPECT_EQ(answer_in(text, find_thought(text, {.open = "[THINK]", .close = "[/THINK]"}, false)), "42");
  EXPECT_EQ(find_thought(text, ThoughtTags(), false).state, kNone);
}

TEST(FindThought, LooksForNothingWithoutTags) {
  EXPECT_EQ(find_thought("<think>a</think>42", {.open = "", .close = ""}, true), Thought());
}

TEST(FindThought, ReadsATextOfTagsAloneInOneGo) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) {
    text += i % 2 == 0 ? "<think>" : "</think>";
  }

  EXPECT_EQ(find_thought(text, ThoughtTags(), false).state, kClosed);
  EXPECT_EQ(find_thought(text + "<think>", ThoughtTags(), false).state, kOpen);
}

TEST(OpensThought, WhereThePromptEndsWithTheOpeningTag) {
  EXPECT_TRUE(opens_thought("<user>1 + 1\n<assistant><think>\n", ThoughtTags()));
  EXPECT_TRUE(opens_thought("<think>", ThoughtTags()));
  EXPECT_FALSE(opens_thought("<assistant><think>\n\n</think>\n\n", ThoughtTags()));
  EXPECT_FALSE(opens_thought("what does <think> mean", ThoughtTags()));
  EXPECT_FALSE(opens_thought("", ThoughtTags()));
}

TEST(ParseThoughtTags, ReadsAPairOrNone) {
  EXPECT_EQ(*parse_thought_tags("<|begin_of_thought|> <|end_of_thought|>"),
            (ThoughtTags{.open = "<|begin_of_thought|>", .close = "<|end_of_thought|>"}));
  EXPECT_EQ(*parse_thought_tags("none"), (ThoughtTags{.open = "", .close = ""}));
  for (const ThoughtTags& tags : {ThoughtTags(), ThoughtTags{.open = "", .close = ""}}) {
    EXPECT_EQ(*parse_thought_tags(to_text(tags)), tags);
  }
}

TEST(ParseThoughtTags, RefusesAnythingElse) {
  for (const std::string text : {"", "<think>", "<think> ", " </think>", "<a> <b> <c>", "<a> <a>", "<a>\n <b>"}) {
    const auto tags = parse_thought_tags(text);
    ASSERT_FALSE(tags) << text;
    EXPECT_NE(tags.error().message.find("'<think> </think>'"), std::string::npos) << tags.error().message;
  }
  EXPECT_FALSE(parse_thought_tags(std::string(65, 'a') + " b"));
}

TEST(TagsInTemplate, AreThoseThatTheTemplateNames) {
  EXPECT_EQ(tags_in_template("{% if '</think>' in content %}"), ThoughtTags());
  EXPECT_EQ(tags_in_template("{{ '[THINK]' }}"), (ThoughtTags{.open = "[THINK]", .close = "[/THINK]"}));
  EXPECT_EQ(tags_in_template("<|im_start|>{{ role }}"), std::nullopt);
}

}  // namespace
}  // namespace assay
