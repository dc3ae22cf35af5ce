// Agreement: shares and kappas that are known by hand.
#include "harness/stats/agreement.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Agreement, CountsPairsOfVerdictsInTheirCells) {
  Agreement agreement;
  for (const auto& [first, second] :
       {std::pair{true, true}, {true, true}, {true, false}, {false, true}, {false, false}}) {
    agreement.add(first, second);
  }

  EXPECT_EQ(agreement.both_right, 2);
  EXPECT_EQ(agreement.only_first, 1);
  EXPECT_EQ(agreement.only_second, 1);
  EXPECT_EQ(agreement.both_wrong, 1);
  EXPECT_EQ(agreement.count(), 5);
}

struct KappaCase {
  const char* name;
  Agreement agreement;
  std::optional<double> share;
  std::optional<double> kappa;
};

class Kappa : public testing::TestWithParam<KappaCase> {};

TEST_P(Kappa, IsTheShareAboveChanceOverTheMostThatItCouldBe) {
  const KappaCase& tested = GetParam();

  const auto share = agreement_share(tested.agreement);
  const auto kappa = cohen_kappa(tested.agreement);

  ASSERT_EQ(share.has_value(), tested.share.has_value());
  ASSERT_EQ(kappa.has_value(), tested.kappa.has_value());
  EXPECT_NEAR(share.value_or(0), tested.share.value_or(0), 1e-12);
  EXPECT_NEAR(kappa.value_or(0), tested.kappa.value_or(0), 1e-12);
}

// Two readers of 50 grant proposals: 20 both yes, 5 and 10 one alone, 15 both no; seen 0.7, by chance 0.5.
INSTANTIATE_TEST_SUITE_P(Tables, Kappa,
                         testing::Values(KappaCase{"textbook", {20, 5, 10, 15}, 0.7, 0.4},
                                         KappaCase{"always_alike", {3, 0, 0, 7}, 1.0, 1.0},
                                         KappaCase{"never_alike", {0, 5, 5, 0}, 0.0, -1.0},
                                         KappaCase{"independent", {1, 1, 1, 1}, 0.5, 0.0},
                                         KappaCase{"one_judge_always_right", {6, 4, 0, 0}, 0.6, 0.0},
                                         KappaCase{"all_right", {9, 0, 0, 0}, 1.0, std::nullopt},
                                         KappaCase{"all_wrong", {0, 0, 0, 9}, 1.0, std::nullopt},
                                         KappaCase{"nothing", {}, std::nullopt, std::nullopt}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
