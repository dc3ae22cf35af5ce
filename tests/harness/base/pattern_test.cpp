// Patterns mean what they mean to Python's re, and end in bounded time.
#include "harness/base/pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

std::vector<std::string> found(const std::string& pattern, const std::string& text) {
  const auto compiled = Pattern::compile(pattern);
  if (!compiled) {
    return {"error: " + compiled.error().message};
  }
  const auto matches = compiled->find_all(text);
  if (!matches) {
    return {"error: " + matches.error().message};
  }
  std::vector<std::string> taken;
  for (const PatternMatch& match : *matches) {
    taken.push_back(first_taken(match, text));
  }
  return taken;
}

struct FindCase {
  const char* name;
  std::string pattern;
  std::string text;
  std::vector<std::string> expected;
};

class FindAll : public testing::TestWithParam<FindCase> {};

TEST_P(FindAll, GivesWhatPythonGives) { EXPECT_EQ(found(GetParam().pattern, GetParam().text), GetParam().expected); }

using List = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(
    Rules, FindAll,
    testing::Values(FindCase{"first_taken_group", "(-?[$0-9.,]{2,})|(-?[0-9]+)", "7 of $1,234.", List{"7", "$1,234."}},
                    FindCase{"empty_matches", "x*", "axb", List{"", "x", "", ""}},
                    FindCase{"empty_then_longer", "|a", "aa", List{"", "a", "", "a", ""}},
                    FindCase{"end_before_newline", "a$", "a\n", List{"a"}},
                    FindCase{"very_end", R"(a\Z)", "a\n", List{}},
                    FindCase{"line_starts", "(?m)^", "a\nb\n", List{"", "", ""}},
                    FindCase{"no_low_bound", "a{,2}b", "aaab", List{"aab"}},
                    FindCase{"literal_braces", "a{x}{", "a{x}{", List{"a{x}{"}},
                    FindCase{"digits_of_all_scripts", R"(\d+)", "١٢ 3", List{"١٢", "3"}},
                    FindCase{"ascii_digits", R"((?a)\d+)", "١٢ 3", List{"3"}},
                    FindCase{"separators_are_space", R"(\s+)", "a\x1c\xC2\x85z", List{"\x1c\xC2\x85"}},
                    FindCase{"word_of_letters", R"(\w+)", "Straße_1 東京!", List{"Straße_1", "東京"}},
                    FindCase{"no_word_in_class", R"([\W1]+)", "a-1b", List{"-1"}},
                    FindCase{"negated_no_word", R"([^\Wa]+)", "ab-c", List{"b", "c"}},
                    FindCase{"vertical_tab_alone", R"(\v)", "\n\v", List{"\v"}},
                    FindCase{"posix_class_is_none", "[[:a]+", "[:b", List{"[:"}},
                    FindCase{"boundaries", R"(\bis\b)", "this is", List{"is"}},
                    FindCase{"look_behind", "(?<=the answer is )(.*)(?=.)", "So the answer is (D).", List{"(D)"}},
                    FindCase{"scoped_flags", "(?i:A)b", "ab AB", List{"ab"}},
                    FindCase{"backreference", R"((a|b)\1)", "abba", List{"b"}},
                    FindCase{"named_reference", "(?P<x>[ab])(?P=x)", "abb", List{"b"}},
                    FindCase{"no_leftover_groups", R"((a)*+\b)", "aab", List{""}},
                    FindCase{"look_ahead_at_the_same_letter", "(?=a)(?:ab)*a", " ab", List{"a"}},
                    FindCase{"ascii_without_case", R"((?i)(?a:\w))", "K ſ k", List{"K", "k"}},
                    FindCase{"condition", R"((<)?a(?(1)>|!))", "<a> a!", List{"<", ""}},
                    FindCase{"verbose", "(?x) a b # comment\n c", "abc", List{"abc"}},
                    FindCase{"character_name", R"(\N{EURO SIGN})", "€", List{"€"}},
                    FindCase{"octal_and_hex", R"(\101\x42\u0043)", "ABC", List{"ABC"}}),
    [](const auto& tested) { return std::string(tested.param.name); });

class BadPattern : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(BadPattern, IsRefusedWithItsPlace) {
  const auto compiled = Pattern::compile(GetParam().first);

  ASSERT_FALSE(compiled);
  EXPECT_NE(compiled.error().message.find(GetParam().second), std::string::npos) << compiled.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Errors, BadPattern,
    testing::Values(std::pair{"(a", "missing )"}, std::pair{"a)", "unbalanced"}, std::pair{"*a", "nothing to repeat"},
                    std::pair{"a**", "multiple repeat"}, std::pair{"[a", "unterminated"}, std::pair{"[b-a]", "range"},
                    std::pair{R"(\q)", "bad escape"}, std::pair{"a(?i)", "global flags"},
                    std::pair{R"((a)\2)", "invalid group reference"}, std::pair{R"((a\1))", "open group"},
                    std::pair{"(*ACCEPT)", "nothing to repeat"}, std::pair{"(?<n>a)", "unknown extension"},
                    std::pair{"(?L)a", "locale"}, std::pair{"(?<=a+)b", "lookbehind"},
                    std::pair{"a{3,2}", "min repeat"}, std::pair{"a{99999999}", "65535"},
                    std::pair{"(?)", "unknown extension"}, std::pair{"\xff", "UTF-8"}));

TEST(Pattern, RefusesNestingWithoutEnd) {
  EXPECT_FALSE(Pattern::compile(std::string(100'000, '(') + std::string(100'000, ')')));
}

class Catastrophe : public testing::TestWithParam<const char*> {};

TEST_P(Catastrophe, EndsInGivingUp) {
  const auto pattern = Pattern::compile(GetParam());
  ASSERT_TRUE(pattern) << pattern.error().message;
  const std::string text = std::string(300'000, 'a') + "=c";

  const auto matches = pattern->find_all(text);

  ASSERT_FALSE(matches);
  EXPECT_EQ(matches.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(matches.error().message.find("gave up"), std::string::npos) << matches.error().message;
}

INSTANTIATE_TEST_SUITE_P(Patterns, Catastrophe,
                         testing::Values("(a+)+[bd]", "(a|aa)+[bd]", "a.*=[bd]", "a[^x]*x?[bd]", "a*a*a*[bd]"));

TEST(Pattern, ReadsLongTextsOfHarmlessPatternsWhole) {
  const auto pattern = Pattern::compile("(?s)(?:x|.)*#### ");
  ASSERT_TRUE(pattern);
  const std::string text(1'000'000, 'a');

  const auto replaced = pattern->sub("", text + "#### 5");

  ASSERT_TRUE(replaced) << replaced.error().message;
  EXPECT_EQ(*replaced, "5");
}

TEST(Pattern, RefusesTextsThatAreNotUtf8) {
  const auto pattern = Pattern::compile("a");
  ASSERT_TRUE(pattern);

  const auto matches = pattern->find_all("a\xff");

  ASSERT_FALSE(matches);
  EXPECT_EQ(matches.error().kind, ErrorKind::kCorrupt);
}

TEST(Pattern, SubstitutesGroupsAndEscapes) {
  const auto pattern = Pattern::compile(R"((?P<first>\w)(\d)?)");
  ASSERT_TRUE(pattern);

  const auto replaced = pattern->sub(R"([\g<first>|\2|\g<0>\n])", "a1-b");

  ASSERT_TRUE(replaced) << replaced.error().message;
  EXPECT_EQ(*replaced, "[a|1|a1\n]-[b||b\n]");
  EXPECT_FALSE(pattern->sub(R"(\3)", "a"));
  EXPECT_FALSE(pattern->sub(R"(\q)", "a"));
  EXPECT_FALSE(pattern->sub(R"(\g<second>)", "a"));
}

TEST(Pattern, SplitsAndKeepsGroups) {
  const auto pattern = Pattern::compile("(,)|;");
  ASSERT_TRUE(pattern);

  const auto pieces = pattern->split("a,b;c");

  ASSERT_TRUE(pieces);
  EXPECT_EQ(*pieces, (std::vector<std::optional<std::string>>{"a", ",", "b", std::nullopt, "c"}));
}

TEST(Pattern, EscapesLikePython) { EXPECT_EQ(Pattern::escape("a.b c\n(ß)-_%"), "a\\.b\\ c\\\n\\(ß\\)\\-_%"); }

// Byte spans as code point spans, -1 for absent: what Python prints.
Value spans_of(const std::optional<PatternMatch>& match, const std::string& text) {
  if (!match) {
    return {};
  }
  Value::List spans;
  for (const auto& group : *match) {
    const auto point = [&](std::size_t at) {
      return Value::of(group ? static_cast<std::int64_t>(code_points(std::string_view(text).substr(0, at))) : -1);
    };
    spans.push_back(Value::list({point(group ? group->begin : 0), point(group ? group->end : 0)}));
  }
  return Value::list(std::move(spans));
}

void check_text(const Pattern& pattern, const Value& expected, const std::string& place) {
  const std::string text = expected.find("text")->as_text();
  Value::List all;
  const auto matches = pattern.find_all(text);
  ASSERT_TRUE(matches) << place;
  for (const PatternMatch& match : *matches) {
    all.push_back(spans_of(match, text));
  }
  EXPECT_EQ(to_json(Value::list(std::move(all))), to_json(*expected.find("find_all"))) << place;
  EXPECT_EQ(to_json(spans_of(*pattern.match(text), text)), to_json(*expected.find("match"))) << place;
  const auto replaced = pattern.sub(expected.find("replacement")->as_text(), text);
  const std::optional<std::string> wanted = expected.text_at("sub");
  EXPECT_EQ(static_cast<bool>(replaced), wanted.has_value()) << place;
  if (replaced && wanted) {
    EXPECT_EQ(*replaced, *wanted) << place;
  }
  Value::List pieces;
  const auto split_pieces = pattern.split(text, 3);
  ASSERT_TRUE(split_pieces) << place;
  for (const auto& piece : *split_pieces) {
    pieces.push_back(piece ? Value::of(std::string_view(*piece)) : Value());
  }
  EXPECT_EQ(to_json(Value::list(std::move(pieces))), to_json(*expected.find("split"))) << place;
}

TEST(PatternOracle, EqualsPythonsRe) {
  const std::vector<Value> cases = metric_cases("regex");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with regular expressions";
  }
  for (const Value& one : cases) {
    const std::string python = one.find("pattern")->as_text();
    const auto pattern = Pattern::compile(python);
    if (one.find("error") != nullptr) {
      EXPECT_FALSE(pattern) << "accepted what Python refuses: " << python;
      continue;
    }
    if (!pattern) {
      ADD_FAILURE() << "refused " << python << ": " << pattern.error().message;
      continue;
    }
    for (const Value& result : one.find("results")->items()) {
      check_text(*pattern, result, python + " on " + to_json(*result.find("text")));
    }
  }
}

}  // namespace
}  // namespace assay
