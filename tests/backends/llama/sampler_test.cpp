// The sampler: the same seed, the same tokens; filters keep what they should; frequencies follow the probabilities.
#include "backends/llama/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace assay {
namespace {

// Probabilities 0.5, 0.25, 0.125, 0.0625, 0.0625 at temperature 1, not in order.
std::vector<float> halves() {
  std::vector<float> logits;
  for (const double p : {0.125, 0.5, 0.0625, 0.25, 0.0625}) {
    logits.push_back(static_cast<float>(std::log(p)));
  }
  return logits;
}

std::vector<int> counts(const Sampling& sampling, const std::vector<float>& logits, int draws) {
  TokenSampler sampler(sampling);
  std::vector<int> count(logits.size());
  for (int i = 0; i < draws; ++i) {
    ++count[static_cast<std::size_t>(sampler.pick(logits))];
  }
  return count;
}

std::set<std::size_t> drawn(const Sampling& sampling, const std::vector<float>& logits) {
  const auto count = counts(sampling, logits, 4000);
  std::set<std::size_t> tokens;
  for (std::size_t i = 0; i < count.size(); ++i) {
    if (count[i] > 0) {
      tokens.insert(i);
    }
  }
  return tokens;
}

TEST(Sampler, RepeatsWithTheSameSeedAndDiffersWithAnother) {
  const auto sequence = [](std::uint64_t seed) {
    TokenSampler sampler({.temperature = 1, .seed = seed});
    std::vector<TokenId> tokens(50);
    std::generate(tokens.begin(), tokens.end(), [&] { return sampler.pick(halves()); });
    return tokens;
  };

  EXPECT_EQ(sequence(1), sequence(1));
  EXPECT_NE(sequence(1), sequence(2));
}

// 20,000 draws: four standard deviations are at most 0.0142.
TEST(Sampler, DrawsByProbability) {
  const auto count = counts({.temperature = 1, .seed = 3}, halves(), 20000);

  EXPECT_NEAR(count[1] / 20000.0, 0.5, 0.0142);
  EXPECT_NEAR(count[3] / 20000.0, 0.25, 0.0142);
  EXPECT_NEAR(count[0] / 20000.0, 0.125, 0.0142);
}

// At temperature 1/2 probabilities are squared: 0.25 : 0.0625 : ... of 0.3359375.
TEST(Sampler, SharpensWithALowTemperature) {
  const auto count = counts({.temperature = 0.5, .seed = 3}, halves(), 20000);

  EXPECT_NEAR(count[1] / 20000.0, 0.25 / (0.25 + 0.0625 + 0.015625 + 2 * 0.00390625), 0.0142);
}

struct Filter {
  const char* name;
  Sampling sampling;
  std::set<std::size_t> kept;
};

class Filters : public testing::TestWithParam<Filter> {};

TEST_P(Filters, KeepWhatTheyShould) { EXPECT_EQ(drawn(GetParam().sampling, halves()), GetParam().kept); }

INSTANTIATE_TEST_SUITE_P(
    Each, Filters,
    testing::Values(Filter{"off", {.temperature = 1}, {0, 1, 2, 3, 4}},
                    Filter{"top_k_one", {.temperature = 1, .top_k = 1}, {1}},
                    Filter{"top_k_two", {.temperature = 1, .top_k = 2}, {1, 3}},
                    Filter{"top_k_of_equals_by_id", {.temperature = 1, .top_k = 4}, {0, 1, 2, 3}},
                    Filter{"top_k_more_than_there_are", {.temperature = 1, .top_k = 99}, {0, 1, 2, 3, 4}},
                    Filter{"top_p_half", {.temperature = 1, .top_p = 0.49}, {1}},
                    Filter{"top_p_three_quarters", {.temperature = 1, .top_p = 0.74}, {1, 3}},
                    Filter{"top_p_behind_top_k", {.temperature = 1, .top_p = 0.66, .top_k = 2}, {1}},
                    Filter{"min_p", {.temperature = 1, .min_p = 0.3}, {1, 3}},
                    Filter{"min_p_all", {.temperature = 1, .min_p = 0.1}, {0, 1, 2, 3, 4}},
                    Filter{"hot_after_filters", {.temperature = 50, .top_k = 2}, {1, 3}}),
    [](const auto& tested) { return std::string(tested.param.name); });

// The candidates are ranked 256 at a time: the mass must be found over many of equal probability too.
TEST(Sampler, FindsTheMassAmongHundredsOfEquals) {
  const std::vector<float> flat(1200, 0.0F);

  const auto count = counts({.temperature = 1, .top_p = 0.5, .seed = 5}, flat, 1500);

  int beyond = 0;
  int behind_the_first_ranked = 0;
  for (std::size_t i = 257; i < count.size(); ++i) {
    (i > 600 ? beyond : behind_the_first_ranked) += count[i];
  }
  EXPECT_EQ(beyond, 0);
  EXPECT_GT(behind_the_first_ranked, 0);
}

TEST(SamplerDeathTest, IsNotForGreedyAnswers) {
  TokenSampler sampler({.temperature = 0});

  EXPECT_DEATH(sampler.pick(halves()), "greedy");
}

}  // namespace
}  // namespace assay
