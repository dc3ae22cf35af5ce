// Python's string operations that only rules of benchmarks need.
#include "tasks/handlers/parts/python_string.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace assay {

bool is_ascii_punctuation(char32_t point) {
  return (point > 0x20 && point < '0') || (point > '9' && point < 'A') || (point > 'Z' && point < 'a') ||
         (point > 'z' && point < 0x7F);
}

char32_t python_lower(char32_t point) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(point))); }

std::u32string_view python_strip(std::u32string_view text) {
  while (!text.empty() && is_python_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_python_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::vector<std::string_view> split_on(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, begin)) {
    pieces.push_back(text.substr(begin, at - begin));
    begin = at + separator.size();
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

std::string without_brackets(std::string_view text) {
  std::string kept;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('[', at);
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t stop = text.find_first_of("]\n", open + 1);
    const bool is_closed = stop != std::string_view::npos && text[stop] == ']';
    // Without a closing bracket on this line, no later bracket of it is closed either.
    const std::size_t kept_end = is_closed ? open : (stop == std::string_view::npos ? text.size() : stop);
    kept.append(text.substr(at, kept_end - at));
    at = is_closed ? stop + 1 : kept_end;
  }
  kept.append(text.substr(std::min(at, text.size())));
  return kept;
}

std::vector<std::string> words_without_articles(std::string_view text) {
  const std::u32string points = to_points(text);
  std::u32string kept;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && is_python_word(points[end])) {
      ++end;
    }
    const std::u32string word = points.substr(at, end - at);
    const bool is_article = word == U"a" || word == U"an" || word == U"the";
    kept += is_article ? U" " : word;
    if (end < points.size()) {
      kept += points[end];
      ++end;
    }
    at = end;
  }
  std::vector<std::string> words;
  const std::string kept_text = from_points(kept);
  for (const std::string_view word : python_split(kept_text)) {
    words.emplace_back(word);
  }
  return words;
}

}  // namespace assay
