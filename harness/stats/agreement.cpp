// Counting verdicts in pairs.
#include "harness/stats/agreement.h"

namespace assay {

void Agreement::add(bool is_first_right, bool is_second_right) {
  if (is_first_right) {
    ++(is_second_right ? both_right : only_first);
  } else {
    ++(is_second_right ? only_second : both_wrong);
  }
}

std::optional<double> agreement_share(const Agreement& agreement) {
  const std::int64_t n = agreement.count();
  return n == 0
             ? std::nullopt
             : std::optional(static_cast<double>(agreement.both_right + agreement.both_wrong) / static_cast<double>(n));
}

std::optional<double> cohen_kappa(const Agreement& agreement) {
  const auto n = static_cast<double>(agreement.count());
  if (n == 0) {
    return std::nullopt;
  }
  const double first_right = static_cast<double>(agreement.both_right + agreement.only_first) / n;
  const double second_right = static_cast<double>(agreement.both_right + agreement.only_second) / n;
  const double by_chance = first_right * second_right + (1 - first_right) * (1 - second_right);
  const double seen = static_cast<double>(agreement.both_right + agreement.both_wrong) / n;
  // Exactly 1 only where both shares are 0 or both are 1.
  return by_chance == 1 ? std::nullopt : std::optional((seen - by_chance) / (1 - by_chance));
}

}  // namespace assay
