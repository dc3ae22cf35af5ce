// Widths and breaks, counted in code points.
#include "reports/terminal/layout.h"

#include <algorithm>

#include "harness/base/check.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kWidthMin = 6;  // of a column that has to give way

std::size_t natural_width(const DocumentTable& table, std::size_t column) {
  std::size_t width = 1;
  for (const std::string_view line : split(table.columns[column].header, '\n')) {
    width = std::max(width, code_points(line));
  }
  for (const auto& row : table.rows) {
    width = std::max(width, code_points(row[column]));
  }
  return width;
}

std::size_t total(const std::vector<std::size_t>& widths, const std::vector<std::size_t>& columns) {
  std::size_t sum = 0;
  for (const std::size_t column : columns) {
    sum += widths[column] + (sum > 0 ? kGap : 0);
  }
  return sum;
}

// Takes from the widest key until the keys leave room.
void narrow(std::vector<std::size_t>& widths, const std::vector<std::size_t>& keys, std::size_t limit) {
  while (!keys.empty() && total(widths, keys) > limit) {
    const std::size_t widest =
        *std::max_element(keys.begin(), keys.end(), [&](auto a, auto b) { return widths[a] < widths[b]; });
    if (widths[widest] <= kWidthMin) {
      return;
    }
    --widths[widest];
  }
}

// Bytes of the longest beginning of at most `width` code points.
std::size_t bytes_of(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < width; ++count) {
    for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80; ++at) {
    }
  }
  return at;
}

}  // namespace

TableLayout lay_out(const DocumentTable& table, std::size_t width) {
  TableLayout layout;
  std::vector<std::size_t> all;
  std::vector<std::size_t> keys;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    layout.widths.push_back(natural_width(table, column));
    all.push_back(column);
    if (table.columns[column].kind == Column::Kind::kKey) {
      keys.push_back(column);
    }
  }
  if (total(layout.widths, all) <= width) {
    layout.parts = {all};
    return layout;
  }
  narrow(layout.widths, keys, width * 3 / 5);
  const std::size_t taken = total(layout.widths, keys) + kGap;
  const std::size_t room = std::max(kWidthMin, width > taken ? width - taken : 0);
  std::vector<std::size_t> part = keys;
  for (const std::size_t column : all) {
    if (table.columns[column].kind == Column::Kind::kKey) {
      continue;
    }
    layout.widths[column] = std::min(layout.widths[column], room);
    part.push_back(column);
    if (part.size() > keys.size() + 1 && total(layout.widths, part) > width) {
      part.pop_back();
      layout.parts.push_back(part);
      part = keys;
      part.push_back(column);
    }
  }
  layout.parts.push_back(part);
  return layout;
}

std::vector<std::string> broken_lines(std::string_view text, std::size_t width) {
  ASSAY_CHECK(width > 0, "a line has room for one character");
  std::vector<std::string> lines;
  while (code_points(text) > width) {
    const std::string_view fits = text.substr(0, bytes_of(text, width));
    std::size_t end = fits.size();
    if (text[fits.size()] != ' ') {
      const std::size_t space = fits.find_last_of(' ');
      const std::size_t at = space != std::string_view::npos ? space : fits.find_last_of("_-/,");
      end = at == std::string_view::npos || at == 0 ? fits.size() : at + 1;
    }
    lines.emplace_back(trim(text.substr(0, end)));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) {
    lines.emplace_back(text);
  }
  return lines;
}

}  // namespace assay
