// TER's sums, by hand and against sacreBLEU.
#include "tasks/metrics/ter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/stats/corpus_scores.h"
#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

struct EditCase {
  const char* name;
  const char* hypothesis;
  Texts references;
  std::vector<double> expected;
};

class Ter : public testing::TestWithParam<EditCase> {};

TEST_P(Ter, CountsEdits) { EXPECT_EQ(ter_parts(GetParam().hypothesis, GetParam().references), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Rules, Ter,
                         testing::Values(EditCase{"equal", "a b c", Texts{"A b c"}, {0, 3}},
                                         EditCase{"substitution", "a x c", Texts{"a b c"}, {1, 3}},
                                         EditCase{"shift_is_one_edit", "c d e a b", Texts{"a b c d e"}, {1, 5}},
                                         EditCase{"empty_hypothesis", "", Texts{"a b"}, {2, 2}},
                                         EditCase{"empty_reference", "a b", Texts{""}, {2, 0}},
                                         EditCase{"both_empty", "", Texts{""}, {0, 0}},
                                         EditCase{"best_of_references", "a b", Texts{"x y z w", "a b"}, {0, 3}}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(TerNormalized, SetsPunctuationApartAndKeepsNumbers) {
  EXPECT_EQ(ter_normalized("It's 1,234.5; &lt;x&gt; (y)", {.is_normalized = true}), "it 's 1,234.5 ; < x > ( y )");
  EXPECT_EQ(ter_normalized("A, b.", {.is_without_punctuation = true, .is_case_sensitive = true}), "A b");
  EXPECT_EQ(ter_normalized("東京。", {.is_normalized = true, .is_asian = true}), "東 京 。");
}

TEST(TerDistance, OfLongTextsIsBounded) {
  std::string hypothesis;
  std::string reference;
  for (int i = 0; i < 2000; ++i) {
    hypothesis += "w" + std::to_string(i % 7) + " ";
    reference += "w" + std::to_string(i % 5) + " ";
  }

  const auto parts = ter_parts(hypothesis, Texts{reference});

  EXPECT_GT(parts[0], 0);
  EXPECT_EQ(parts[1], 2000);
}

TEST(TerDeathTest, NeedsAReference) { EXPECT_DEATH(ter_parts("a", {}), "needs a reference"); }

TEST(TerOracle, EqualsSacrebleu) {
  const std::vector<Value> cases = metric_cases("ter");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with translations";
  }
  for (const Value& one : cases) {
    const TerOptions options{.is_normalized = one.find("normalized")->as_bool(),
                             .is_without_punctuation = one.find("no_punct")->as_bool(),
                             .is_asian = one.find("asian_support")->as_bool(),
                             .is_case_sensitive = one.find("case_sensitive")->as_bool()};
    const auto parts = ter_parts(one.find("hypothesis")->as_text(), texts_of(*one.find("references")), options);
    EXPECT_EQ(parts, numbers_of(*one.find("parts"))) << to_json(one);
    EXPECT_NEAR(ter_score(parts), one.find("score")->as_real(), 1e-9) << to_json(one);
  }
}

}  // namespace
}  // namespace assay
