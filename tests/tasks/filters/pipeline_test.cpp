// Filter pipelines extract what lm-eval's filters extract.
#include "tasks/filters/pipeline.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "tasks/metrics/exact_match.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

Value json(const std::string& text) {
  auto value = parse_json_value(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : Value();
}

FilterStep step(const std::string& function, const std::string& arguments = "null") {
  return {.function = function, .arguments = json(arguments)};
}

FilterPipeline pipeline_of(const std::vector<FilterStep>& steps) {
  auto pipeline = FilterPipeline::make("p", steps);
  EXPECT_TRUE(pipeline) << pipeline.error().message;
  return *pipeline;
}

Texts applied(const std::vector<FilterStep>& steps, const Texts& answers, const std::string& row = "{}") {
  const auto result = pipeline_of(steps).apply(answers, json(row));
  return result ? *result : Texts{"error: " + result.error().message};
}

const std::string kStrict = R"json({"regex_pattern":"#### (\\-?[0-9\\.\\,]+)"
})json";
const std::string kFlexible = R"json({"group_select":-1,"regex_pattern":"(-?[$0-9.,]{2,})|(-?[0-9]+)"
})json";
const std::string kMmluPro = R"json({"regex_pattern":"answer is \\(?([ABCDEFGHIJ])\\)?"})json";
const std::string kBbh = R"json({"regex_pattern":"(?<=the answer is )(.*)(?=.)"
})json";
const std::string kGpqa = R"json({"regex_pattern":"(?<=The answer is )(.*)(?=.)"
})json";

struct ExtractCase {
  const char* name;
  const std::string& arguments;
  std::string answer;
  std::string expected;
};

class Extracting : public testing::TestWithParam<ExtractCase> {};

TEST_P(Extracting, FindsWhatTheReferenceFinds) {
  EXPECT_EQ(applied({step("regex", GetParam().arguments), step("take_first")}, {GetParam().answer}),
            Texts{GetParam().expected});
}

const auto kName = [](const auto& tested) { return std::string(tested.param.name); };

INSTANTIATE_TEST_SUITE_P(Gsm8k, Extracting,
                         testing::Values(ExtractCase{"strict_stop", kStrict, "#### 1,234.", "1,234."},
                                         ExtractCase{"flexible_stop", kFlexible, "#### 1,234.", "1,234."},
                                         ExtractCase{"strict_prose", kStrict, "The total is $1,234.", "[invalid]"},
                                         ExtractCase{"flexible_prose", kFlexible, "The total is $1,234.", "$1,234."},
                                         ExtractCase{"flexible_dots", kFlexible, "so 1234...", "1234..."},
                                         ExtractCase{"strict_first", kStrict, "#### 5 then #### 1234", "5"},
                                         ExtractCase{"flexible_last", kFlexible, "#### 5 then #### 1234", "1234"},
                                         ExtractCase{"strict_dollar", kStrict, "#### $18", "[invalid]"},
                                         ExtractCase{"flexible_dollar", kFlexible, "#### $18", "$18"},
                                         ExtractCase{"strict_no_space", kStrict, "####18", "[invalid]"},
                                         ExtractCase{"flexible_ellipsis", kFlexible, "5 ...", "..."},
                                         ExtractCase{"flexible_fraction", kFlexible, "2/3", "3"},
                                         ExtractCase{"flexible_percent", kFlexible, "10% of 50", "50"},
                                         ExtractCase{"flexible_negative", kFlexible, "$-12", "-12"},
                                         ExtractCase{"nothing", kFlexible, "none", "[invalid]"}),
                         kName);

INSTANTIATE_TEST_SUITE_P(MmluPro, Extracting,
                         testing::Values(ExtractCase{"brackets", kMmluPro, "answer is (C)", "C"},
                                         ExtractCase{"bare", kMmluPro, "answer is C", "C"},
                                         ExtractCase{"bold", kMmluPro, "answer is **C**", "[invalid]"},
                                         ExtractCase{"colon", kMmluPro, "answer is: C", "[invalid]"},
                                         ExtractCase{"label", kMmluPro, "Answer: C", "[invalid]"},
                                         ExtractCase{"boxed", kMmluPro, "answer is $\\boxed{C}$", "[invalid]"},
                                         ExtractCase{"a_word", kMmluPro, "the answer is Delta", "D"},
                                         ExtractCase{"the_first", kMmluPro, "answer is A good one; the answer is B",
                                                     "A"}),
                         kName);

INSTANTIATE_TEST_SUITE_P(Bbh, Extracting,
                         testing::Values(ExtractCase{"stop", kBbh, "So the answer is (D).", "(D)"},
                                         ExtractCase{"no_stop", kBbh, "So the answer is (D)", "(D"},
                                         ExtractCase{"space_behind", kBbh, "So the answer is (B). ", "(B)."},
                                         ExtractCase{"one_character", kBbh, "the answer is 5", ""},
                                         ExtractCase{"capital", kBbh, "The answer is (A).", "[invalid]"},
                                         ExtractCase{"gpqa_capital", kGpqa, "The answer is (A).", "(A)"}),
                         kName);

TEST(RegexFilter, GivesTheFallbackWhereAllGroupsAreEmpty) {
  const std::string arguments = R"json({"regex_pattern":"a(b)?(c)?","fallback":"none"})json";

  EXPECT_EQ(applied({step("regex", arguments)}, {"a", "ac"}), (Texts{"none", "c"}));
}

TEST(RegexFilter, GivesTheFallbackBeyondTheMatches) {
  const std::string arguments = R"json({"regex_pattern":"\\d","group_select":1})json";

  EXPECT_EQ(applied({step("regex", arguments)}, {"1", "1 2"}), (Texts{"[invalid]", "2"}));
}

TEST(RegexFilter, EndsOnHostileAnswers) {
  const std::string arguments = R"json({"regex_pattern":"(a+)+[bd]"})json";

  EXPECT_EQ(applied({step("regex", arguments)}, {std::string(300'000, 'a') + "c"}), Texts{"[invalid]"});
  EXPECT_EQ(applied({step("regex", kFlexible)}, {"\xff 12 \xfe"}), Texts{"12"});
}

const std::string kLastLetter =
    R"json({"group_select":-1,"ignore_case":true,"ignore_punctuation":true,"regex_pattern":"(\\([A-Z]\\))"
})json";

struct ChoiceCase {
  const char* name;
  std::string answer;
  std::string expected;
};

class ChoiceText : public testing::TestWithParam<ChoiceCase> {};

TEST_P(ChoiceText, FindsTheLetter) {
  const std::string row = R"json({"choices":["Guilty","Guilty of Romance"," Not a thing! ","x.y"]})json";

  EXPECT_EQ(applied({step("multi_choice_regex", kLastLetter)}, {GetParam().answer}, row), Texts{GetParam().expected});
}

INSTANTIATE_TEST_SUITE_P(Rules, ChoiceText,
                         testing::Values(ChoiceCase{"letter_wins", "(A) no, (B) Not a thing", "(B)"},
                                         ChoiceCase{"text", "It is NOT a thing, really", "(C)"},
                                         ChoiceCase{"longest_first", "guilty of romance", "(B)"},
                                         ChoiceCase{"last_text", "guilty or xy", "(D)"},
                                         ChoiceCase{"behind_colon", "Answer: B", "(B)"},
                                         ChoiceCase{"nothing", "B", "[invalid]"}),
                         kName);

TEST(ChoiceTextFilter, SaysWhatTheDocumentLacks) {
  EXPECT_EQ(applied({step("multi_choice_regex", kLastLetter)}, {"A"}, R"json({"question":"?"})json"),
            Texts{"error: multi_choice_regex: the document has no list 'choices'"});
}

TEST(TagsFilter, ListsTheTags) {
  EXPECT_EQ(applied({step("regex_pos")}, {"[('a', 'DET'), ('dog', 'NOUN')]", "none"}),
            (Texts{R"json(["DET","NOUN"])json", R"json(["invalid"])json"}));
}

TEST(SpanFilter, ShortensLabelsAndSplitsEntities) {
  EXPECT_EQ(applied({step("format_span")}, {"Person: Ann, Bo $$ Places: none\ndate: 5 May", "nothing"}),
            (Texts{"per: ann $ per: bo $ date: 5 may", ""}));
}

TEST(MapFilter, PrintsValuesLikePython) {
  const std::string arguments = R"json({"mapping_dict":{"A":0,"B":true,"C":"c"},"default_value":-1})json";

  EXPECT_EQ(applied({step("map", arguments)}, {"A", "B", "C", "D"}), (Texts{"0", "True", "c", "-1"}));
  EXPECT_EQ(applied({step("map")}, {"A"}), Texts{"None"});
}

TEST(TextFilters, ChangeEveryAnswer) {
  EXPECT_EQ(applied({step("remove_whitespace")}, {" a\n", "\xE3\x80\x80"}), (Texts{"a", ""}));
  EXPECT_EQ(applied({step("lowercase")}, {"ÀB"}), Texts{"àb"});
  EXPECT_EQ(applied({step("uppercase")}, {"ß"}), Texts{"SS"});
}

TEST(Selection, TakesTheFirstAndTheMostFrequent) {
  EXPECT_EQ(applied({step("take_first")}, {"a", "b"}), Texts{"a"});
  EXPECT_EQ(applied({step("take_first_k", R"json({"k":2})json"), step("majority_vote")}, {"b", "a", "a"}), Texts{"b"});
  EXPECT_EQ(applied({step("majority_vote")}, {"b", "a", "a"}), Texts{"a"});
  EXPECT_EQ(applied({step("majority_vote")}, {}), Texts{});
}

TEST(Pipeline, SaysWhetherItNeedsAllAnswers) {
  EXPECT_FALSE(pipeline_of({step("regex"), step("take_first")}).needs_all_answers());
  EXPECT_TRUE(pipeline_of({step("majority_vote")}).needs_all_answers());
  EXPECT_FALSE(pipeline_of({step("take_first_k", R"json({"k":1})json")}).needs_all_answers());
  const FilterPipeline eight = pipeline_of({step("take_first_k", R"json({"k":8})json"), step("majority_vote")});
  EXPECT_TRUE(eight.needs_all_answers());
  EXPECT_EQ(eight.answers_min(), 8);
}

struct BadStep {
  const char* name;
  FilterStep step;
  std::string message;
  ErrorKind kind = ErrorKind::kInvalidConfig;
};

class BadPipeline : public testing::TestWithParam<BadStep> {};

TEST_P(BadPipeline, IsRefusedInOneLine) {
  const auto pipeline = FilterPipeline::make("strict", std::vector<FilterStep>{step("take_first"), GetParam().step});

  ASSERT_FALSE(pipeline);
  EXPECT_EQ(pipeline.error().kind, GetParam().kind);
  EXPECT_EQ(pipeline.error().message.find("filter_list[strict].filter[1]: "), 0u) << pipeline.error().message;
  EXPECT_NE(pipeline.error().message.find(GetParam().message), std::string::npos) << pipeline.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Errors, BadPipeline,
    testing::Values(
        BadStep{"unknown", step("regexp"), "did you mean 'regex'"},
        BadStep{"custom", step("custom"), "Python function", ErrorKind::kUnsupported},
        BadStep{"python", step("!function utils.F"), "Python function", ErrorKind::kUnsupported},
        BadStep{"decontaminate", step("decontaminate"), "not supported", ErrorKind::kUnsupported},
        BadStep{"pattern", step("regex", R"json({"regex_pattern":"("})json"), "regex_pattern: regular expression"},
        BadStep{"kind", step("regex", R"json({"group_select":"last"})json"), "group_select: \"last\" is not a whole"},
        BadStep{"key", step("regex", R"json({"regex":"a"})json"), "unknown argument 'regex'"},
        BadStep{"no_k", step("take_first_k"), "k: 0"},
        BadStep{"list", step("multi_choice_regex", R"json({"regexes_to_ignore":"a"})json"), "not a list of"}),
    kName);

std::string last_word(const std::string& text) { return text.substr(text.find_last_of(' ') + 1); }

// 5,276 graded solutions that GSM8K publishes: the flexible rule decides each as its authors did.
TEST(Gsm8kSolutions, AreJudgedAsPublished) {
  const char* shared = std::getenv("ASSAY_SHARED");
  if (shared == nullptr) {
    GTEST_SKIP() << "ASSAY_SHARED names no folder with datasets/gsm8k";
  }
  std::ifstream file(std::string(shared) + "/datasets/gsm8k/example_model_solutions.jsonl");
  ASSERT_TRUE(file) << "no example_model_solutions.jsonl";
  const FilterPipeline flexible = pipeline_of({step("regex", kFlexible), step("take_first")});
  const auto metric =
      ExactMatch::make(json(R"json({"ignore_case":true,"regexes_to_ignore":[",","\\$","(?s).*#### ","\\.$"]})json"));
  ASSERT_TRUE(metric);
  int judged = 0;
  int differing = 0;
  for (std::string line; std::getline(file, line);) {
    const Value row = json(line);
    const std::string gold = last_word(row.find("ground_truth")->as_text());
    for (const ValueField& field : row.fields()) {
      if (!field.value.is_dict()) {
        continue;
      }
      const auto answer = flexible.apply({field.value.find("solution")->as_text()}, row);
      ASSERT_TRUE(answer);
      ++judged;
      const bool is_same = metric->is_equal((*answer)[0], gold) == field.value.find("is_correct")->as_bool();
      differing += is_same ? 0 : 1;
      EXPECT_TRUE(is_same) << (*answer)[0] << " against " << gold;
    }
  }
  EXPECT_EQ(judged, 5276);
  EXPECT_EQ(differing, 0);
}

}  // namespace
}  // namespace assay
