// Boxed answers, the Hendrycks normal form and exact numbers.
#include "tasks/handlers/parts/latex.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "harness/base/text.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr std::string_view kBoxedSpace = "\\boxed ";
constexpr std::string_view kBoxedBrace = "\\boxed{";

// The bytes of the first code point.
std::string_view first_point(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    ++length;
  }
  return text.substr(0, length);
}

std::string replaced(std::string text, std::initializer_list<std::pair<const char*, const char*>> steps) {
  for (const auto& [before, after] : steps) {
    text = replace_all(std::move(text), before, after);
  }
  return text;
}

// \sqrt3 becomes \sqrt{3}.
std::optional<std::string> with_braced_roots(const std::string& text) {
  const auto pieces = split_on(text, "\\sqrt");
  std::string result(pieces[0]);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].empty()) {
      return std::nullopt;
    }
    const std::string_view first = first_point(pieces[i]);
    const std::string argument = first == "{" ? "{" : "{" + std::string(first) + "}";
    result += "\\sqrt" + argument + std::string(pieces[i].substr(first.size()));
  }
  return result;
}

// \frac12 becomes \frac{1}{2}, \frac1{72} becomes \frac{1}{72}. A \frac with a single character behind it leaves the
// whole text as it was.
std::optional<std::string> with_braced_fractions(const std::string& text) {
  const auto pieces = split_on(text, "\\frac");
  std::string result(pieces[0]);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view piece = pieces[i];
    if (piece.empty()) {
      return std::nullopt;
    }
    const std::string_view above = first_point(piece);
    result += "\\frac";
    if (above == "{") {
      result += piece;
      continue;
    }
    const std::string_view rest = piece.substr(above.size());
    if (rest.empty()) {
      return text;
    }
    const std::string_view below = first_point(rest);
    result += "{" + std::string(above) + "}";
    result +=
        below == "{" ? std::string(rest) : "{" + std::string(below) + "}" + std::string(rest.substr(below.size()));
  }
  return result;
}

// int() of Python, for what can come here: white space around, a sign, digits with single underscores between.
std::optional<std::string> python_int_text(std::string_view text) {
  const std::string_view stripped = python_strip(text);
  const bool is_well_grouped = stripped.find("__") == std::string_view::npos && !stripped.empty() &&
                               stripped.back() != '_' && !starts_with(stripped.substr(1), "_");
  const std::string plain_digits =
      is_well_grouped ? replace_all(std::string(stripped), "_", "") : std::string(stripped);
  std::string_view digits = plain_digits;
  const bool is_negative = starts_with(digits, "-");
  if (is_negative || starts_with(digits, "+")) {
    digits.remove_prefix(1);
  }
  const bool is_whole = !digits.empty() &&
                        std::all_of(digits.begin(), digits.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
  if (!is_whole) {
    return std::nullopt;
  }
  const std::size_t start = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  const std::string plain(digits.substr(start));
  return is_negative && plain != "0" ? "-" + plain : plain;
}

// a/b of two integers becomes \frac{a}{b}; not defined for any other text with one slash.
std::optional<std::string> with_slash_as_fraction(const std::string& text, OddSlash odd_slash) {
  const auto parts = split_on(text, "/");
  if (parts.size() != 2) {
    return text;
  }
  const auto above = python_int_text(parts[0]);
  const auto below = python_int_text(parts[1]);
  if (!above || !below) {
    return odd_slash == OddSlash::kKept ? std::optional(text) : std::nullopt;
  }
  return text == *above + "/" + *below ? "\\frac{" + *above + "}{" + *below + "}" : text;
}

// "x=5" becomes "5": one equals sign behind at most two characters.
std::string without_short_left_side(const std::string& text) {
  const auto sides = split_on(text, "=");
  return sides.size() == 2 && code_points(sides[0]) <= 2 ? std::string(sides[1]) : text;
}

struct Fraction {
  std::int64_t above = 0;
  std::int64_t below = 1;
  bool operator==(const Fraction&) const = default;
};

std::optional<Fraction> reduced(std::int64_t above, std::int64_t below) {
  constexpr std::int64_t kLowest = INT64_MIN;
  if (below == 0 || above == kLowest || below == kLowest) {
    return std::nullopt;
  }
  const std::int64_t sign = below < 0 ? -1 : 1;
  const std::int64_t divisor = std::gcd(above, below);
  return Fraction{sign * above / divisor, sign * below / divisor};
}

std::optional<Fraction> decimal_of(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    const auto whole = parse_int(text);
    return whole ? reduced(*whole, 1) : std::nullopt;
  }
  const std::string_view decimals = text.substr(point + 1);
  const std::string digits = std::string(text.substr(0, point)) + std::string(decimals);
  const auto whole = parse_int(digits);
  if (!whole || decimals.size() > 17 || decimals.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < decimals.size(); ++i) {
    scale *= 10;
  }
  return reduced(*whole, scale);
}

std::optional<Fraction> quotient_of(std::string_view above, std::string_view below) {
  const auto top = parse_int(above);
  const auto bottom = parse_int(below);
  return top && bottom ? reduced(*top, *bottom) : std::nullopt;
}

// \frac{a}{b} of two integers.
std::optional<Fraction> frac_of(std::string_view text) {
  const std::size_t open = text.find('{');
  const std::size_t middle = text.find("}{");
  const std::string_view name = text.substr(0, std::min(open, text.size()));
  const bool is_frac = (name == "\\frac" || name == "\\dfrac" || name == "\\tfrac") &&
                       middle != std::string_view::npos && text.back() == '}';
  return is_frac
             ? quotient_of(text.substr(open + 1, middle - open - 1), text.substr(middle + 2, text.size() - middle - 3))
             : std::nullopt;
}

std::optional<Fraction> number_of(std::string_view text) {
  text = trim(text);
  const bool is_negative = starts_with(text, "-");
  if (is_negative || starts_with(text, "+")) {
    text.remove_prefix(1);
  }
  if (text.empty() || text.front() == '-' || text.front() == '+') {
    return std::nullopt;
  }
  const std::size_t slash = text.find('/');
  std::optional<Fraction> number = slash == std::string_view::npos
                                       ? (text.front() == '\\' ? frac_of(text) : decimal_of(text))
                                       : quotient_of(text.substr(0, slash), text.substr(slash + 1));
  if (number && is_negative) {
    number->above = -number->above;
  }
  return number;
}

}  // namespace

std::optional<std::string> last_boxed(std::string_view text) {
  const std::size_t spaced = text.rfind(kBoxedSpace);
  if (spaced != std::string_view::npos) {
    const std::string_view rest = text.substr(spaced);
    return std::string(rest.substr(0, rest.find('$')));
  }
  std::size_t begin = text.rfind("\\boxed");
  begin = begin == std::string_view::npos ? text.rfind("\\fbox") : begin;
  int depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    depth += text[at] == '{' ? 1 : 0;
    if (text[at] == '}' && --depth == 0) {
      return std::string(text.substr(begin, at + 1 - begin));
    }
  }
  return std::nullopt;
}

std::optional<std::string> unboxed(std::string_view boxed) {
  if (starts_with(boxed, kBoxedSpace)) {
    return std::string(boxed.substr(kBoxedSpace.size()));
  }
  const bool is_boxed = starts_with(boxed, kBoxedBrace) && boxed.back() == '}';
  return is_boxed ? std::optional(std::string(boxed.substr(kBoxedBrace.size(), boxed.size() - kBoxedBrace.size() - 1)))
                  : std::nullopt;
}

std::optional<std::string> boxed_answer(std::string_view text) {
  const auto boxed = last_boxed(text);
  return boxed ? unboxed(*boxed) : std::nullopt;
}

std::optional<std::string> hendrycks_form(std::string_view answer, OddSlash odd_slash) {
  std::string text = replaced(std::string(answer), {{"\n", ""},
                                                    {"\\!", ""},
                                                    {"\\\\", "\\"},
                                                    {"tfrac", "frac"},
                                                    {"dfrac", "frac"},
                                                    {"\\left", ""},
                                                    {"\\right", ""},
                                                    {"^{\\circ}", ""},
                                                    {"^\\circ", ""},
                                                    {"\\$", ""}});
  const auto units = split_on(text, "\\text{ ");
  if (units.size() > 2) {
    return std::nullopt;
  }
  text = replaced(std::string(units[0]), {{"\\%", ""}, {" .", " 0."}, {"{.", "{0."}});
  if (text.empty()) {
    return text;
  }
  text = without_short_left_side((text[0] == '.' ? "0" : "") + text);
  const auto roots = with_braced_roots(text);
  const auto fractions = roots ? with_braced_fractions(replace_all(*roots, " ", "")) : std::nullopt;
  if (!fractions) {
    return std::nullopt;
  }
  return with_slash_as_fraction(*fractions == "0.5" ? "\\frac{1}{2}" : *fractions, odd_slash);
}

bool is_same_by_hendrycks(std::string_view answer, std::string_view gold) {
  const auto answer_form = hendrycks_form(answer);
  const auto gold_form = hendrycks_form(gold);
  return answer_form && gold_form ? *answer_form == *gold_form : answer == gold;
}

bool is_same_number(std::string_view a, std::string_view b) {
  const auto first = number_of(a);
  return first && first == number_of(b);
}

}  // namespace assay
