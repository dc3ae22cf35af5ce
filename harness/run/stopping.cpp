// Applying the rule.
#include "harness/run/stopping.h"

#include <algorithm>
#include <limits>

#include "harness/base/check.h"
#include "harness/stats/robust.h"

namespace assay {

StoppingCriterion::StoppingCriterion(const StoppingRule& rule)
    : rule_(rule),
      look_at_(static_cast<std::size_t>(rule.samples_min)),
      relative_error_(std::numeric_limits<double>::infinity()) {
  ASSAY_CHECK(rule.samples_min >= 2 && rule.samples_max >= rule.samples_min, "no spread without two samples");
}

StopCause StoppingCriterion::add(double sample_s, double spent_s, double wall_s) {
  samples_s_.push_back(sample_s);
  spent_s_ += spent_s;
  const std::size_t count = samples_s_.size();
  const bool is_last = wall_s >= rule_.wall_max_s || count >= static_cast<std::size_t>(rule_.samples_max);
  if (!is_last && (count < look_at_ || spent_s_ < rule_.time_min_s)) {
    return StopCause::kGoOn;
  }
  look_at_ = count + std::max<std::size_t>(1, count / 10);
  return judge(is_last);
}

// A row that ran out of wall time with its few samples in perfect agreement is not stable: samples_min holds always.
StopCause StoppingCriterion::judge(bool is_last) {
  relative_error_ = relative_error_of_median(samples_s_).value_or(std::numeric_limits<double>::infinity());
  const bool is_known =
      relative_error_ <= rule_.relative_error_max && samples_s_.size() >= static_cast<std::size_t>(rule_.samples_min);
  if (is_known) {
    return StopCause::kStable;
  }
  return is_last ? StopCause::kUnstable : StopCause::kGoOn;
}

}  // namespace assay
