// BLEU's sums, by hand and against sacreBLEU.
#include "tasks/metrics/bleu.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/stats/corpus_scores.h"
#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

TEST(Bleu, CountsWhatMatches) {
  const auto parts = bleu_parts("the cat sat", Texts{"the cat ran off"});

  EXPECT_EQ(parts, (std::vector<double>{3, 4, 2, 1, 0, 0, 3, 2, 1, 0}));
}

TEST(Bleu, TakesTheMostOfEachNgramOverTheReferences) {
  const auto parts = bleu_parts("a a b", Texts{"a a a a", "b"});

  EXPECT_EQ(parts[2], 3);  // a twice from the first, b from the second
  EXPECT_EQ(parts[1], 4);  // nearest in length
}

TEST(Bleu, TakesTheShorterOfTwoReferencesEquallyNear) { EXPECT_EQ(bleu_parts("a a b", Texts{"a a a a", "x y"})[1], 2); }

TEST(Bleu, OfNothingCountsNothing) { EXPECT_EQ(bleu_parts("", Texts{""}), std::vector<double>(10, 0.0)); }

TEST(Bleu, EqualTextsScoreAHundred) {
  EXPECT_DOUBLE_EQ(bleu_score(bleu_parts("one two three four five", Texts{"one two three four five"})), 100);
}

TEST(BleuDeathTest, NeedsAReference) { EXPECT_DEATH(bleu_parts("a", {}), "needs a reference"); }

TEST(BleuOracle, EqualsSacrebleu) {
  const std::vector<Value> cases = metric_cases("bleu");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with translations";
  }
  for (const Value& one : cases) {
    const auto tokenizer = bleu_tokenizer_named(one.find("tokenizer")->as_text());
    ASSERT_TRUE(tokenizer);
    const auto parts = bleu_parts(one.find("hypothesis")->as_text(), texts_of(*one.find("references")),
                                  {.tokenizer = *tokenizer, .is_lowercase = one.find("lowercase")->as_bool()});
    EXPECT_EQ(parts, numbers_of(*one.find("parts"))) << to_json(one);
    EXPECT_NEAR(bleu_score(parts), one.find("score")->as_real(), 1e-9) << to_json(one);
  }
}

}  // namespace
}  // namespace assay
