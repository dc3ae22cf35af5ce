// Pauses grow, so that the harness's few attempts span more than a moment.
#include "backends/openai/pace.h"

#include <algorithm>

namespace assay {
namespace {

constexpr double kFirst = 0.25;
constexpr double kOwnMax = 8;
constexpr double kWantedMax = 60;
constexpr int kTurnsMax = 16;

}  // namespace

void Pace::turned_away(Nanos now, std::optional<double> wanted_s) {
  turns_away_ = std::min(turns_away_ + 1, kTurnsMax);
  const double own = std::min(kOwnMax, kFirst * static_cast<double>(1U << static_cast<unsigned>(turns_away_ - 1)));
  const double pause = std::clamp(wanted_s.value_or(own), 0.0, kWantedMax);
  not_before_ = std::max(not_before_, now + Nanos(static_cast<std::int64_t>(pause * 1e9)));
}

}  // namespace assay
