// chrF's sums, by hand and against sacreBLEU.
#include "tasks/metrics/chrf.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/stats/corpus_scores.h"
#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

TEST(Chrf, CountsCharactersWithoutWhiteSpace) {
  const auto parts = chrf_parts("a b", Texts{"ab c"}, {.character_orders = 2});

  EXPECT_EQ(parts, (std::vector<double>{2, 3, 2, 1, 2, 1}));
}

TEST(Chrf, CountsCodePointsNotBytes) {
  EXPECT_EQ(chrf_parts("東京", Texts{"東京"}, {.character_orders = 1}), (std::vector<double>{2, 2, 2}));
}

TEST(Chrf, CutsOnePunctuationMarkOffAWord) {
  const auto parts = chrf_parts("(hi) x!", Texts{"(hi ) x !"}, {.character_orders = 1, .word_orders = 1});

  EXPECT_EQ(std::vector<double>(parts.begin() + 3, parts.end()), (std::vector<double>{4, 4, 4}));
}

TEST(Chrf, KeepsTheReferenceThatScoresBest) {
  const auto parts = chrf_parts("abc", Texts{"xyz", "abd"}, {.character_orders = 1});

  EXPECT_EQ(parts, (std::vector<double>{3, 3, 2}));
}

TEST(ChrfDeathTest, NeedsAReference) { EXPECT_DEATH(chrf_parts("a", {}), "needs a reference"); }

TEST(ChrfOracle, EqualsSacrebleu) {
  const std::vector<Value> cases = metric_cases("chrf");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with translations";
  }
  for (const Value& one : cases) {
    const ChrfOptions options{.word_orders = static_cast<int>(one.find("word_order")->as_integer()),
                              .is_lowercase = one.find("lowercase")->as_bool(),
                              .keeps_white_space = one.find("whitespace")->as_bool()};
    const auto parts = chrf_parts(one.find("hypothesis")->as_text(), texts_of(*one.find("references")), options);
    EXPECT_EQ(parts, numbers_of(*one.find("parts"))) << to_json(one);
    EXPECT_NEAR(chrf_score(parts), one.find("score")->as_real(), 1e-9) << to_json(one);
  }
}

}  // namespace
}  // namespace assay
