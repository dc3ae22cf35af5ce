// F1 and Matthews' correlation, by hand and against scikit-learn.
#include "harness/stats/labels.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/fakes/metric_cases.h"

namespace assay {
namespace {

const std::vector<double> kGolds{1, 1, 1, 0, 0, 0};
const std::vector<double> kPredictions{1, 1, 0, 1, 0, 0};

TEST(Labels, F1IsTwoThirdsOfTwoHitsOneMissOneFalseAlarm) {
  const LabelPairs pairs{.golds = kGolds, .predictions = kPredictions, .weights = {}};

  EXPECT_DOUBLE_EQ(*f1_score(pairs, F1Average::kBinary), 2.0 / 3);
  EXPECT_DOUBLE_EQ(*f1_score(pairs, F1Average::kMicro), 4.0 / 6);
  EXPECT_DOUBLE_EQ(*matthews_correlation(pairs), 1.0 / 3);
}

TEST(Labels, AWeightIsARepetition) {
  const std::vector<double> weights{2, 0, 1, 1, 1, 3};
  const std::vector<double> golds{1, 1, 1, 0, 0, 0, 0, 0};
  const std::vector<double> predictions{1, 1, 0, 1, 0, 0, 0, 0};
  const LabelPairs weighted{.golds = kGolds, .predictions = kPredictions, .weights = weights};
  const LabelPairs repeated{.golds = golds, .predictions = predictions, .weights = {}};

  EXPECT_DOUBLE_EQ(*f1_score(weighted, F1Average::kMacro), *f1_score(repeated, F1Average::kMacro));
  EXPECT_DOUBLE_EQ(*matthews_correlation(weighted), *matthews_correlation(repeated));
}

TEST(Labels, BinaryF1IsAbsentForOtherLabels) {
  const std::vector<double> golds{2, 3};

  EXPECT_EQ(f1_score({.golds = golds, .predictions = golds, .weights = {}}, F1Average::kBinary), std::nullopt);
  EXPECT_EQ(f1_score({}, F1Average::kMacro), std::nullopt);
  EXPECT_EQ(matthews_correlation({}), std::nullopt);
}

void expect_score(const std::optional<double>& score, const Value& wanted, const std::string& place) {
  ASSERT_EQ(score.has_value(), !wanted.is_none()) << place;
  if (score) {
    EXPECT_NEAR(*score, wanted.as_real(), 1e-9) << place;
  }
}

TEST(LabelsOracle, EqualsScikitLearn) {
  const std::vector<Value> cases = metric_cases("labels");
  if (cases.empty()) {
    GTEST_SKIP() << "ASSAY_METRIC_CASES names no file with labels";
  }
  for (const Value& one : cases) {
    const auto golds = numbers_of(*one.find("golds"));
    const auto predictions = numbers_of(*one.find("predictions"));
    const LabelPairs pairs{.golds = golds, .predictions = predictions, .weights = {}};
    expect_score(f1_score(pairs, F1Average::kBinary), *one.find("binary"), to_json(one));
    expect_score(f1_score(pairs, F1Average::kMicro), *one.find("micro"), to_json(one));
    expect_score(f1_score(pairs, F1Average::kMacro), *one.find("macro"), to_json(one));
    expect_score(f1_score(pairs, F1Average::kWeighted), *one.find("weighted"), to_json(one));
    expect_score(matthews_correlation(pairs), *one.find("mcc"), to_json(one));
  }
}

}  // namespace
}  // namespace assay
