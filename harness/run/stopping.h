// When to stop measuring: a rule, and an object that is fed plain numbers and applies it.
#pragma once

#include <cstdint>
#include <vector>

namespace assay {

struct StoppingRule {
  int samples_min = 10;
  int samples_max = 2000;
  double time_min_s = 0.2;           // spent in timed samples
  double relative_error_max = 0.01;  // of the median (harness/stats/robust.h)
  double wall_max_s = 1.0;           // in all, warm-up left out
};

enum class StopCause : std::uint8_t {
  kGoOn,
  kStable,     // enough samples, enough time, and the median is known well enough
  kUnstable,   // wall_max_s or samples_max came first
  kCancelled,  // the user wants no more
};

// Fed one timed sample after the other. Looks at the spread only when the number of samples has grown by a tenth, so
// that deciding costs little against measuring.
class StoppingCriterion {
 public:
  explicit StoppingCriterion(const StoppingRule& rule);

  // `sample_s`: time of one run; `spent_s`: what taking the sample took (more than that, if it was a batch);
  // `wall_s`: since measuring began.
  StopCause add(double sample_s, double spent_s, double wall_s);

  const std::vector<double>& samples_s() const { return samples_s_; }
  double relative_error() const { return relative_error_; }  // when last looked; infinite before

 private:
  StopCause judge(bool is_last);

  const StoppingRule rule_;
  std::vector<double> samples_s_;
  double spent_s_ = 0;
  std::size_t look_at_;
  double relative_error_;
};

}  // namespace assay
