// One byte decides at most; nothing looks ahead.
#include "backends/openai/sse.h"

#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kLineMax = std::size_t{4} << 20;
constexpr std::size_t kEventMax = std::size_t{16} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

std::vector<std::string> SseParser::add(std::string_view bytes) {
  std::vector<std::string> events;
  while (!bytes.empty() && !is_over_bounds_) {
    if (was_cr_ && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      was_cr_ = false;
      continue;
    }
    was_cr_ = false;
    const std::size_t end = bytes.find_first_of("\r\n");
    line_ += bytes.substr(0, end);
    if (line_.size() > kLineMax) {
      is_over_bounds_ = true;
    }
    if (end == std::string_view::npos) {
      break;
    }
    was_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    end_line(events);
  }
  return events;
}

std::vector<std::string> SseParser::flush() {
  std::vector<std::string> events;
  if (!line_.empty()) {
    end_line(events);
  }
  end_line(events);
  return events;
}

void SseParser::end_line(std::vector<std::string>& events) {
  std::string_view line = line_;
  if (std::exchange(is_first_line_, false) && starts_with(line, kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (line.empty()) {
    if (std::exchange(has_data_, false)) {
      events.push_back(std::exchange(data_, {}));
    }
    return line_.clear();
  }
  const std::size_t colon = line.find(':');
  if (line.substr(0, colon) == "data") {
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (starts_with(value, " ")) {
      value.remove_prefix(1);
    }
    if (has_data_) {
      data_ += '\n';
    }
    data_ += value;
    has_data_ = true;
    is_over_bounds_ |= data_.size() > kEventMax;
  }
  line_.clear();
}

}  // namespace assay
