// Finding and normalising answers as Qwen2.5-Math does.
#include <algorithm>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/number_words.h"
#include "tasks/graders/qwen_math.h"
#include "tasks/graders/rule_text.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

std::string words_as_number(std::string_view text) {
  const auto number = number_of_words(text);
  return number ? std::to_string(*number) : std::string(text);
}

// \text{two} becomes 2.
std::string with_text_numbers(const std::string& text) {
  static const Pattern kWord = rule_pattern("\\\\text\\{([a-zA-Z]+)\\}");
  const auto matches = kWord.find_all(text);
  if (!matches) {
    return text;
  }
  std::string result;
  std::size_t at = 0;
  for (const PatternMatch& match : *matches) {
    const auto number = number_of_words(match[1]->of(text));
    result += text.substr(at, match[0]->begin - at);
    result += number ? std::to_string(*number) : std::string(match[0]->of(text));
    at = match[0]->end;
  }
  return result + text.substr(at);
}

// A unit in \text{...} at the end, unless nothing else is there.
std::string without_last_text(const std::string& text) {
  static const Pattern kLast = rule_pattern("\\\\text{.*?}$");
  const std::string rest(python_strip(substituted(kLast, "", text)));
  return rest.empty() ? text : rest;
}

std::string without_short_left_side(const std::string& text) {
  const auto sides = split_on(text, "=");
  return sides.size() == 2 && code_points(sides[0]) <= 2 ? std::string(sides[1]) : text;
}

// \frac12 becomes \frac{1}{2}; a \frac with one character behind it leaves the whole text as it was.
std::string with_braced_fractions(const std::string& text) {
  const auto pieces = split_on(text, "\\frac");
  std::string result(pieces[0]);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view piece = pieces[i];
    result += "\\frac";
    if (starts_with(piece, "{")) {
      result += piece;
      continue;
    }
    if (code_points(piece) < 2) {
      return text;
    }
    const std::string_view above = point_range(piece, 0, 1);
    const std::string_view below = point_range(piece.substr(above.size()), 0, 1);
    const std::string_view rest = piece.substr(above.size() + below.size());
    result += "{" + std::string(above) + "}";
    result += below == "{" ? "{" : "{" + std::string(below) + "}";
    result += rest;
  }
  return result;
}

bool is_whole(std::string_view text) {
  const auto number = parse_int(text);
  return number && std::to_string(*number) == text;
}

std::string with_slash_as_fraction(const std::string& text) {
  const auto parts = split_on(text, "/");
  const auto is_part = [](std::string_view part) { return holds(part, "sqrt") || is_whole(part); };
  const bool is_fraction = parts.size() == 2 && is_part(parts[0]) && is_part(parts[1]);
  return is_fraction ? "\\frac{" + std::string(parts[0]) + "}{" + std::string(parts[1]) + "}" : text;
}

std::string with_sorted_integers(const std::string& text) {
  std::vector<std::int64_t> numbers;
  for (const std::string_view part : split(text, ',')) {
    const auto number = parse_int(python_strip(part));
    if (!number) {
      return text;
    }
    numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  std::string sorted;
  for (const std::int64_t number : numbers) {
    sorted += (sorted.empty() ? "" : ",") + std::to_string(number);
  }
  return sorted;
}

std::string without_marks(std::string_view answer) {
  static const Pattern kArray = rule_pattern("\\\\begin\\{array\\}\\{.*?\\}");
  static const Pattern kSquared = rule_pattern("(cm|inches)\\}\\^2");
  std::string text = replace_all(std::string(python_strip(answer)), "\n", "");
  text.erase(text.find_last_not_of('.') + 1);
  text = substituted(kArray, "\\\\begin{pmatrix}", replace_all(std::move(text), "\\!", ""));
  text = replaced(std::move(text), {{"\\end{array}", "\\end{pmatrix}"},
                                    {"bmatrix", "pmatrix"},
                                    {"tfrac", "frac"},
                                    {"dfrac", "frac"},
                                    {"\\neq", "\\ne"},
                                    {"\\leq", "\\le"},
                                    {"\\geq", "\\ge"},
                                    {"\\left", ""},
                                    {"\\right", ""},
                                    {"\\{", "{"},
                                    {"\\}", "}"}});
  text = without_last_text(substituted(kSquared, "\\1}", with_text_numbers(text)));
  return replaced(std::move(text),
                  {{"^{\\circ}", ""}, {"^\\circ", ""}, {"\\$", ""}, {"$", ""}, {"\\(", ""}, {"\\)", ""}});
}

// Where the answer begins; "" where there is none.
std::string_view behind_last(std::string_view text, std::string_view mark) {
  const std::size_t at = text.rfind(mark);
  return at == kNone ? std::string_view() : text.substr(at + mark.size());
}

std::string boxed(std::string_view text) {
  const std::string_view rest = behind_last(text, "boxed");
  if (!starts_with(rest, "{")) {
    return std::string(python_strip(rest.substr(0, rest.find('$'))));
  }
  int depth = 1;
  std::size_t end = 1;
  for (; end < rest.size(); ++end) {
    depth += rest[end] == '{' ? 1 : (rest[end] == '}' ? -1 : 0);
    if (depth == 0) {
      break;
    }
  }
  return std::string(rest.substr(1, end - 1));
}

std::optional<std::string> last_number(std::string_view output) {
  static const Pattern kNumber = rule_pattern("-?\\d*\\.?\\d+");
  constexpr std::size_t kTail = 2000;  // the last number of a text stands in its last one that has digits
  const std::string text = replace_all(std::string(output), ",", "");
  const std::size_t last = text.find_last_of("0123456789");
  if (last == std::string::npos) {
    return std::nullopt;
  }
  const std::string tail = valid_utf8(std::string_view(text).substr(last > kTail ? last - kTail : 0));
  const auto matches = kNumber.find_all(tail);
  return matches && !matches->empty() ? std::optional(std::string(matches->back()[0]->of(tail))) : std::nullopt;
}

std::optional<std::string> raw_answer(std::string_view text) {
  constexpr std::string_view kOpening = "final answer is $";
  const std::size_t formal = text.find(kOpening);
  if (formal != kNone && holds(text, "$. I hope")) {
    const std::string_view rest = text.substr(formal + kOpening.size());
    return std::string(python_strip(rest.substr(0, rest.find("$. I hope"))));
  }
  if (holds(text, "boxed")) {
    return boxed(text);
  }
  for (const std::string_view mark : {"he answer is", "final answer is"}) {
    if (holds(text, mark)) {
      return std::string(python_strip(behind_last(text, mark)));
    }
  }
  return last_number(text);
}

}  // namespace

std::string qwen_form(std::string_view answer) {
  static const Pattern kText = rule_pattern("\\\\text\\{(.*?)\\}");
  static const Pattern kBox = rule_pattern("\\\\mbox{.*?}");
  static const Pattern kZeros = rule_pattern("(\\d+)\\.0*([^\\d])");
  static const Pattern kLastZeros = rule_pattern("(\\d+)\\.0*$");
  static const Pattern kRoot = rule_pattern("\\\\sqrt(\\w+)");
  static const Pattern kBackslash = rule_pattern("\\\\(?=\\-?\\d+(\\\\|\\)|,|\\]|$))");
  std::string text = substituted(kText, "\\1", words_as_number(without_marks(answer)));
  text = replaced(std::move(text), {{"x=", ""},
                                    {"y=", ""},
                                    {"z=", ""},
                                    {"x\\in", ""},
                                    {"y\\in", ""},
                                    {"z\\in", ""},
                                    {"x\\to", ""},
                                    {"y\\to", ""},
                                    {"z\\to", ""},
                                    {"\\emptyset", "{}"},
                                    {"(-\\infty,\\infty)", "\\mathbb{R}"},
                                    {"\\%", ""},
                                    {"%", ""},
                                    {" .", " 0."},
                                    {"{.", "{0."},
                                    {"infinity", "\\infty"}});
  text = holds(text, "\\infty") ? text : replace_all(std::move(text), "inf", "\\infty");
  text = substituted(kBox, "", replaced(std::move(text), {{"+\\inity", "\\infty"}, {"and", ""}, {"\\mathbf", ""}}));
  text = holds(text, "j") && !holds(text, "i") ? replace_all(std::move(text), "j", "i") : text;
  text = substituted(kLastZeros, "\\1", substituted(kZeros, "\\1\\2", text));
  if (text.empty()) {
    return text;
  }
  text = without_short_left_side((text[0] == '.' ? "0" : "") + text);
  text = replace_all(substituted(kRoot, "\\\\sqrt{\\1}", text), " ", "");
  text = substituted(kBackslash, "", with_slash_as_fraction(with_braced_fractions(text)));
  text = ends_with(text, "thgrade") ? text.substr(0, text.size() - 7) : text;
  return with_sorted_integers(text);
}

std::optional<std::string> find_qwen_answer(std::string_view output) {
  static const Pattern kLineEnd = rule_pattern("\\n\\s*");
  auto found = raw_answer(output);
  if (!found) {
    return std::nullopt;
  }
  std::string text = substituted(kLineEnd, "", *found);
  text = starts_with(text, ":") ? text.substr(1) : text;
  for (const char* end : {".", "/"}) {
    text = ends_with(text, end) ? text.substr(0, text.size() - 1) : text;
  }
  return text;
}

}  // namespace assay
