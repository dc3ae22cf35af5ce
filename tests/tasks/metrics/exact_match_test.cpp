// exact_match changes both sides alike, in lm-eval's order.
#include "tasks/metrics/exact_match.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

ExactMatch metric_of(const std::string& json) {
  auto metric = ExactMatch::make(*parse_json_value(json));
  EXPECT_TRUE(metric) << metric.error().message;
  return *metric;
}

struct MatchCase {
  const char* name;
  const char* arguments;
  std::string answer;
  std::string gold;
  bool expected;
};

class Comparing : public testing::TestWithParam<MatchCase> {};

TEST_P(Comparing, FollowsTheRule) {
  const MatchCase& one = GetParam();

  EXPECT_EQ(metric_of(one.arguments).is_equal(one.answer, one.gold), one.expected);
}

constexpr const char* kGsm8k =
    R"({"ignore_case":true,"ignore_punctuation":false,"regexes_to_ignore":[",","\\$","(?s).*#### ","\\.$"]})";

INSTANTIATE_TEST_SUITE_P(
    Rules, Comparing,
    testing::Values(MatchCase{"plain", "null", "a", "a", true}, MatchCase{"case_matters", "{}", "A", "a", false},
                    MatchCase{"white_space_matters", "{}", "a ", "a", false},
                    MatchCase{"case", R"({"ignore_case":true})", "STRASSE É", "strasse é", true},
                    MatchCase{"punctuation", R"({"ignore_punctuation":true})", "(A).", "A", true},
                    MatchCase{"only_ascii_punctuation", R"({"ignore_punctuation":true})", "A。", "A", false},
                    MatchCase{"numbers", R"({"ignore_numbers":true})", "a1", "a22", true},
                    MatchCase{"patterns_before_case", R"({"ignore_case":true,"regexes_to_ignore":["A"]})", "Aab", "ab",
                              true},
                    MatchCase{"patterns_in_order", R"({"regexes_to_ignore":["b","aa"]})", "aba", "", true},
                    MatchCase{"gsm8k_full_stop", kGsm8k, "1,234.", "so 1200 + 34\n#### 1234", true},
                    MatchCase{"gsm8k_two_stops", kGsm8k, "1234..", "#### 1234", false},
                    MatchCase{"gsm8k_decimals", kGsm8k, "1234.00", "#### 1234", false},
                    MatchCase{"gsm8k_dollars", kGsm8k, "$18", "#### 18", true}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ExactMatch, TakesAnyOfSeveralGolds) {
  const ExactMatch metric = metric_of("null");

  EXPECT_TRUE(metric.is_any("b", std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(metric.is_any("c", std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(metric.is_any("c", {}));
}

TEST(ExactMatch, RefusesArgumentsItDoesNotKnow) {
  for (const char* bad : {R"({"ignore_cases":true})", R"({"ignore_case":"yes"})", R"({"regexes_to_ignore":"a"})",
                          R"({"regexes_to_ignore":["("]})", R"({"regexes_to_ignore":[1]})", "[]"}) {
    const auto metric = ExactMatch::make(*parse_json_value(bad));

    ASSERT_FALSE(metric) << bad;
    EXPECT_EQ(metric.error().kind, ErrorKind::kInvalidConfig);
    EXPECT_EQ(metric.error().message.find("exact_match: "), 0u) << metric.error().message;
  }
}

}  // namespace
}  // namespace assay
