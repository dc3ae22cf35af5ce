// Stripping, replacing, padding and cutting into lines.
#include "tasks/template/text_tools.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr std::int64_t kWidthMax = std::int64_t{16} << 20;

std::string repeated_fill(const std::string& fill, std::int64_t times) {
  std::string out;
  for (; times > 0; --times) {
    out += fill;
  }
  return out;
}

}  // namespace

std::string stripped(Renderer& renderer, const std::string& text, const Cell& characters, Side side) {
  if (!characters.is_given() || characters.is(CellKind::kNone)) {
    std::string_view rest = text;
    rest = side == Side::kRight ? rest : python_strip_left(rest);
    return std::string(side == Side::kLeft ? rest : python_strip_right(rest));
  }
  const std::u32string set = to_points(text_argument(renderer, characters, "", "what is stripped"));
  const std::u32string points = to_points(text);
  renderer.charge((points.size() + 1) * (set.size() + 1) / 64);
  std::size_t begin = 0;
  std::size_t end = points.size();
  while (side != Side::kRight && begin < end && set.find(points[begin]) != std::u32string::npos) {
    ++begin;
  }
  while (side != Side::kLeft && end > begin && set.find(points[end - 1]) != std::u32string::npos) {
    --end;
  }
  return from_points(std::u32string_view(points).substr(begin, end - begin));
}

Cell replaced(Renderer& renderer, const std::string& text, const std::string& from, const std::string& to,
              std::int64_t count) {
  constexpr std::size_t kTextMax = std::size_t{16} << 20;
  std::string out;
  renderer.charge_bytes(text.size());
  if (from.empty()) {
    // Between all characters, and at both ends.
    for (std::size_t at = 0; out.size() <= kTextMax;) {
      if (count != 0) {
        out += to;
        --count;
      }
      if (at >= text.size()) {
        break;
      }
      const std::size_t begin = at;
      next_point(text, at);
      out += text.substr(begin, at - begin);
    }
    return renderer.text(std::move(out));
  }
  std::size_t at = 0;
  while (count != 0 && out.size() <= kTextMax) {
    const std::size_t found = text.find(from, at);
    if (found == std::string::npos) {
      break;
    }
    out.append(text, at, found - at);
    out += to;
    at = found + from.size();
    --count;
  }
  out.append(text, at);
  return renderer.text(std::move(out));
}

std::string padded(Renderer& renderer, const std::string& text, std::int64_t width, const std::string& fill,
                   Side side) {
  const auto length = static_cast<std::int64_t>(code_points(text));
  if (code_points(fill) != 1) {
    renderer.fail("a text is filled up with one character, not '" + printable(fill, 20) + "'");
    return text;
  }
  if (width > kWidthMax) {
    renderer.fail("a text longer than 16 MiB");
    return text;
  }
  if (width <= length) {
    return text;
  }
  const std::int64_t missing = width - length;
  // Python's rule for the odd one: it goes left where missing and width are both odd.
  const std::int64_t left = side == Side::kLeft    ? missing
                            : side == Side::kRight ? 0
                                                   : missing / 2 + (missing & width & 1);
  renderer.charge_bytes(static_cast<std::size_t>(missing));
  return repeated_fill(fill, left) + text + repeated_fill(fill, missing - left);
}

std::vector<std::string_view> lines_of(std::string_view text, bool with_ends) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = at;
    const char32_t point = next_point(text, at);
    if (!is_line_end(point)) {
      continue;
    }
    at += point == '\r' && at < text.size() && text[at] == '\n' ? 1 : 0;
    lines.push_back(text.substr(begin, (with_ends ? at : end) - begin));
    begin = at;
  }
  if (begin < text.size()) {
    lines.push_back(text.substr(begin));
  }
  return lines;
}

}  // namespace assay::templates
