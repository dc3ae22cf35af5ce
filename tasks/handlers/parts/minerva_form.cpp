// Minerva's normal form of final answers (Lewkowycz et al. 2022, appendix D), and finding the final answer.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "tasks/handlers/parts/latex.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr std::pair<const char*, const char*> kSubstitutions[] = {
    {"an ", ""}, {"a ", ""},       {".$", "$"},           {"\\$", ""},          {"\\ ", ""},
    {" ", ""},   {"mbox", "text"}, {",\\text{and}", ","}, {"\\text{and}", ","}, {"\\text{m}", "\\text{}"},
};

constexpr const char* kRemoved[] = {
    "square",       "ways",
    "integers",     "dollars",
    "mph",          "inches",
    "ft",           "hours",
    "km",           "units",
    "\\ldots",      "sue",
    "points",       "feet",
    "minutes",      "digits",
    "cents",        "degrees",
    "cm",           "gm",
    "pounds",       "meters",
    "meals",        "edges",
    "students",     "childrentickets",
    "multiples",    "\\text{s}",
    "\\text{.}",    "\\text{\ns}",
    "\\text{}^2",   "\\text{}^3",
    "\\text{\n}",   "\\text{}",
    "\\mathrm{th}", "^\\circ",
    "^{\\circ}",    "\\;",
    ",\\!",         "{,}",
    "\"",           "\\dots",
};

bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_plain_word(std::string_view text) { return std::all_of(text.begin(), text.end(), is_letter); }

// Whole words that are units go, unless a backslash stands before them.
std::string without_unit_words(std::string_view text) {
  const std::u32string points = to_points(text);
  std::u32string kept;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && is_python_word(points[end])) {
      ++end;
    }
    const std::string word = from_points(points.substr(at, end - at));
    const bool is_unit = !word.empty() && is_plain_word(word) &&
                         std::find(std::begin(kRemoved), std::end(kRemoved), word) != std::end(kRemoved);
    const bool is_command = at > 0 && points[at - 1] == U'\\';
    kept += is_unit && !is_command ? std::u32string() : points.substr(at, end - at);
    if (end < points.size()) {
      kept += points[end];
      ++end;
    }
    at = end;
  }
  return from_points(kept);
}

// Removes `expression` between LaTeX commands, whose names stay whole.
std::string without_outside_commands(std::string_view text, const char* expression) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t command = text.find('\\', at);
    while (command != std::string_view::npos && (command + 1 >= text.size() || !is_letter(text[command + 1]))) {
      command = text.find('\\', command + 1);
    }
    const std::size_t end = std::min(command, text.size());
    kept += replace_all(std::string(text.substr(at, end - at)), expression, "");
    at = end;
    for (++at; at < text.size() && is_letter(text[at]); ++at) {
    }
    at = std::min(at, text.size());
    kept += text.substr(end, at - end);
  }
  return kept;
}

// Each line with two dollar signs becomes what stands between the first two, dollars kept.
std::string lines_cut_to_math(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t first = line.find('$');
    const std::size_t second = first == std::string_view::npos ? first : line.find('$', first + 1);
    result += second == std::string_view::npos ? line : line.substr(first, second + 1 - first);
    result += end < text.size() ? "\n" : "";
    at = end + 1;
  }
  return result;
}

enum class Reach { kNearestBrace, kLastBrace };

// \name{inner} becomes inner; the closing brace is the nearest or the last one on the line.
std::string unwrapped(std::string_view text, std::string_view opening, Reach reach) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t begin = text.find(opening); begin != std::string_view::npos; begin = text.find(opening, begin)) {
    const std::size_t inner = begin + opening.size();
    const std::size_t line_end = std::min(text.find('\n', inner), text.size());
    const std::string_view line = text.substr(inner, line_end - inner);
    const std::size_t close = reach == Reach::kNearestBrace ? line.find('}') : line.rfind('}');
    if (close == std::string_view::npos) {
      begin = line_end;  // no later opening on this line is closed either
      continue;
    }
    result += text.substr(at, begin - at);
    result += line.substr(0, close);
    at = inner + close + 1;
    begin = at;
  }
  return result + std::string(text.substr(at));
}

// \frac12 becomes \frac{1}{2}; a first argument in braces is left alone.
std::u32string with_braced_fractions(const std::u32string& text) {
  std::u32string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool is_short =
        text.compare(at, 4, U"frac") == 0 && at + 5 < text.size() && text[at + 4] != U'{' && text[at + 5] != U'\n';
    if (is_short) {
      result += U"frac{";
      result += text[at + 4];
      result += U"}{";
      result += text[at + 5];
      result += U'}';
      at += 6;
    } else {
      result += text[at++];
    }
  }
  return result;
}

// \sqrt[3]8 becomes \sqrt[3]{8}.
std::u32string with_braced_indexed_roots(const std::u32string& text) {
  std::u32string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool is_indexed = text.compare(at, 5, U"sqrt[") == 0;
    const std::size_t close = is_indexed ? text.find(U']', at) : std::u32string::npos;
    if (close != std::u32string::npos && close + 1 < text.size() && is_python_word(text[close + 1])) {
      result += text.substr(at, close + 1 - at);
      result += U'{';
      result += text[close + 1];
      result += U'}';
      at = close + 2;
    } else if (is_indexed && close == std::u32string::npos) {
      return result + text.substr(at);
    } else {
      result += text[at++];
    }
  }
  return result;
}

// \sqrt2 becomes \sqrt{2}.
std::u32string with_braced_roots(const std::u32string& text, MinervaForm form) {
  std::u32string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool is_root = text.compare(at, 4, U"sqrt") == 0 && at + 4 < text.size() && text[at + 4] != U'{';
    if (is_root && (form == MinervaForm::kOriginal || text[at + 4] != U'[')) {
      result += U"sqrt{";
      result += text[at + 4];
      result += U'}';
      at += 5;
    } else {
      result += text[at++];
    }
  }
  return result;
}

bool are_all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// 1,234,567: one to three digits, then groups of three.
bool has_thousands_groups(std::string_view text) {
  const auto groups = split(starts_with(text, "-") ? text.substr(1) : text, ',');
  return groups.size() > 1 && groups[0].size() <= 3 && std::all_of(groups.begin(), groups.end(), are_all_digits) &&
         std::all_of(groups.begin() + 1, groups.end(), [](std::string_view group) { return group.size() == 3; });
}

std::string without_phrases(std::string text, MinervaForm form) {
  if (form == MinervaForm::kCareful) {
    text = without_unit_words(text);
  }
  for (const auto& [before, after] : kSubstitutions) {
    text = replace_all(std::move(text), before, after);
  }
  for (const char* expression : kRemoved) {
    const bool is_guarded = form == MinervaForm::kCareful && is_plain_word(expression);
    text = is_guarded ? without_outside_commands(text, expression) : replace_all(std::move(text), expression, "");
  }
  return text;
}

}  // namespace

std::string minerva_form(std::string_view answer, MinervaForm form) {
  const std::size_t equals = answer.rfind('=');
  const std::string_view side = equals == std::string_view::npos ? answer : answer.substr(equals + 1);
  std::string text = lines_cut_to_math(without_phrases(std::string(side), form));
  text = unwrapped(text, "\\text{", Reach::kNearestBrace);
  text = unwrapped(text, "\\textbf{", Reach::kNearestBrace);
  text = unwrapped(text, "\\overline{", Reach::kNearestBrace);
  text = unwrapped(text, "\\boxed{", Reach::kLastBrace);
  std::u32string points = with_braced_fractions(to_points(text));
  if (form == MinervaForm::kCareful) {
    points = with_braced_indexed_roots(points);
  }
  text = replace_all(from_points(with_braced_roots(points, form)), "$", "");
  const std::string digits = replace_all(text, ",", "");
  const bool is_number = form == MinervaForm::kCareful ? has_thousands_groups(text) : are_all_digits(digits);
  return is_number ? digits : text;
}

std::optional<std::string> minerva_answer(std::string_view text) {
  constexpr std::string_view kOpening = "Final Answer: The final answer is";
  constexpr std::string_view kClosing = " I hope it is correct";
  const std::string closed = std::string(text) + "I hope it is correct.";
  const std::string_view whole = closed;
  for (std::size_t at = whole.find(kOpening); at != std::string_view::npos; at = whole.find(kOpening, at)) {
    const std::size_t begin = at + kOpening.size();
    const std::size_t line_end = std::min(whole.find('\n', begin), whole.size());
    // One character, the full stop, stands before the closing words, and one behind them.
    const std::string_view line = whole.substr(begin, line_end - begin);
    const std::size_t closing = line.find(kClosing, 1);
    if (closing != std::string_view::npos && closing + kClosing.size() < line.size()) {
      std::size_t end = closing - 1;
      while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) {
        --end;
      }
      return std::string(python_strip(line.substr(0, end)));
    }
    at = line_end;  // nor is any later opening on this line closed
  }
  return std::nullopt;
}

}  // namespace assay
