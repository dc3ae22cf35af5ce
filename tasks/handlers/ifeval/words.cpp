// Words of a text, counted without building tokens.
#include "tasks/handlers/ifeval/words.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "tasks/handlers/ifeval/sentences.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

// Always tokens of their own.
constexpr std::u32string_view kApart = U"\u00AB\u201C\u2018\u201E`\u00BB\u201D\u2019\";@#$%&?!*[](){}<>";

bool is_apart(char32_t point) {
  return kApart.find(point) != std::u32string_view::npos || (point >= 0x2012 && point <= 0x2015);
}

bool has_pair(std::u32string_view text, std::size_t at, char32_t point) {
  return at + 1 < text.size() && text[at] == point && text[at + 1] == point;
}

// A comma or colon holds words together before a digit alone: "3,36".
bool is_splitting_comma(std::u32string_view text, std::size_t at) {
  return (text[at] == U',' || text[at] == U':') && (at + 1 >= text.size() || !is_decimal(text[at + 1]));
}

// A quote that opens: no word before it, a word behind it that is no clitic.
bool is_opening_quote(std::u32string_view text, std::size_t at) {
  if (text[at] != U'\'' || (at > 0 && is_python_word(text[at - 1]))) {
    return false;
  }
  std::size_t end = at + 1;
  while (end < text.size() && end < at + 5 && is_python_word(text[end])) {
    ++end;
  }
  const std::string word = python_lower(from_points(text.substr(at + 1, end - at - 1)));
  constexpr std::string_view kClitics[] = {"re", "ve", "ll", "m", "t", "s", "d", "n"};
  return !word.empty() && std::find(std::begin(kClitics), std::end(kClitics), word) == std::end(kClitics);
}

bool ends_with(std::u32string_view text, std::u32string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

// Splits the first of the tails that ends the piece off its end, unless a quote stands before it.
template <typename Tails>
std::u32string_view split_tail(std::u32string_view& piece, const Tails& tails) {
  for (const std::u32string_view tail : tails) {
    const bool fits =
        piece.size() > tail.size() && ends_with(piece, tail) && piece[piece.size() - tail.size() - 1] != U'\'';
    if (fits) {
      const std::u32string_view split = piece.substr(piece.size() - tail.size());
      piece.remove_suffix(tail.size());
      return split;
    }
  }
  return {};
}

// "cannot", "gimme" and the like are two words. Where the first one ends; 0 if this is none.
std::size_t fused_length(std::u32string_view word) {
  constexpr std::pair<std::string_view, std::size_t> kFused[] = {
      {"cannot", 3}, {"d'ye", 1}, {"gimme", 3}, {"gonna", 3}, {"gotta", 3}, {"lemme", 3}, {"more'n", 4}, {"wanna", 3}};
  if (word.size() > 6) {
    return 0;
  }
  const std::string lower = python_lower(from_points(word));
  for (const auto& [fused, length] : kFused) {
    if (lower == fused) {
      return length;
    }
  }
  return 0;
}

int capitals_in_core(std::u32string_view core) {
  int count = 0;
  std::size_t begin = 0;
  // Fused words stand between any non-word characters: "CANNOT-DO".
  for (std::size_t at = 0; at < core.size();) {
    std::size_t end = at;
    while (end < core.size() && (is_python_word(core[end]) || core[end] == U'\'')) {
      ++end;
    }
    const std::size_t length = end > at ? fused_length(core.substr(at, end - at)) : 0;
    if (length > 0) {
      count += is_all_case(core.substr(begin, at - begin), true) ? 1 : 0;
      count += is_all_case(core.substr(at, length), true) ? 1 : 0;
      count += is_all_case(core.substr(at + length, end - at - length), true) ? 1 : 0;
      begin = end;
    }
    at = std::max(end, at + 1);
  }
  return count + (is_all_case(core.substr(std::min(begin, core.size())), true) ? 1 : 0);
}

int capitals_in_piece(std::u32string_view piece) {
  constexpr std::u32string_view kShort[] = {U"'s", U"'S", U"'m", U"'M", U"'d", U"'D", U"'"};
  constexpr std::u32string_view kLong[] = {U"'ll", U"'LL", U"'re", U"'RE", U"'ve", U"'VE", U"n't", U"N'T"};
  int count = is_all_case(split_tail(piece, kShort), true) ? 1 : 0;
  count += is_all_case(split_tail(piece, kLong), true) ? 1 : 0;
  return count + capitals_in_core(piece);
}

// The sentence's last period, closers and space behind it allowed; the text's size if there is none, or a run of them.
std::size_t last_period(std::u32string_view sentence) {
  constexpr std::u32string_view kBehind = U"])}>\"'\u00BB\u201D\u2019 ";
  std::size_t end = python_strip(sentence).size();
  while (end > 0 && kBehind.find(sentence[end - 1]) != std::u32string_view::npos) {
    --end;
  }
  const bool is_single = end >= 2 && sentence[end - 1] == U'.' && sentence[end - 2] != U'.';
  return is_single ? end - 1 : sentence.size();
}

int capitals_in_sentence(std::u32string_view text) {
  int count = 0;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end, std::size_t next) {
    count += end > begin ? capitals_in_piece(text.substr(begin, end - begin)) : 0;
    begin = next;
  };
  const std::size_t period = last_period(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_run = has_pair(text, at, U'.') || has_pair(text, at, U'-') || has_pair(text, at, U'\'');
    if (is_run) {
      close(at, at + 2);
      ++at;
    } else if (is_python_space(text[at]) || is_apart(text[at]) || is_splitting_comma(text, at) || at == period) {
      close(at, at + 1);
    } else if (is_opening_quote(text, at)) {
      close(at + 1, at + 1);
    }
  }
  close(text.size(), text.size());
  return count;
}

}  // namespace

int word_count(std::u32string_view text) {
  int count = 0;
  bool is_in_word = false;
  for (const char32_t point : text) {
    const bool is_word = is_unicode_word(point);
    count += is_word && !is_in_word ? 1 : 0;
    is_in_word = is_word;
  }
  return count;
}

int capital_word_count(std::u32string_view text) {
  int count = 0;
  for (const std::u32string_view sentence : sentences_of(text)) {
    count += capitals_in_sentence(sentence);
  }
  return count;
}

}  // namespace assay
