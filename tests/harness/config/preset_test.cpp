// Presets by name, and answers a document by the size of the set.
#include "harness/config/preset.h"

#include <gtest/gtest.h>

#include <utility>

namespace assay {
namespace {

TEST(Preset, R1IsItsAuthorsSampling) {
  const auto preset = find_preset("r1");

  ASSERT_TRUE(preset);
  EXPECT_EQ(preset->temperature, 0.6);
  EXPECT_EQ(preset->top_p, 0.95);
  EXPECT_EQ(preset->output_tokens_max, 32768);
}

TEST(Preset, OfAnotherNameIsRefusedWithAGuess) {
  EXPECT_EQ(find_preset("r2").error().message, "unknown preset 'r2'; did you mean 'r1'? known: r1");
}

TEST(Preset, AsksSmallSetsMoreOften) {
  for (const auto& [documents, repeats] :
       {std::pair{1, 64}, std::pair{30, 64}, std::pair{31, 16}, std::pair{100, 16}, std::pair{101, 8},
        std::pair{250, 8}, std::pair{251, 4}, std::pair{1000, 4}, std::pair{1001, 1}, std::pair{1'000'000, 1}}) {
    EXPECT_EQ(repeats_by_size(documents), repeats) << documents;
  }
}

}  // namespace
}  // namespace assay
