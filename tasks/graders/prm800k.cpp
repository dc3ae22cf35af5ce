// Normal forms first, then elements.
#include "tasks/graders/prm800k.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/engine.h"
#include "tasks/graders/latex_to_text.h"
#include "tasks/graders/rule_text.h"
#include "tasks/handlers/parts/latex.h"

namespace assay {
namespace {

constexpr std::string_view kUnits[] = {"degree", "cm",   "centimeter", "meter", "mile",  "second",
                                       "minute", "hour", "day",        "week",  "month", "year",
                                       "foot",   "feet", "inch",       "yard",  "liter"};
constexpr std::string_view kBrackets = "()[]";
constexpr double kWholeSlack = 1e-7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The text in a \text{...} that encloses all of it.
std::string without_enclosing_text(std::string_view text) {
  constexpr std::string_view kOpening = "\\text{";
  const bool is_enclosed =
      starts_with(text, kOpening) && ends_with(text, "}") && text.size() > kOpening.size() + 1 && !holds(text, "\n");
  return std::string(is_enclosed ? text.substr(kOpening.size(), text.size() - kOpening.size() - 1) : text);
}

// The MATH authors' normal form as this rule has it: where it is not defined, the text.
std::string mathd_form(std::string_view answer) {
  const std::string text(python_strip(without_enclosing_text(python_strip(answer))));
  return hendrycks_form(text, OddSlash::kKept).value_or(text);
}

// "hours", "inches", "cm^2" and the spaces in it.
std::string without_unit(std::string_view text, std::string_view unit) {
  std::string kept;
  std::size_t at = 0;
  for (std::size_t found = text.find(unit); found != std::string_view::npos; found = text.find(unit, at)) {
    kept += text.substr(at, found - at);
    at = found + unit.size();
    at += text.substr(at, 2) == "es" ? 2 : 0;
    at += text.substr(at, 1) == "s" ? 1 : 0;
    at = std::min(text.find_first_not_of(' ', at), text.size());
    std::size_t power = at + 1;
    while (at < text.size() && text[at] == '^' && power < text.size() && is_digit(text[power])) {
      ++power;
    }
    at = power > at + 1 ? power : at;
  }
  return kept + std::string(text.substr(at));
}

// 1,234 becomes 1234, in passes from left to right, as the rule does it: of four groups in a row the third comma stays.
std::string without_thousands_commas(std::string text) {
  static const Pattern kGroups = rule_pattern("(\\d)(,)(\\d\\d\\d)($|\\D)");
  for (std::string before; before != text;) {
    before = text;
    text = substituted(kGroups, "\\1\\3\\4", before);
  }
  return text;
}

std::optional<double> whole_number(std::string_view text) {
  const auto number = python_float(text);
  const bool is_whole = number && std::isfinite(*number) && std::abs(*number - std::nearbyint(*number)) <= kWholeSlack;
  return is_whole ? number : std::nullopt;
}

std::string whole_text(double number) { return fmt::format("{:.0f}", number == 0 ? 0.0 : number); }

bool is_integer(const std::string& text) { return whole_number(without_thousands_commas(text)).has_value(); }

std::string with_mixed_numbers(std::string_view text) {
  static const Pattern kMixed = rule_pattern("([0-9]) +([0-9])");
  return substituted(kMixed, "\\1+\\2", text);
}

bool is_fraction(const std::string& text) {
  static const Pattern kFraction = rule_pattern("^-?[0-9]+.?/0*[1-9][0-9]*.?$");
  const auto found = kFraction.search(text);
  return found && *found;
}

std::vector<std::string> elements(const std::string& text) {
  const std::string plain = without_thousands_commas(text);
  if (plain.empty()) {
    return {};
  }
  const bool is_tuple = plain.size() > 2 && holds(kBrackets, plain.substr(0, 1)) &&
                        holds(kBrackets, plain.substr(plain.size() - 1)) &&
                        plain.find_first_of(kBrackets, 1) == plain.size() - 1;
  if (!is_tuple) {
    return {plain};
  }
  std::vector<std::string> parts;
  for (const std::string_view part : split(std::string_view(plain).substr(1, plain.size() - 2), ',')) {
    parts.emplace_back(python_strip(part));
  }
  return parts;
}

// The rule lets sympy read neither text nor powers that might take for ever.
bool may_be_evaluated(const std::string& text) {
  static const Pattern kBad = rule_pattern("\\^[0-9]+\\^|\\^[0-9][0-9]+");
  std::set<char32_t> letters;
  for (const char32_t point : to_points(replaced(text, {{"sqrt", ""}, {"frac", ""}}))) {
    if (is_letter(point)) {
      letters.insert(point);
    }
  }
  const auto bad = kBad.search(text);
  return letters.size() <= 2 && !holds(text, "^{") && !holds(text, "^(") && bad && !*bad;
}

// What Python's expression syntax, with implied products, can be made of.
bool is_readable(const std::string& text) {
  constexpr std::string_view kSigns = "+-*/^()!._ ";
  const std::u32string points = to_points(text);
  return !text.empty() && std::all_of(points.begin(), points.end(), [&](char32_t point) {
    return is_letter(point) || (point < 128 && (is_digit(static_cast<char>(point)) ||
                                                kSigns.find(static_cast<char>(point)) != kSigns.npos));
  });
}

GraderVerdict judged_element(const std::string& answer, const std::string& gold) {
  if (is_fraction(gold) && is_fraction(answer)) {
    return {gold == answer, false, "fractions as they stand"};
  }
  if (is_integer(gold) != is_integer(answer)) {
    return {false, false, "an integer against none"};
  }
  const bool is_open = may_be_evaluated("(" + gold + ")-(" + answer + ")") && is_readable(gold) && is_readable(answer);
  return {is_open && is_same_by_engine(answer, gold), false,
          is_open ? "same expression by the engine" : "not an expression that the rule evaluates"};
}

}  // namespace

std::string prm800k_form(std::string_view answer) {
  static const Pattern kDegrees = rule_pattern("\\^ *\\\\circ");
  static const Pattern kThin = rule_pattern(",\\\\! *");
  static const Pattern kMinus = rule_pattern("- *");
  std::string text = replaced(without_enclosing_text(answer), {{"\\%", "%"},
                                                               {"\\$", "$"},
                                                               {"$", ""},
                                                               {"%", ""},
                                                               {" or ", " , "},
                                                               {" and ", " , "},
                                                               {"million", "*10^6"},
                                                               {"billion", "*10^9"},
                                                               {"trillion", "*10^12"}});
  for (const std::string_view unit : kUnits) {
    text = without_unit(text, unit);
  }
  text = substituted(kDegrees, "", text);
  if (text.size() > 1 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, text.size() - 2);
  }
  text = substituted(kThin, "", text);
  if (const auto number = whole_number(text)) {
    text = whole_text(*number);
  }
  if (holds(text, "\\")) {
    text = latex_to_text(text);
  }
  text = with_mixed_numbers(substituted(kMinus, "-", text));
  text = lower_case(replaced(std::move(text), {{" ", ""}, {"{", ""}, {"}", ""}}));
  if (is_integer(text)) {
    const auto number = python_float(replace_all(text, ",", ""));
    return number && std::isfinite(*number) ? whole_text(std::trunc(*number)) : text;
  }
  return text;
}

GraderVerdict grade_prm800k(std::string_view answer, std::string_view gold) {
  if (mathd_form(answer) == mathd_form(gold)) {
    return {true, false, "same text after the MATH authors' normalising"};
  }
  const std::string given = prm800k_form(answer);
  const std::string wanted = prm800k_form(gold);
  if (given == wanted) {
    return {true, false, "same text after PRM800K's normalising"};
  }
  if (given.empty()) {
    return {false, false, "an empty answer"};
  }
  const auto given_parts = elements(given);
  const auto wanted_parts = elements(wanted);
  const bool is_other_bracket =
      wanted_parts.size() > 1 && (wanted.front() != given.front() || wanted.back() != given.back());
  if (is_other_bracket || given_parts.size() != wanted_parts.size()) {
    return {false, false, "other brackets or another number of elements"};
  }
  GraderVerdict verdict{.is_right = false, .rule = "no elements"};
  for (std::size_t i = 0; i < wanted_parts.size(); ++i) {
    verdict = judged_element(given_parts[i], wanted_parts[i]);
    if (!verdict.is_right) {
      break;
    }
  }
  return verdict;
}

}  // namespace assay
