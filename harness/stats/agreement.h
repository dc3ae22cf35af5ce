// Two judges of the same answers: how often they agree, and how much of it chance would give.
#pragma once

#include <cstdint>
#include <optional>

namespace assay {

struct Agreement {
  std::int64_t both_right = 0;
  std::int64_t only_first = 0;
  std::int64_t only_second = 0;
  std::int64_t both_wrong = 0;

  void add(bool is_first_right, bool is_second_right);
  std::int64_t count() const { return both_right + only_first + only_second + both_wrong; }
};

// The share of answers that both judge alike. Absent for none.
std::optional<double> agreement_share(const Agreement& agreement);

// Cohen's kappa (Educational and Psychological Measurement 20(1), 1960): the share above what two independent judges
// with the same shares of right verdicts would reach, over the most that it could be above it. Absent for no answers,
// and where both judges give one and the same verdict throughout: then chance agrees always.
std::optional<double> cohen_kappa(const Agreement& agreement);

}  // namespace assay
