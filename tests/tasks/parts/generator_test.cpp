// Generated datasets: no document twice, a function of the seed alone; exemplars that never leak.
#include "tasks/parts/generator.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "tasks/arithmetic/arithmetic.h"
#include "tasks/ordering/ordering.h"

namespace assay {
namespace {

// Of ten different questions.
Sample make_digit(Rng& rng, int /*difficulty*/) {
  Sample sample{.question = std::to_string(rng.below(10))};
  sample.gold = sample.question;
  sample.target = sample.question;
  return sample;
}

constexpr GeneratorEntry kDigits{
    .name = "digits", .summary = "", .version = 1, .difficulty_max = 3, .make = make_digit};

std::set<std::string> questions(const Dataset& dataset) {
  std::set<std::string> all;
  for (std::int64_t i = 0; i < dataset.size(); ++i) {
    all.insert(dataset.at(i).question);
  }
  return all;
}

TEST(GeneratedDataset, HoldsNoQuestionTwiceEvenWhereItHoldsThemAll) {
  const auto dataset = make_generated_dataset(kDigits, {.size = 10}, "test");

  EXPECT_EQ(dataset->size(), 10);
  EXPECT_EQ(questions(*dataset).size(), 10u);
}

TEST(GeneratedDataset, IsRefusedIfTheGeneratorRunsOut) {
  const auto dataset = try_generated_dataset(kDigits, {.size = 11}, "test");

  ASSERT_FALSE(dataset);
  EXPECT_EQ(dataset.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(dataset.error().message.find("ran out of new items after 10"), std::string::npos);
}

TEST(GeneratedDatasetDeathTest, SaysSoIfTheGeneratorRunsOut) {
  EXPECT_DEATH(make_generated_dataset(kDigits, {.size = 11}, "test"), "ran out of new items");
}

TEST(GeneratedDataset, LeavesOutWhatIsTaken) {
  const auto test = make_generated_dataset(kDigits, {.size = 6}, "test");
  const auto pool = make_generated_dataset(kDigits, {.size = 4}, "exemplar", test.get());

  std::set<std::string> all = questions(*test);
  all.merge(questions(*pool));
  EXPECT_EQ(all.size(), 10u);
}

TEST(GeneratedDataset, DoesNotDependOnItsSize) {
  const auto small = make_generated_dataset(ordering_generator(), {.seed = 3, .difficulty = 2, .size = 20}, "test");
  const auto large = make_generated_dataset(ordering_generator(), {.seed = 3, .difficulty = 2, .size = 200}, "test");

  for (std::int64_t i = 0; i < small->size(); ++i) {
    EXPECT_EQ(small->at(i).document, large->at(i).document);
    EXPECT_EQ(small->at(i).index, i);
  }
}

TEST(GeneratedDataset, DependsOnSeedDifficultyVersionAndPurpose) {
  const GeneratorEntry entry = arithmetic_generator();
  GeneratorEntry newer = entry;
  newer.version = entry.version + 1;
  const auto first = make_generated_dataset(entry, {.seed = 1, .size = 50}, "test");

  EXPECT_NE(questions(*first), questions(*make_generated_dataset(entry, {.seed = 2, .size = 50}, "test")));
  EXPECT_NE(questions(*first), questions(*make_generated_dataset(entry, {.difficulty = 3, .size = 50}, "test")));
  EXPECT_NE(questions(*first), questions(*make_generated_dataset(newer, {.seed = 1, .size = 50}, "test")));
  EXPECT_NE(questions(*first), questions(*make_generated_dataset(entry, {.seed = 1, .size = 50}, "exemplar")));
  EXPECT_EQ(questions(*first), questions(*make_generated_dataset(entry, {.seed = 1, .size = 50}, "test")));
}

TEST(GeneratedDataset, MakesAThousandOfEachKindWithoutRepeating) {
  for (const GeneratorEntry& entry : {arithmetic_generator(), ordering_generator()}) {
    for (int difficulty = 1; difficulty <= entry.difficulty_max; ++difficulty) {
      const auto dataset = make_generated_dataset(entry, {.difficulty = difficulty, .size = 1000}, "test");
      EXPECT_EQ(questions(*dataset).size(), 1000u) << entry.name << " " << difficulty;
    }
  }
}

TEST(FixedExemplars, AreTheSameForEveryDocumentAndOthersForAnotherSeed) {
  const auto pool = std::shared_ptr<const Dataset>(make_generated_dataset(kDigits, {.size = 10}, "exemplar"));
  const auto source = make_fixed_exemplars("task", pool);
  const Sample one{.document = "one"};
  const Sample two{.document = "two"};

  const auto drawn = *source->exemplars(one, 4, 1);

  ASSERT_EQ(drawn.size(), 4u);
  std::set<std::string> different;
  bool is_same_for_seed_two = true;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    different.insert(drawn[i].question);
    EXPECT_EQ(source->exemplars(two, 4, 1)->at(i).question, drawn[i].question);
    is_same_for_seed_two = is_same_for_seed_two && source->exemplars(one, 4, 2)->at(i).question == drawn[i].question;
  }
  EXPECT_EQ(different.size(), 4u);
  EXPECT_FALSE(is_same_for_seed_two);
  EXPECT_TRUE(source->is_fixed());
  EXPECT_EQ(source->available(), 10);
}

TEST(FixedExemplars, BeginAlikeWhateverTheirNumber) {
  const auto source = make_fixed_exemplars("task", make_generated_dataset(kDigits, {.size = 10}, "exemplar"));

  const auto few = *source->exemplars({}, 2, 1);
  const auto many = *source->exemplars({}, 8, 1);

  EXPECT_EQ(few[0].question, many[0].question);
  EXPECT_EQ(few[1].question, many[1].question);
}

TEST(FixedExemplars, NeverHoldTheDocumentItself) {
  const auto pool = std::shared_ptr<const Dataset>(make_generated_dataset(kDigits, {.size = 5}, "test"));
  const auto source = make_fixed_exemplars("task", pool);

  for (std::int64_t i = 0; i < pool->size(); ++i) {
    const Sample asked = pool->at(i);
    const auto drawn = *source->exemplars(asked, 5, 1);
    EXPECT_EQ(drawn.size(), 4u);
    for (const Sample& exemplar : drawn) {
      EXPECT_NE(exemplar.document, asked.document);
    }
  }
}

}  // namespace
}  // namespace assay
