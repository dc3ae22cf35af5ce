// Ordering puzzles: a solver that tries every order finds exactly one, and the gold name at the asked end of it.
#include "tasks/ordering/ordering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

// Words that say "more" and "less", and the ends they lead to.
const std::map<std::string, bool, std::less<>> kIsMore{
    {"taller", true},  {"shorter", false}, {"older", true},   {"younger", false}, {"faster", true},   {"slower", false},
    {"heavier", true}, {"lighter", false}, {"richer", true},  {"poorer", false},  {"stronger", true}, {"weaker", false},
    {"louder", true},  {"quieter", false}, {"happier", true}, {"sadder", false}};
const std::map<std::string, bool, std::less<>> kIsMost{
    {"tallest", true}, {"shortest", false}, {"oldest", true},    {"youngest", false},
    {"fastest", true}, {"slowest", false},  {"heaviest", true},  {"lightest", false},
    {"richest", true}, {"poorest", false},  {"strongest", true}, {"weakest", false},
    {"loudest", true}, {"quietest", false}, {"happiest", true},  {"saddest", false}};

struct Puzzle {
  std::vector<std::pair<std::string, std::string>> clues;  // the first is more than the second
  bool asks_most = false;
};

Puzzle read_puzzle(const std::string& question) {
  Puzzle puzzle;
  const std::string body = question.substr(10, question.rfind('\n') - 10);  // behind "Question: "
  for (const std::string_view sentence : split(body, '.')) {
    const auto words = split(trim(sentence), ' ');
    if (words.size() == 5 && words[1] == "is" && words[3] == "than") {
      const bool is_more = kIsMore.find(words[2])->second;
      puzzle.clues.emplace_back(words[is_more ? 0 : 4], words[is_more ? 4 : 0]);
    } else if (words.size() == 4 && words[0] == "Who") {
      puzzle.asks_most = kIsMost.find(words[3].substr(0, words[3].size() - 1))->second;
    }
  }
  return puzzle;
}

// Who stands at the asked end in every order of the people that keeps all clues, and how many orders do.
std::pair<std::set<std::string>, int> solve(const Puzzle& puzzle, std::vector<std::string> people) {
  std::set<std::string> answers;
  int orders = 0;
  std::sort(people.begin(), people.end());
  do {
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < people.size(); ++i) {
      place[people[i]] = i;
    }
    const bool fits = std::all_of(puzzle.clues.begin(), puzzle.clues.end(),
                                  [&](const auto& clue) { return place[clue.first] < place[clue.second]; });
    if (fits) {
      ++orders;
      answers.insert(puzzle.asks_most ? people.front() : people.back());
    }
  } while (std::next_permutation(people.begin(), people.end()));
  return {answers, orders};
}

class Ordering : public testing::TestWithParam<int> {};

TEST_P(Ordering, HasExactlyOneAnswerAndItIsTheGoldChoice) {
  const GeneratorEntry generator = ordering_generator();
  const std::uint64_t seeds = GetParam() > 5 ? 3 : GetParam() > 3 ? 20 : 200;  // up to 8! orders each
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, GetParam());

    const auto [answers, orders] = solve(read_puzzle(sample.question), sample.choices);

    ASSERT_EQ(answers, (std::set<std::string>{sample.gold})) << sample.question;
    ASSERT_EQ(orders, 1) << sample.question;
    ASSERT_TRUE(sample.gold_choice);
    ASSERT_EQ(sample.choices.at(static_cast<std::size_t>(*sample.gold_choice)), sample.gold);
    ASSERT_EQ(sample.target, sample.gold);
  }
}

TEST_P(Ordering, NamesEveryPersonOnceAmongTheChoices) {
  const GeneratorEntry generator = ordering_generator();
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, GetParam());

    const std::set<std::string> people(sample.choices.begin(), sample.choices.end());
    ASSERT_GE(people.size(), 3u);
    ASSERT_EQ(sample.choices.size(), people.size());
    ASSERT_EQ(read_puzzle(sample.question).clues.size() + 1, people.size());
  }
}

TEST_P(Ordering, IsTheSamePuzzleWhereTheNameIsTheAnswer) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Rng first(seed);
    Rng second(seed);
    const Sample chosen = ordering_generator().make(first, GetParam());
    const Sample named = ordering_answers_generator().make(second, GetParam());

    ASSERT_EQ(named.gold, chosen.gold);
    ASSERT_EQ(replace_all(named.question, " Answer with the name.", ""), chosen.question);
    ASSERT_EQ(named.target, "The answer is " + chosen.gold + ".");
    ASSERT_TRUE(named.choices.empty());
    ASSERT_FALSE(named.gold_choice);
  }
}

INSTANTIATE_TEST_SUITE_P(Difficulties, Ordering, testing::Range(1, ordering_generator().difficulty_max + 1));

// 900 puzzles of three people: each place is right about 300 times, and each end is asked for about 450 times.
TEST(OrderingGold, IsBalancedOverPlacesAndQuestions) {
  const GeneratorEntry generator = ordering_generator();
  std::array<int, 3> places{};
  int most = 0;
  for (std::uint64_t seed = 0; seed < 900; ++seed) {
    Rng rng(seed);
    const Sample sample = generator.make(rng, 1);
    ++places[static_cast<std::size_t>(*sample.gold_choice)];
    most += read_puzzle(sample.question).asks_most ? 1 : 0;
  }

  for (const int count : places) {
    EXPECT_NEAR(count, 300, 60);  // four standard deviations are 57
  }
  EXPECT_NEAR(most, 450, 60);
}

// Of the hardest kind, clues are told in any order and from either side.
TEST(OrderingClues, OfTheHardestKindAreMixed) {
  const GeneratorEntry generator = ordering_generator();
  int chained = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Rng rng(seed);
    const auto clues = read_puzzle(generator.make(rng, generator.difficulty_max).question).clues;
    bool is_chain = true;
    for (std::size_t i = 0; i + 1 < clues.size(); ++i) {
      is_chain = is_chain && (clues[i].second == clues[i + 1].first || clues[i].first == clues[i + 1].second);
    }
    chained += is_chain ? 1 : 0;
  }
  EXPECT_LT(chained, 25);
}

}  // namespace
}  // namespace assay
