// Graders' self-test: golds of all kinds are themselves, planted answers are what they claim to be.
#include "tasks/graders/selftest/selftest.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>

#include "tasks/graders/graders.h"
#include "tasks/graders/selftest/render.h"
#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

TEST(BuiltInGolds, AreOfAllKindsAndTheSameForTheSameSeed) {
  const auto golds = built_in_golds(3);
  const auto again = built_in_golds(3);

  std::set<GoldKind> kinds;
  for (std::size_t i = 0; i < golds.size(); ++i) {
    kinds.insert(golds[i].kind);
    EXPECT_EQ(golds[i].latex, again[i].latex);
    EXPECT_FALSE(golds[i].latex.empty());
  }
  EXPECT_EQ(kinds.size(), static_cast<std::size_t>(GoldKind::kOther));
  EXPECT_GE(golds.size(), 300u);
}

TEST(RecognisedGold, ShowsKindAndPartsOfARealGold) {
  EXPECT_EQ(recognised_gold("\\frac{3}{4}").kind, GoldKind::kFraction);
  EXPECT_EQ(recognised_gold("\\left(3, \\frac{1}{2}\\right)").parts, (std::vector<std::string>{"3", "1/2"}));
  EXPECT_EQ(recognised_gold("[0,1)").extra, "[)");
  EXPECT_EQ(recognised_gold("1,234").kind, GoldKind::kOther);
  EXPECT_EQ(recognised_gold("2\\sqrt{3}").parts, (std::vector<std::string>{"2", "3"}));
  EXPECT_EQ(recognised_gold("x^2+1").kind, GoldKind::kOther);
}

TEST(Moved, RaisesTheLastPlace) {
  EXPECT_EQ(moved("9", 1), "10");
  EXPECT_EQ(moved("0.10", -1), "0.09");
  EXPECT_EQ(moved("-0.01", 1), "0.00");
  EXPECT_EQ(moved("3/4", 1), "4/4");
  EXPECT_EQ(moved("x", 1), std::nullopt);
}

TEST(PlantedPairs, AreAsManyAsAskedOfBothSorts) {
  const auto pairs = planted_pairs(built_in_golds(1), 500, 1);

  ASSERT_EQ(pairs.size(), 1000u);
  EXPECT_TRUE(pairs.front().is_same);
  EXPECT_FALSE(pairs.back().is_same);
}

TEST(GraderSelftest, FindsEveryClaimKept) {
  ManualClock clock;
  const auto result =
      run_grader_selftest({.sets = {{"built-in", built_in_golds(1)}}, .pairs = 1'000, .seed = 1}, clock);

  for (const GraderReport& report : result.graders) {
    EXPECT_TRUE(report.is_kept()) << report.grader << ": " << (report.shortfalls.empty() ? "" : report.shortfalls[0]);
  }
  const GraderReport& own = result.graders.front();
  EXPECT_EQ(own.grader, "math_equal");
  EXPECT_GE(own.rewrites.share(), 0.99);
  EXPECT_GE(own.near_misses.share(), 0.995);
  EXPECT_EQ(own.found.as_wanted, own.found.judged);
}

TEST(GraderSelftest, ShowsTheShortfallOfAGraderThatClaimsNothing) {
  ManualClock clock;
  const auto result = run_grader_selftest({.sets = {{"built-in", built_in_golds(1)}}, .pairs = 10, .seed = 1}, clock);

  for (const GraderReport& report : result.graders) {
    if (report.grader == "minerva_math_original") {
      EXPECT_LT(report.golds.as_wanted, report.golds.judged);
      EXPECT_FALSE(report.shortfalls.empty());
    }
  }
}

TEST(RealGoldSets, AreThemselvesForOurOwnGrader) {
  const char* shared = std::getenv("ASSAY_SHARED");
  if (shared == nullptr) {
    GTEST_SKIP() << "ASSAY_SHARED is not set";
  }
  const auto sets = real_gold_sets(std::string(shared) + "/datasets");
  ASSERT_TRUE(sets);

  for (const GoldSet& set : *sets) {
    for (const PlantedGold& gold : set.golds) {
      EXPECT_TRUE(compare_by_engine(gold.latex, gold.latex).is_right) << set.name << ": " << gold.latex;
    }
  }
}

TEST(RealGoldSets, AreMissedInAnEmptyFolder) {
  const auto sets = real_gold_sets("/nonexistent");

  ASSERT_FALSE(sets);
  EXPECT_EQ(sets.error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
