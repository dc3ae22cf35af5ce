// Counting marks of format in a response.
#include "tasks/handlers/ifeval/formats.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/text.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

std::size_t line_end(std::u32string_view text, std::size_t at) { return std::min(text.find(U'\n', at), text.size()); }

bool is_blank(std::u32string_view text) { return python_strip(text).empty(); }

std::size_t space_end(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_python_space(text[at])) {
    ++at;
  }
  return at;
}

// Lines whose first character that is no space is `mark`. With `needs_other`, a character that is not the mark must
// follow; it may be the line's end, the bullet's text is then the next line.
int marked_lines(std::u32string_view text, char32_t mark, bool needs_other) {
  int count = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = space_end(text, at);
    const bool is_marked = begin < text.size() && text[begin] == mark;
    const bool has_other = begin + 1 < text.size() && text[begin + 1] != mark;
    std::size_t searched = begin;
    if (is_marked && (!needs_other || has_other)) {
      ++count;
      searched = line_end(text, begin + (needs_other ? 2 : 1));
    }
    // The next line start at or behind `searched`.
    const bool is_at_start = searched > at && searched < text.size() && text[searched - 1] == U'\n' && is_marked;
    at = is_at_start ? searched : line_end(text, searched) + 1;
  }
  return count;
}

bool is_stars(std::u32string_view text, std::size_t at) { return text.substr(at, 2) == U"**"; }

// Sequences of the parts, with at most one white space between two of them.
bool has_spaced(std::u32string_view text, std::initializer_list<std::u32string_view> parts) {
  const std::u32string_view first = *parts.begin();
  for (std::size_t at = text.find(first); at != std::u32string_view::npos; at = text.find(first, at + 1)) {
    std::size_t end = at;
    const bool is_whole = std::all_of(parts.begin(), parts.end(), [&](std::u32string_view part) {
      const bool skips = end > at && end < text.size() && is_python_space(text[end]);
      end += skips ? 1 : 0;
      const bool fits = text.substr(std::min(end, text.size()), part.size()) == part;
      end += part.size();
      return fits;
    });
    if (is_whole) {
      return true;
    }
  }
  return false;
}

}  // namespace

int bullet_count(std::u32string_view text) { return marked_lines(text, U'*', true) + marked_lines(text, U'-', false); }

int highlight_count(std::u32string_view text) {
  int count = 0;
  for (std::size_t at = text.find(U'*'); at != std::u32string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(U"*\n", at + 1), text.size());
    const bool is_closed = end < text.size() && text[end] == U'*';
    count += is_closed && !is_blank(text.substr(at + 1, end - at - 1)) ? 1 : 0;
    at = text.find(U'*', is_closed ? end + 1 : end);
  }
  for (std::size_t at = text.find(U"**"); at != std::u32string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(U"*\n", at + 2), text.size());
    const bool is_closed = end < text.size() && is_stars(text, end);
    count += is_closed && !is_blank(text.substr(at + 2, end - at - 2)) ? 1 : 0;
    at = text.find(U"**", is_closed ? end + 2 : at + 1);
  }
  return count;
}

int placeholder_count(std::u32string_view text) {
  int count = 0;
  for (std::size_t at = text.find(U'['); at != std::u32string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(U"]\n", at + 1), text.size());
    count += end < text.size() && text[end] == U']' ? 1 : 0;
    at = text.find(U'[', end);
  }
  return count;
}

bool has_title(std::u32string_view text) {
  for (std::size_t at = 0; at < text.size(); at = line_end(text, at) + 1) {
    const std::u32string_view line = text.substr(at, line_end(text, at) - at);
    const std::size_t open = line.find(U"<<");
    const std::size_t close = line.rfind(U">>");
    if (open == std::u32string_view::npos || close == std::u32string_view::npos || close < open + 3) {
      continue;
    }
    const std::u32string_view title = line.substr(open, close + 2 - open);
    const std::size_t first = title.find_first_not_of(U'<');
    const std::size_t last = title.find_last_not_of(U'>');
    if (first <= last && last != std::u32string_view::npos && !is_blank(title.substr(first, last + 1 - first))) {
      return true;
    }
  }
  return false;
}

std::vector<std::u32string_view> divided_paragraphs(std::u32string_view text) {
  std::vector<std::u32string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = text.find(U"***"); at != std::u32string_view::npos; at = text.find(U"***", begin)) {
    const bool has_space = at > begin && is_python_space(text[at - 1]);
    pieces.push_back(text.substr(begin, at - begin - (has_space ? 1 : 0)));
    begin = at + 3;
    begin += begin < text.size() && is_python_space(text[begin]) ? 1 : 0;
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

bool has_postscript(std::u32string_view lower) { return has_spaced(lower, {U"p.", U"s."}); }
bool has_second_postscript(std::u32string_view lower) { return has_spaced(lower, {U"p.", U"p.", U"s"}); }

std::string_view without_code_fence(std::string_view text) {
  text = python_strip(text);
  for (const std::string_view fence : {"```json", "```Json", "```JSON", "```"}) {
    if (starts_with(text, fence)) {
      text.remove_prefix(fence.size());
    }
  }
  if (text.size() >= 3 && text.substr(text.size() - 3) == "```") {
    text.remove_suffix(3);
  }
  return python_strip(text);
}

}  // namespace assay
