// Tokens by the rules of mteval-v13a.pl, mteval-v14.pl and sacreBLEU.
#include "tasks/metrics/tokenizers.h"

#include <gtest/gtest.h>

#include <string>

#include "harness/base/unicode.h"

namespace assay {
namespace {

struct TokenCase {
  const char* name;
  const char* tokenizer;
  const char* text;
  const char* tokens;
};

class Tokenizing : public testing::TestWithParam<TokenCase> {};

TEST_P(Tokenizing, SetsTokensApart) {
  const std::string spaced = tokenized(GetParam().text, *bleu_tokenizer_named(GetParam().tokenizer));
  std::string joined;
  for (const std::string_view token : python_split(spaced)) {
    joined += (joined.empty() ? "" : "|") + std::string(token);
  }

  EXPECT_EQ(joined, GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Tokenizing,
    testing::Values(TokenCase{"numbers_stay", "13a", "It cost $1,234.50, or so.", "It|cost|$|1,234.50|,|or|so|."},
                    TokenCase{"dash_behind_digit", "13a", "2-3 end-to-end", "2|-|3|end-to-end"},
                    TokenCase{"entities_and_lines", "13a", "&quot;a&quot; well-\nknown <skipped>b\nc",
                              "\"|a|\"|wellknown|b|c"},
                    TokenCase{"apostrophes_stay", "13a", "don't", "don't"},
                    TokenCase{"unicode_marks", "intl", "他说：“好。” 5€ 1,5 a,b", "他说|：|“|好|。|”|5|€|1,5|a|,|b"},
                    TokenCase{"characters", "char", "ab 東", "a|b|東"},
                    TokenCase{"chinese", "zh", "我在 Berlin, 2024.", "我|在|Berlin|,|2024."},
                    TokenCase{"none", "none", "a, b.", "a,|b."}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Tokenizers, KnowTheirNames) { EXPECT_FALSE(bleu_tokenizer_named("13b")); }

}  // namespace
}  // namespace assay
