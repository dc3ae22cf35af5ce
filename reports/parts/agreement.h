// How the scorers of one generation agree: for each two of a task, the four counts, and the answers they part on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/api/record.h"
#include "harness/stats/agreement.h"

namespace assay {

struct Disagreement {
  std::int64_t document = 0;
  int repeat = 0;
  Judgement first, second;
  std::string gold;
};

struct AgreementSummary {
  std::string task, model, first, second;   // two scorers
  Agreement counts;                         // of the answers that both have a verdict on
  std::vector<Disagreement> disagreements;  // the first ones, in the documents' order
};

// By task, then model, in the run's order, each two scorers in the metrics' order. A scorer counts if it gives right
// and wrong verdicts (each value is 0 or 1, higher is better) and is not supplementary.
std::vector<AgreementSummary> summarise_agreement(const RunView& run);

}  // namespace assay
