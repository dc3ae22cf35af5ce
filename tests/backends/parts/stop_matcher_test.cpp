// Stop strings over pieces of every size.
#include "backends/parts/stop_matcher.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

struct Stopping {
  const char* name;
  std::vector<std::string> stops;
  std::string text;
  std::string shown;  // what belongs to the answer
  std::string found;
};

class StopsAt : public testing::TestWithParam<Stopping> {};

// Whatever the pieces' sizes, the answer is the same.
TEST_P(StopsAt, TheSamePlaceForPiecesOfEverySize) {
  const Stopping& stopping = GetParam();
  for (std::size_t size = 1; size <= stopping.text.size() + 1; ++size) {
    StopMatcher matcher(stopping.stops);
    std::string shown;
    for (std::size_t at = 0; at < stopping.text.size() && !matcher.has_stopped(); at += size) {
      shown += matcher.add(stopping.text.substr(at, size));
      ASSERT_EQ(stopping.shown.compare(0, shown.size(), shown), 0) << "gave out what it may have to take back";
    }
    shown += matcher.flush();

    EXPECT_EQ(shown, stopping.shown) << size;
    EXPECT_EQ(matcher.found(), stopping.found) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, StopsAt,
                         testing::Values(Stopping{"none", {}, "some text", "some text", ""},
                                         Stopping{"empty_stops_are_ignored", {"", ""}, "some text", "some text", ""},
                                         Stopping{"line", {"\n"}, "first\nsecond", "first", "\n"},
                                         Stopping{"at_the_begin", {"ab"}, "abc", "", "ab"},
                                         Stopping{"word", {"Question:"}, "12\n\nQuestion: next", "12\n\n", "Question:"},
                                         Stopping{"only_begun", {"Question:"}, "a Quest", "a Quest", ""},
                                         Stopping{"begun_and_broken_off", {"aab"}, "aaacaab!", "aaac", "aab"},
                                         Stopping{"overlapping_beginnings", {"abab"}, "xababab", "x", "abab"},
                                         Stopping{"first_of_two", {"xy", "bc"}, "abcxy", "a", "bc"},
                                         Stopping{"utf8", {"é"}, "caf\xC3\xA9", "caf", "é"},
                                         Stopping{"half_a_character_is_kept", {"é"}, "caf\xC3\xA8", "caf\xC3\xA8", ""}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(StopMatcher, PrefersTheFirstInTheListAtOnePlace) {
  StopMatcher matcher({"ab", "abc"});

  EXPECT_EQ(matcher.add("xabc"), "x");
  EXPECT_EQ(matcher.found(), "ab");
}

TEST(StopMatcher, GivesNothingBehindAStop) {
  StopMatcher matcher({"|"});

  EXPECT_EQ(matcher.add("a|b"), "a");
  EXPECT_EQ(matcher.add("c"), "");
  EXPECT_EQ(matcher.flush(), "");
}

TEST(StopMatcher, HoldsBackNoMoreThanMayBecomeAStop) {
  StopMatcher matcher({"\n\n"});

  EXPECT_EQ(matcher.add("one\n"), "one");
  EXPECT_EQ(matcher.add("two"), "\ntwo");
}

struct ThoughtStopping {
  const char* name;
  bool begins_in_thought;
  std::string text;
  std::string shown;
  std::string found;
};

class StopsOutsideThoughts : public testing::TestWithParam<ThoughtStopping> {};

TEST_P(StopsOutsideThoughts, AtTheSamePlaceForPiecesOfEverySize) {
  const ThoughtStopping& stopping = GetParam();
  for (std::size_t size = 1; size <= stopping.text.size() + 1; ++size) {
    StopMatcher matcher = StopMatcher::of(
        {.stops = {"##", "k>#", "\n\n"}, .thought = ThoughtTags(), .begins_in_thought = stopping.begins_in_thought});
    std::string shown;
    for (std::size_t at = 0; at < stopping.text.size() && !matcher.has_stopped(); at += size) {
      shown += matcher.add(stopping.text.substr(at, size));
      ASSERT_EQ(stopping.shown.compare(0, shown.size(), shown), 0) << "gave out what it may have to take back";
    }
    shown += matcher.flush();

    EXPECT_EQ(shown, stopping.shown) << size;
    EXPECT_EQ(matcher.found(), stopping.found) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, StopsOutsideThoughts,
    testing::Values(ThoughtStopping{"in_the_thought", false, "<think>a##b</think>4##5", "<think>a##b</think>4", "##"},
                    ThoughtStopping{"before_it", false, "4##<think>a</think>5", "4", "##"},
                    ThoughtStopping{"in_the_second", false, "<think>a</think>4<think>##</think>5##",
                                    "<think>a</think>4<think>##</think>5", "##"},
                    ThoughtStopping{"opened_by_the_prompt", true, "a##</think>4##", "a##</think>4", "##"},
                    ThoughtStopping{"behind_it", false, "<think>a</think> \n\n\n4\n\n5", "<think>a</think> \n\n\n4",
                                    "\n\n"},
                    ThoughtStopping{"nothing_behind_it", false, "<think>a</think>\n\n", "<think>a</think>\n\n", ""},
                    ThoughtStopping{"unclosed", false, "<think>a##b", "<think>a##b", ""},
                    ThoughtStopping{"without_one", false, "4##5", "4", "##"},
                    ThoughtStopping{"over_the_closing_tag", false, "<think>a</think>#4##", "<think>a</think>#4", "##"},
                    ThoughtStopping{"half_a_tag", false, "<thin##", "<thin", "##"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(StopMatcher, ReadsATextOfTagsAloneInOneGo) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    text += "<think></think>";
  }
  StopMatcher matcher = StopMatcher::of({.stops = {"##"}, .thought = ThoughtTags()});

  EXPECT_EQ(matcher.add(text + "##").size(), text.size());
  EXPECT_EQ(matcher.found(), "##");
}

}  // namespace
}  // namespace assay
