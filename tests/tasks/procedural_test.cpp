// The generators of fresh twins together: stable, without duplicates, and made from their task files.
#include "tasks/procedural.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "harness/base/hash.h"
#include "tasks/ordering/ordering.h"
#include "tasks/procedural/math/generators.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

struct Golden {
  GeneratorEntry (*entry)();
  int version;
  const char* hash;  // of the first 50 items of every level, seed 1
};

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> kGoldens{{word_problems_generator, 1, "8d640939dbd130709434ccf9ff375bca"},
                                            {expressions_generator, 1, "e86ae6e6511b82134569d2d0a1ebe2e0"},
                                            {linear_equations_generator, 1, "da2f7ad559101905981caa3861a1613b"},
                                            {quadratic_equations_generator, 1, "8fd4e8fb1e88849a6a5ce5702ec0480e"},
                                            {number_theory_generator, 1, "394b9aa17446d55a3caa4281b3942e18"},
                                            {counting_generator, 1, "6bebfa3b0d8cbb05953bb7976fc1ccd5"},
                                            {unit_conversion_generator, 1, "6652aba749688b9019d28cad71929786"},
                                            {propositional_logic_generator, 1, "7829b0413f1b8505347e3f693c564bfe"},
                                            {knights_and_knaves_generator, 1, "c2a872fcf14f75550dc53fdb32c96725"},
                                            {zebra_puzzles_generator, 1, "941b05da2c3ace356c8bae6834f30365"},
                                            {graph_paths_generator, 1, "23644c628c7f0a9b725c75caa45cd857"},
                                            {object_tracking_generator, 1, "d995b3605d396c4ae481d16f835bfbe9"},
                                            {dates_generator, 1, "c46ac837226a2e7d31a6492b808378cb"},
                                            {ordering_answers_generator, 1, "917a45079a970bd5e63acd1a07dc83a8"}};
  return kGoldens;
}

// A change of any item is another version of its generator: figures of different items are not compared.
TEST(FreshTwins, AreTheSameItemsInEveryBuild) {
  for (const Golden& golden : goldens()) {
    const GeneratorEntry entry = golden.entry();
    std::string all;
    for (int difficulty = 1; difficulty <= entry.difficulty_max; ++difficulty) {
      const auto items = make_generated_dataset(entry, {.seed = 1, .difficulty = difficulty, .size = 50}, "test");
      for (std::int64_t i = 0; i < items->size(); ++i) {
        all += items->at(i).document + "\n";
      }
    }
    EXPECT_EQ(entry.version, golden.version) << entry.name;
    EXPECT_EQ(to_hex(hash128(all)), golden.hash) << entry.name;
  }
}

TEST(FreshTwins, HaveAThousandItemsOfTheEasiestAndHardestLevelWithoutADuplicate) {
  for (const Golden& golden : goldens()) {
    const GeneratorEntry entry = golden.entry();
    for (const int difficulty : {1, entry.difficulty_max}) {
      const bool is_slow = entry.name == "zebra_puzzles" && difficulty > 3;  // to make
      const std::int64_t size = is_slow ? 100 : 1000;
      const auto items = make_generated_dataset(entry, {.seed = 2, .difficulty = difficulty, .size = size}, "test");
      std::set<std::string> questions;
      for (std::int64_t i = 0; i < items->size(); ++i) {
        questions.insert(items->at(i).question);
      }
      EXPECT_EQ(std::ssize(questions), size) << entry.name << " " << difficulty;
    }
  }
}

// Wording is drawn: no long beginning is common to the items.
TEST(FreshTwins, AreWordedInSeveralWays) {
  for (const Golden& golden : goldens()) {
    const GeneratorEntry entry = golden.entry();
    const auto items = make_generated_dataset(entry, {.seed = 3, .difficulty = 2, .size = 100}, "test");
    std::set<std::string> ends;
    for (std::int64_t i = 0; i < items->size(); ++i) {
      std::string text;
      for (const char c : items->at(i).question) {
        text += c >= '0' && c <= '9' ? '#' : c;
      }
      ends.insert(text.substr(0, 28));
    }
    EXPECT_GE(ends.size(), 4u) << entry.name;
  }
}

TEST(FreshTwins, HaveOtherItemsForAnotherSeedAndAnotherLevel) {
  for (const Golden& golden : goldens()) {
    const GeneratorEntry entry = golden.entry();
    std::set<std::string> questions;
    for (const GeneratorOptions& options : {GeneratorOptions{.seed = 1, .difficulty = 2, .size = 50},
                                            GeneratorOptions{.seed = 2, .difficulty = 2, .size = 50},
                                            GeneratorOptions{.seed = 1, .difficulty = 3, .size = 50}}) {
      const auto items = make_generated_dataset(entry, options, "test");
      for (std::int64_t i = 0; i < items->size(); ++i) {
        questions.insert(items->at(i).question);
      }
    }
    EXPECT_GE(questions.size(), 147u) << entry.name;
  }
}

}  // namespace
}  // namespace assay
