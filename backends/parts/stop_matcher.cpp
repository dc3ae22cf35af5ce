// Only the tail that could still be part of a stop string is looked at.
#include "backends/parts/stop_matcher.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"

namespace assay {

StopMatcher::StopMatcher(std::vector<std::string> stops) : stops_(std::move(stops)) {
  stops_.erase(std::remove(stops_.begin(), stops_.end(), std::string()), stops_.end());
}

std::string StopMatcher::add(std::string_view piece) {
  if (has_stopped()) {
    return {};
  }
  pending_ += piece;
  std::size_t first = std::string::npos;
  for (const std::string& stop : stops_) {
    const std::size_t at = pending_.find(stop);
    if (at < first) {
      first = at;
      found_ = stop;
    }
  }
  const std::size_t sure = has_stopped() ? first : held_from();
  std::string text = pending_.substr(0, sure);
  pending_.erase(0, has_stopped() ? pending_.size() : sure);
  return text;
}

std::string StopMatcher::flush() { return std::exchange(pending_, {}); }

// Where the longest end of the pending text begins that is the beginning of a stop string.
std::size_t StopMatcher::held_from() const {
  std::size_t longest = 0;
  for (const std::string& stop : stops_) {
    longest = std::max(longest, stop.size());
  }
  const std::size_t tail = longest == 0 ? 0 : std::min(pending_.size(), longest - 1);
  for (std::size_t at = pending_.size() - tail; at < pending_.size(); ++at) {
    const std::string_view end = std::string_view(pending_).substr(at);
    if (std::any_of(stops_.begin(), stops_.end(), [&](const std::string& stop) { return starts_with(stop, end); })) {
      return at;
    }
  }
  return pending_.size();
}

}  // namespace assay
