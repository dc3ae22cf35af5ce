// Calibration on answers whose gaps are known.
#include "harness/stats/calibration.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay {
namespace {

TEST(Calibration, IsTheMeanGapOverTheBins) {
  const std::vector<double> confidences{0.9, 0.9, 0.9, 0.9, 0.5, 0.5};
  const std::vector<double> rights{1, 1, 1, 0, 0, 0};

  // |0.9 - 0.75| × 4/6 + |0.5 - 0| × 2/6
  EXPECT_NEAR(*expected_calibration_error(confidences, rights), 0.15 * 4 / 6 + 0.5 * 2 / 6, 1e-12);
}

TEST(Calibration, OppositeGapsInOneBinCancel) {
  const std::vector<double> confidences{0.95, 0.97};
  const std::vector<double> rights{0.92, 1};

  EXPECT_NEAR(*expected_calibration_error(confidences, rights), 0, 1e-12);
}

TEST(Calibration, PutsTheEdgesOfTheScaleIntoTheOuterBins) {
  const std::vector<double> confidences{0, 1};
  const std::vector<double> rights{0, 1};

  EXPECT_EQ(expected_calibration_error(confidences, rights), 0.0);
  EXPECT_EQ(expected_calibration_error({}, {}), std::nullopt);
}

TEST(Calibration, AWeightIsARepetition) {
  const std::vector<double> confidences{0.9, 0.5};
  const std::vector<double> rights{1, 0};
  const std::vector<double> weights{3, 1};

  EXPECT_NEAR(*expected_calibration_error(confidences, rights, weights), (3 * 0.1 + 0.5) / 4, 1e-12);
}

}  // namespace
}  // namespace assay
