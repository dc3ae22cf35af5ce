// The replacements of mteval-v13a.pl and mteval-v14.pl as passes over bytes or code points.
#include "tasks/metrics/tokenizers.h"

#include <array>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_point(char c) { return c == '.' || c == ','; }

// Space and ASCII punctuation, but for ' , - and the full stop.
bool is_mark(char c) {
  return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') ||
         (c >= ':' && c <= '@') || c == '/';
}

std::string marks_apart(std::string_view text) {
  std::string apart;
  for (const char c : text) {
    if (is_mark(c)) {
      apart += ' ';
      apart += c;
      apart += ' ';
    } else {
      apart += c;
    }
  }
  return apart;
}

// Every pair of neighbours of the two kinds, from the left and without overlap, with white space set around its first
// or its second part. Bytes of longer characters are of neither kind of ASCII, so bytes do.
template <typename First, typename Second>
std::string pairs_apart(std::string_view text, First is_first, Second is_second, bool is_before_first) {
  std::string apart;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_pair = at + 1 < text.size() && is_first(text[at]) && is_second(text[at + 1]);
    if (!is_pair) {
      apart += text[at];
      continue;
    }
    apart += is_before_first ? " " : "";
    apart += text[at];
    apart += ' ';
    apart += text[++at];
    apart += is_before_first ? "" : " ";
  }
  return apart;
}

std::string western(std::string_view text) {
  const auto is_no_digit = [](char c) { return !is_digit(c); };
  const auto is_dash = [](char c) { return c == '-'; };
  std::string apart = marks_apart(text);
  apart = pairs_apart(apart, is_no_digit, is_point, false);
  apart = pairs_apart(apart, is_point, is_no_digit, true);
  return pairs_apart(apart, is_digit, is_dash, false);
}

std::string tokenized_13a(std::string_view text) {
  std::string line = replace_all(std::string(text), "<skipped>", "");
  line = replace_all(std::move(line), "-\n", "");
  line = replace_all(std::move(line), "\n", " ");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kEntities{
      {{"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}}};
  for (const auto& [entity, meaning] : kEntities) {
    line = replace_all(std::move(line), entity, meaning);
  }
  return western(" " + line + " ");
}

// pairs_apart for kinds that are Unicode's.
template <typename First, typename Second>
std::u32string wide_pairs_apart(const std::u32string& text, First is_first, Second is_second, bool is_before_first) {
  constexpr char32_t kBlank = 0x20;
  std::u32string apart;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_pair = at + 1 < text.size() && is_first(text[at]) && is_second(text[at + 1]);
    if (!is_pair) {
      apart.push_back(text[at]);
    } else if (is_before_first) {
      apart.insert(apart.end(), {kBlank, text[at], kBlank, text[at + 1]});
    } else {
      apart.insert(apart.end(), {text[at], kBlank, text[at + 1], kBlank});
    }
    at += is_pair ? 1 : 0;
  }
  return apart;
}

std::string tokenized_intl(std::string_view text) {
  const auto is_no_number = [](char32_t c) { return !is_unicode_number(c); };
  std::u32string line = to_points(text);
  line = wide_pairs_apart(line, is_no_number, is_unicode_punctuation, false);
  line = wide_pairs_apart(line, is_unicode_punctuation, is_no_number, true);
  std::string result;
  for (const char32_t c : line) {
    const bool is_symbol = is_unicode_symbol(c);
    result += is_symbol ? " " : "";
    append_point(c, result);
    result += is_symbol ? " " : "";
  }
  return result;
}

// The ranges of sacreBLEU's tokenizer_zh, as they work there: its two ranges beyond U+FFFF are written with four
// digits, so that they mean U+2001 to U+2A6D and U+2F81 to U+2FA1.
bool is_chinese(char32_t c) {
  constexpr std::array<std::pair<char32_t, char32_t>, 22> kRanges{
      {{0x3400, 0x4DB5}, {0x4E00, 0x9FA5}, {0x9FA6, 0x9FBB}, {0xF900, 0xFA2D}, {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9},
       {0x2001, 0x2A6D}, {0x2F81, 0x2FA1}, {0xFF00, 0xFFEF}, {0x2E80, 0x2EFF}, {0x3000, 0x303F}, {0x31C0, 0x31EF},
       {0x2F00, 0x2FDF}, {0x2FF0, 0x2FFF}, {0x3100, 0x312F}, {0x31A0, 0x31BF}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F},
       {0x2600, 0x26FF}, {0x2700, 0x27BF}, {0x3200, 0x32FF}, {0x3300, 0x33FF}}};
  for (const auto& [low, high] : kRanges) {
    if (c >= low && c <= high) {
      return true;
    }
  }
  return false;
}

std::string spaced(std::string_view text, bool (*is_alone)(char32_t)) {
  std::string result;
  for (const char32_t c : to_points(text)) {
    const bool is_set_apart = is_alone(c);
    result += is_set_apart ? " " : "";
    append_point(c, result);
    result += is_set_apart ? " " : "";
  }
  return result;
}

}  // namespace

std::optional<BleuTokenizer> bleu_tokenizer_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, BleuTokenizer>, 5> kNames{{{"13a", BleuTokenizer::k13a},
                                                                              {"intl", BleuTokenizer::kIntl},
                                                                              {"zh", BleuTokenizer::kZh},
                                                                              {"char", BleuTokenizer::kChar},
                                                                              {"none", BleuTokenizer::kNone}}};
  for (const auto& [known, tokenizer] : kNames) {
    if (known == name) {
      return tokenizer;
    }
  }
  return std::nullopt;
}

std::string tokenized(std::string_view text, BleuTokenizer tokenizer) {
  switch (tokenizer) {
    case BleuTokenizer::k13a:
      return tokenized_13a(text);
    case BleuTokenizer::kIntl:
      return tokenized_intl(text);
    case BleuTokenizer::kZh:
      return western(spaced(python_strip(text), &is_chinese));
    case BleuTokenizer::kChar:
      return spaced(text, [](char32_t) { return true; });
    case BleuTokenizer::kNone:
      break;
  }
  return std::string(text);
}

}  // namespace assay
