// Arithmetic word problems: the answers are confirmed by a solver that reads the question alone.
#include "tasks/arithmetic/arithmetic.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/parts/scorers.h"

namespace assay {
namespace {

std::vector<std::int64_t> numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] < '0' || text[at] > '9') {
      continue;
    }
    std::int64_t number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      number = 10 * number + (text[at] - '0');
    }
    numbers.push_back(number);
  }
  return numbers;
}

bool says(std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; }

// What a reader would compute, from the words of the question: written from the stories, not from their operators.
std::optional<std::int64_t> solve(std::string_view question) {
  const auto n = numbers_in(question);
  if (n.size() == 2) {
    for (const char* words : {"bags with", "Each of", "every day for", "such shelves"}) {
      if (says(question, words)) {
        return n[0] * n[1];
      }
    }
    for (const char* words : {"gives", "puts", "Monday", "together", "both drawers"}) {
      const bool is_given_away = says(question, "of them to");
      if (says(question, words) && !is_given_away) {
        return n[0] + n[1];
      }
    }
    for (const char* words : {"of them to", "sells", "needs", "takes", "than"}) {
      if (says(question, words)) {
        return n[0] - n[1];
      }
    }
    return std::nullopt;
  }
  if (n.size() != 3) {
    return std::nullopt;
  }
  if (says(question, "eaten by birds")) {
    return n[0] * n[1] - n[2];
  }
  if (says(question, "bags with") || says(question, "such shelves")) {
    return n[0] * n[1] + n[2];
  }
  if (says(question, "loses") || says(question, "out. How")) {
    return n[0] + n[1] - n[2];
  }
  if (says(question, "Wednesday") || says(question, "a friend buys")) {
    return n[0] + n[1] + n[2];
  }
  if (says(question, "receives") || says(question, "brings")) {
    return n[0] - n[1] + n[2];
  }
  if (says(question, "breaks")) {
    return n[0] - n[1] - n[2];
  }
  return std::nullopt;
}

class Arithmetic : public testing::TestWithParam<int> {};

TEST_P(Arithmetic, HasTheAnswerThatASolverFindsFromTheQuestion) {
  const GeneratorEntry generator = arithmetic_generator();
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, GetParam());

    const auto solved = solve(sample.question);

    ASSERT_TRUE(solved) << sample.question;
    ASSERT_EQ(std::to_string(*solved), sample.gold) << sample.question;
  }
}

TEST_P(Arithmetic, HasPositiveResultsAndNoPlaceLeftUnfilled) {
  const GeneratorEntry generator = arithmetic_generator();
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, GetParam());

    ASSERT_GT(*parse_int(sample.gold), 0) << sample.question;
    ASSERT_EQ(sample.question.find_first_of("{}"), std::string::npos) << sample.question;
    ASSERT_TRUE(starts_with(sample.question, "Question: "));
    ASSERT_EQ(sample.question.substr(sample.question.size() - 8), "\nAnswer:");
  }
}

// The worked solution is what a model is shown: the scorer must find the gold answer in it, and each step must be true.
TEST_P(Arithmetic, ShowsASolutionWhoseStepsAreTrueAndWhoseAnswerTheScorerFinds) {
  const GeneratorEntry generator = arithmetic_generator();
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, GetParam());

    const auto found = find_answer_number(sample.target);
    ASSERT_TRUE(found && found->is_announced);
    ASSERT_EQ(found->digits, sample.gold);
    std::size_t steps = 0;
    for (const std::string_view step : split(sample.target, '.')) {
      const auto parts = split(trim(step), ' ');
      if (parts.size() != 5 || parts[3] != "=") {
        continue;
      }
      const std::int64_t left = *parse_int(parts[0]);
      const std::int64_t right = *parse_int(parts[2]);
      const std::int64_t result = parts[1] == "+" ? left + right : parts[1] == "-" ? left - right : left * right;
      ASSERT_EQ(result, *parse_int(parts[4])) << sample.target;
      ++steps;
    }
    ASSERT_GE(steps, 1u) << sample.target;
  }
}

INSTANTIATE_TEST_SUITE_P(Difficulties, Arithmetic, testing::Range(1, arithmetic_generator().difficulty_max + 1));

TEST(ArithmeticDifficulty, DecidesTheNumberOfSteps) {
  const GeneratorEntry generator = arithmetic_generator();
  std::set<std::size_t> one;
  std::set<std::size_t> mixed;
  std::set<std::size_t> two;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rng first(seed);
    Rng second(seed);
    Rng third(seed);
    one.insert(numbers_in(generator.make(first, 1).question).size());
    mixed.insert(numbers_in(generator.make(second, 2).question).size());
    two.insert(numbers_in(generator.make(third, 3).question).size());
  }

  EXPECT_EQ(one, (std::set<std::size_t>{2}));
  EXPECT_EQ(mixed, (std::set<std::size_t>{2, 3}));
  EXPECT_EQ(two, (std::set<std::size_t>{3}));
}

TEST(ArithmeticSeed, GivesTheSameProblemAgain) {
  const GeneratorEntry generator = arithmetic_generator();
  Rng first(7);
  Rng second(7);

  EXPECT_EQ(generator.make(first, 2).question, generator.make(second, 2).question);
}

}  // namespace
}  // namespace assay
