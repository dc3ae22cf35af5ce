// Folding: a table of characters, wrappers around a text, and a text's plain form.
#include "tasks/math/fold.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

struct Folding {
  char32_t point;
  const char* text;
};

// Sorted by code point.
constexpr std::array kFoldings{
    Folding{0xA0, " "},
    Folding{0xA2, "\\text{ cents}"},
    Folding{0xA3, "\\pounds "},
    Folding{0xA5, "\\yen "},
    Folding{0xAC, "\\neg "},
    Folding{0xB0, "^\\circ "},
    Folding{0xB1, "\\pm "},
    Folding{0xB4, "'"},
    Folding{0xB7, "\\cdot "},
    Folding{0xBA, "^\\circ "},
    Folding{0xBC, "\\frac{1}{4}"},
    Folding{0xBD, "\\frac{1}{2}"},
    Folding{0xBE, "\\frac{3}{4}"},
    Folding{0xD7, "\\times "},
    Folding{0xF7, "/"},
    Folding{0x393, "\\Gamma "},
    Folding{0x394, "\\Delta "},
    Folding{0x398, "\\Theta "},
    Folding{0x3A9, "\\Omega "},
    Folding{0x3B1, "\\alpha "},
    Folding{0x3B2, "\\beta "},
    Folding{0x3B3, "\\gamma "},
    Folding{0x3B4, "\\delta "},
    Folding{0x3B5, "\\epsilon "},
    Folding{0x3B8, "\\theta "},
    Folding{0x3BB, "\\lambda "},
    Folding{0x3BC, "\\mu "},
    Folding{0x3C0, "\\pi "},
    Folding{0x3C1, "\\rho "},
    Folding{0x3C3, "\\sigma "},
    Folding{0x3C4, "\\tau "},
    Folding{0x3C6, "\\phi "},
    Folding{0x3C9, "\\omega "},
    Folding{0x200B, " "},
    Folding{0x200C, ""},
    Folding{0x200D, ""},
    Folding{0x200E, ""},
    Folding{0x200F, ""},
    Folding{0x2010, "-"},
    Folding{0x2011, "-"},
    Folding{0x2012, "-"},
    Folding{0x2013, "-"},
    Folding{0x2014, "-"},
    Folding{0x2015, "-"},
    Folding{0x2018, "'"},
    Folding{0x2019, "'"},
    Folding{0x201C, "\""},
    Folding{0x201D, "\""},
    Folding{0x2022, "\\cdot "},
    Folding{0x2026, "\\ldots "},
    Folding{0x2032, "'"},
    Folding{0x2044, "/"},
    Folding{0x2060, ""},
    Folding{0x20AC, "\\euro "},
    Folding{0x211D, "\\mathbb{R}"},
    Folding{0x2124, "\\mathbb{Z}"},
    Folding{0x2153, "\\frac{1}{3}"},
    Folding{0x2154, "\\frac{2}{3}"},
    Folding{0x2155, "\\frac{1}{5}"},
    Folding{0x2156, "\\frac{2}{5}"},
    Folding{0x2157, "\\frac{3}{5}"},
    Folding{0x2158, "\\frac{4}{5}"},
    Folding{0x2159, "\\frac{1}{6}"},
    Folding{0x215A, "\\frac{5}{6}"},
    Folding{0x215B, "\\frac{1}{8}"},
    Folding{0x215C, "\\frac{3}{8}"},
    Folding{0x215D, "\\frac{5}{8}"},
    Folding{0x215E, "\\frac{7}{8}"},
    Folding{0x2205, "\\emptyset "},
    Folding{0x2208, "\\in "},
    Folding{0x2212, "-"},
    Folding{0x2213, "\\mp "},
    Folding{0x2215, "/"},
    Folding{0x2216, "\\setminus "},
    Folding{0x2217, "*"},
    Folding{0x2219, "\\cdot "},
    Folding{0x221A, "\\usqrt "},
    Folding{0x221B, "\\usqrt[3]"},
    Folding{0x221C, "\\usqrt[4]"},
    Folding{0x221E, "\\infty "},
    Folding{0x2220, "\\angle "},
    Folding{0x2223, "|"},
    Folding{0x2227, "\\land "},
    Folding{0x2228, "\\lor "},
    Folding{0x2229, "\\cap "},
    Folding{0x222A, "\\cup "},
    Folding{0x2236, ":"},
    Folding{0x2248, "\\approx "},
    Folding{0x2260, "\\ne "},
    Folding{0x2264, "\\le "},
    Folding{0x2265, "\\ge "},
    Folding{0x22C5, "\\cdot "},
    Folding{0x2308, "\\lceil "},
    Folding{0x2309, "\\rceil "},
    Folding{0x230A, "\\lfloor "},
    Folding{0x230B, "\\rfloor "},
    Folding{0x25B3, "\\triangle "},
    Folding{0x27E8, "\\langle "},
    Folding{0x27E9, "\\rangle "},
    Folding{0x2A7D, "\\le "},
    Folding{0x2A7E, "\\ge "},
    Folding{0x2A2F, "\\times "},
    Folding{0x3001, ","},
    Folding{0x3002, "."},
    Folding{0xFEFF, ""},
};

constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ";
constexpr std::string_view kRaisedAscii = "0123456789+-()ni";
constexpr std::u32string_view kLowered = U"₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢ";

// The ASCII character that a raised or lowered one stands for; 0 if it is none.
char script_character(std::u32string_view of, char32_t point) {
  const std::size_t at = of.find(point);
  return at == std::u32string_view::npos ? '\0' : kRaisedAscii[at];
}

void fold_point(char32_t point, std::string& out) {
  const auto* found = std::lower_bound(kFoldings.begin(), kFoldings.end(), point,
                                       [](const Folding& folding, char32_t wanted) { return folding.point < wanted; });
  if (found != kFoldings.end() && found->point == point) {
    out += found->text;
  } else if (point >= 0xFF01 && point <= 0xFF5E) {  // full-width forms of ASCII
    out += static_cast<char>(point - 0xFF01 + 0x21);
  } else if (is_python_space(point)) {
    out += ' ';
  } else if (const int digit = decimal_value(point); digit >= 0) {
    out += static_cast<char>('0' + digit);
  } else {
    append_point(point, out);
  }
}

// A run of raised (or lowered) characters as one exponent (or index); false if there is none at `at`.
bool fold_script(std::string_view text, std::size_t& at, std::string& out) {
  for (const auto& [set, sign] : {std::pair(kRaised, '^'), std::pair(kLowered, '_')}) {
    std::string run;
    for (std::size_t next = at; next < text.size();) {
      const char found = script_character(set, next_point(text, next));
      if (found == '\0') {
        break;
      }
      run += found;
      at = next;
    }
    if (!run.empty()) {
      out += sign;
      out += '{' + run + '}';
      return true;
    }
  }
  return false;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Whether the brace at `open` is closed by the last character.
bool closes_at_end(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '{') {
      ++depth;
    } else if (text[at] == '}' && --depth == 0) {
      return at + 1 == text.size();
    }
  }
  return false;
}

bool unwrap_pair(std::string_view& text, std::string_view open, std::string_view close) {
  if (text.size() < open.size() + close.size() || !starts_with(text, open) || !ends_with(text, close)) {
    return false;
  }
  const std::string_view inside = text.substr(open.size(), text.size() - open.size() - close.size());
  if (inside.find(open) != std::string_view::npos || inside.find(close) != std::string_view::npos) {
    return false;
  }
  text = inside;
  return true;
}

// "\boxed{5}", "\text{Monday}" and the like: the words that may stand around a whole answer.
bool unwrap_command(std::string_view& text) {
  for (const std::string_view command : {"\\boxed", "\\fbox", "\\mathbf", "\\boldsymbol", "\\displaystyle", "\\bm"}) {
    if (!starts_with(text, command)) {
      continue;
    }
    const std::size_t open = text.find_first_not_of(' ', command.size());
    if (open != std::string_view::npos && text[open] == '{' && closes_at_end(text, open)) {
      text = text.substr(open + 1, text.size() - open - 2);
      return true;
    }
  }
  return false;
}

bool unwrap_stop(std::string_view& text) {
  const char last = text.empty() ? '\0' : text.back();
  const bool is_escaped = text.size() > 1 && text[text.size() - 2] == '\\';
  if ((last == '.' || last == ',' || last == ';' || last == ':') && !is_escaped && !ends_with(text, "..")) {
    text.remove_suffix(1);
    return true;
  }
  return false;
}

// Commands that change how a text looks, not what it says; the plain form has none of them.
constexpr std::array<std::string_view, 27> kLooks{"\\textbf",
                                                  "\\textit",
                                                  "\\textrm",
                                                  "\\text",
                                                  "\\mbox",
                                                  "\\mathrm",
                                                  "\\mathbf",
                                                  "\\left",
                                                  "\\right",
                                                  "\\bigl",
                                                  "\\bigr",
                                                  "\\Bigl",
                                                  "\\Bigr",
                                                  "\\big",
                                                  "\\Big",
                                                  "\\quad",
                                                  "\\displaystyle",
                                                  "\\boxed",
                                                  "\\,",
                                                  "\\;",
                                                  "\\:",
                                                  "\\!",
                                                  "\\ ",
                                                  "\\(",
                                                  "\\)",
                                                  "\\[",
                                                  "\\]"};

// The length of such a command at `at`, as a whole word.
std::size_t look_at(std::string_view text, std::size_t at) {
  for (const std::string_view look : kLooks) {
    if (text.substr(at, look.size()) == look) {
      const char behind = at + look.size() < text.size() ? text[at + look.size()] : ' ';
      const bool is_letter_command = (look[1] | 0x20) >= 'a' && (look[1] | 0x20) <= 'z';
      const bool goes_on = (behind | 0x20) >= 'a' && (behind | 0x20) <= 'z';
      if (!is_letter_command || !goes_on) {
        return look.size();
      }
    }
  }
  return 0;
}

}  // namespace

std::string fold_math(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      out += byte < 0x20 || byte == 0x7F ? ' ' : text[at];
      ++at;
    } else if (!fold_script(text, at, out)) {
      fold_point(next_point(text, at), out);
    }
  }
  return out;
}

std::string_view unwrap_math(std::string_view text) {
  for (int round = 0; round < 16; ++round) {
    text = trim(text);
    const bool found = unwrap_pair(text, "$$", "$$") || unwrap_pair(text, "$", "$") ||
                       unwrap_pair(text, "\\(", "\\)") || unwrap_pair(text, "\\[", "\\]") ||
                       unwrap_pair(text, "**", "**") || unwrap_command(text) || unwrap_stop(text);
    if (!found) {
      break;
    }
  }
  return trim(text);
}

std::string plain_form(std::string_view text) {
  std::string out;
  std::string open;  // the braces that are open: 'l' those of a command of looks, 'k' those that are kept
  bool is_behind_look = false;
  const auto blank = [&out] {
    if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t look = c == '\\' ? look_at(text, at) : 0;
    if (look > 0 || (c == '*' && text.substr(at, 2) == "**")) {
      blank();
      is_behind_look = look > 0;
      at += look > 0 ? look : 2;
      continue;
    }
    ++at;
    const bool is_look_brace = (c == '{' && is_behind_look) || (c == '}' && !open.empty() && open.back() == 'l');
    if (c == '{') {
      open += is_behind_look ? 'l' : 'k';
    } else if (c == '}' && !open.empty()) {
      open.pop_back();
    }
    if (c == ' ' || c == '~' || c == '\n' || c == '\t' || c == '\r') {
      blank();
    } else if (!is_look_brace && c != '$' && c != '"' && c != '`') {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    is_behind_look = is_behind_look && c == ' ';
  }
  while (!out.empty() && std::string_view(" .,;:?'").find(out.back()) != std::string_view::npos) {
    out.pop_back();
  }
  return out;
}

}  // namespace assay
