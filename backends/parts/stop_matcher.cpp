// Only the tail that could still be part of a stop string, or of a tag, is looked at.
#include "backends/parts/stop_matcher.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"

namespace assay {

StopMatcher::StopMatcher(std::vector<std::string> stops) : stops_(std::move(stops)) {
  stops_.erase(std::remove(stops_.begin(), stops_.end(), std::string()), stops_.end());
  watched_ = stops_;
}

StopMatcher StopMatcher::of(const Generate& ask) {
  StopMatcher matcher(ask.stops);
  if (!matcher.stops_.empty() && ask.thought && !ask.thought->open.empty() && !ask.thought->close.empty()) {
    matcher.thought_ = ask.thought;
    matcher.is_inside_ = ask.begins_in_thought;
    matcher.watched_.push_back(ask.thought->open);
  }
  return matcher;
}

std::string StopMatcher::add(std::string_view piece) {
  if (has_stopped()) {
    return {};
  }
  pending_ += piece;
  std::size_t end = 0;
  bool has_turned = true;  // from answer to thought, or back: look on
  while (has_turned && !has_stopped()) {
    const bool was_inside = is_inside_;
    end = is_inside_ ? end_of_thought(end) : end_of_answer(end);
    has_turned = is_inside_ != was_inside;
  }
  std::string text = pending_.substr(0, end);
  pending_.erase(0, has_stopped() ? pending_.size() : end);
  return text;
}

std::string StopMatcher::flush() { return std::exchange(pending_, {}); }

// Behind the closing tag, if it is here.
std::size_t StopMatcher::end_of_thought(std::size_t begin) {
  const std::size_t at = pending_.find(thought_->close, begin);
  is_inside_ = at == std::string::npos;
  is_behind_thought_ = !is_inside_;
  return is_inside_ ? held_from({thought_->close}, begin) : at + thought_->close.size();
}

// Before the first stop, or behind the tag that opens a thought, whichever begins first.
std::size_t StopMatcher::end_of_answer(std::size_t begin) {
  if (is_behind_thought_) {
    begin = std::min(pending_.find_first_not_of(" \t\r\n", begin), pending_.size());
    is_behind_thought_ = begin == pending_.size();
    if (is_behind_thought_) {
      return begin;
    }
  }
  const std::size_t opening = thought_ ? pending_.find(thought_->open, begin) : std::string::npos;
  std::size_t first = std::string::npos;
  for (const std::string& stop : stops_) {
    // A stop that counts begins before the opening tag: no more is looked at, however many thoughts a text holds.
    const std::string_view seen = std::string_view(pending_).substr(
        begin, opening == std::string::npos ? std::string::npos : opening - begin + stop.size() - 1);
    const std::size_t at = seen.find(stop);
    if (at != std::string_view::npos && begin + at < first) {
      first = begin + at;
      found_ = stop;
    }
  }
  if (first != std::string::npos) {
    return first;
  }
  is_inside_ = opening != std::string::npos;
  return is_inside_ ? opening + thought_->open.size() : held_from(watched_, begin);
}

// Where the longest end of the pending text begins that is the beginning of a string that is watched for.
std::size_t StopMatcher::held_from(const std::vector<std::string>& wanted, std::size_t begin) const {
  std::size_t longest = 0;
  for (const std::string& one : wanted) {
    longest = std::max(longest, one.size());
  }
  const std::size_t tail = longest == 0 ? 0 : std::min(pending_.size() - begin, longest - 1);
  for (std::size_t at = pending_.size() - tail; at < pending_.size(); ++at) {
    const std::string_view end = std::string_view(pending_).substr(at);
    if (std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) { return starts_with(one, end); })) {
      return at;
    }
  }
  return pending_.size();
}

}  // namespace assay
