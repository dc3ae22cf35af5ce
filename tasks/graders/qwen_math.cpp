// Comparing two answers as Qwen2.5-Math does.
#include "tasks/graders/qwen_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/engine.h"
#include "tasks/graders/rule_text.h"
#include "tasks/graders/sympy_latex.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr double kSlack = 1e-4;
constexpr int kDepthMax = 6;

struct Sides {
  std::string answer;
  std::string gold;
};

bool is_close(double a, double b) {
  return a == b ||
         (std::isfinite(a) && std::isfinite(b) && std::abs(a - b) <= kSlack * std::max(std::abs(a), std::abs(b)));
}

// A number without its commas; with a percent sign, its hundredth.
std::optional<double> digits_of(std::string_view text) {
  std::string plain = replace_all(std::string(text), ",", "");
  if (const auto number = python_float(plain)) {
    return number;
  }
  if (!ends_with(plain, "%")) {
    return std::nullopt;
  }
  plain.pop_back();
  plain.erase(plain.size() - (ends_with(plain, "\\") ? 1 : 0));
  const auto number = python_float(plain);
  return number ? std::optional(*number / 100) : std::nullopt;
}

std::string clean_choice(std::string_view text) {
  static const Pattern kLetter = rule_pattern("\\b(A|B|C|D|E)\\b");
  const std::string upper = python_upper(text);
  const auto letters = kLetter.find_all(upper);
  return letters && !letters->empty() ? std::string(letters->back()[0]->of(upper)) : std::string(python_strip(text));
}

std::string without(std::string_view text, std::string_view characters) {
  std::string kept;
  for (const char c : text) {
    kept += characters.find(c) == std::string_view::npos ? std::string(1, c) : "";
  }
  return kept;
}

bool is_enclosed(std::string_view text, char open, char close) {
  return text.size() > 1 && text.front() == open && text.back() == close;
}

std::string stripped_of_brackets(std::string_view text) {
  constexpr std::string_view kBrackets = "[]()";
  const std::size_t begin = std::min(text.find_first_not_of(kBrackets), text.size());
  return std::string(text.substr(begin, text.find_last_not_of(kBrackets) + 1 - begin));
}

bool is_same_without_brackets(const Sides& sides) {
  const bool is_bracketed = (is_enclosed(sides.answer, '[', ']') && !starts_with(sides.gold, "(")) ||
                            (is_enclosed(sides.answer, '(', ')') && !starts_with(sides.gold, "["));
  const auto bare = [&](const std::string& side) {
    return lower_case(without(is_bracketed ? stripped_of_brackets(side) : side, "{}()"));
  };
  return bare(sides.answer) == bare(sides.gold);
}

// A bracket, something, and a closing bracket anywhere.
bool looks_like_tuple(std::string_view text) {
  const bool opens = !text.empty() && (text[0] == '(' || text[0] == '[');
  const std::size_t close = text.find_last_of(")]");
  return opens && close != std::string_view::npos && close >= 2;
}

std::optional<std::string_view> matrix_body(std::string_view text) {
  constexpr std::string_view kBegin = "\\begin{pmatrix}", kEnd = "\\end{pmatrix}";
  const bool is_matrix =
      starts_with(text, kBegin) && ends_with(text, kEnd) && text.size() >= kBegin.size() + kEnd.size();
  return is_matrix ? std::optional(text.substr(kBegin.size(), text.size() - kBegin.size() - kEnd.size()))
                   : std::nullopt;
}

std::vector<std::string_view> rows_of(std::string_view matrix) {
  std::vector<std::string_view> rows;
  for (const std::string_view row : split_on(matrix, "\\\\")) {
    if (!python_strip(row).empty()) {
      rows.push_back(python_strip(row));
    }
  }
  return rows;
}

// The parsers that the rule asks in turn; what none of them reads stays a text.
std::string_view as_read(const std::string& text) {
  const auto reading = read_like_sympy(text);
  return reading ? reading->text : std::string_view(text);
}

// sympy's parser takes pi and single letters for unknowns, which have no value.
bool has_value_for_sympy(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_letter = (text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z');
    if (is_letter || text.substr(at, 3) == "\\pi") {
      return false;
    }
    while (text[at] == '\\' && at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z') {
      ++at;
      while (at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z') {
        ++at;
      }
    }
  }
  return true;
}

bool is_same_expression(const Sides& sides) {
  const std::string answer_text = replace_all(sides.answer, "\\\\", "\\");
  const std::string gold_text = replace_all(sides.gold, "\\\\", "\\");
  const std::string_view answer = as_read(answer_text);
  const std::string_view gold = as_read(gold_text);
  if (answer == gold || is_same_by_engine(answer, gold)) {
    return true;
  }
  const auto a = has_value_for_sympy(answer) ? number_by_engine(answer) : std::nullopt;
  const auto b = has_value_for_sympy(gold) ? number_by_engine(gold) : std::nullopt;
  return a && b && is_close(*a, *b);
}

GraderVerdict right(std::string rule) { return {true, false, std::move(rule)}; }
GraderVerdict wrong(std::string rule) { return {false, false, std::move(rule)}; }

class Comparison {
 public:
  GraderVerdict run(const Sides& sides) {
    if (depth_ >= kDepthMax) {
      return wrong("nested too deep");
    }
    ++depth_;
    GraderVerdict verdict = compare(sides);
    --depth_;
    return verdict;
  }

 private:
  GraderVerdict compare(const Sides& given) {
    if (lower_case(python_strip(given.answer)) == lower_case(python_strip(given.gold))) {
      return right("same text without case");
    }
    const bool is_letter = given.gold.size() == 1 && given.gold[0] >= 'A' && given.gold[0] <= 'E';
    if (is_letter && clean_choice(given.answer) == given.gold) {
      return right("same letter of a choice");
    }
    const auto answer = digits_of(given.answer);
    const auto gold = digits_of(given.gold);
    if (answer && gold) {
      const bool is_near = is_close(*answer, *gold / 100) || is_close(*answer, *gold) || is_close(*answer, *gold * 100);
      return is_near ? right("same number within 1e-4, or up to a factor of 100") : wrong("other numbers");
    }
    if (given.answer.empty()) {
      return wrong("an empty answer");
    }
    const Sides sides{std::string(python_strip(given.answer)), std::string(python_strip(given.gold))};
    if (is_same_without_brackets(sides)) {
      return right("same text without brackets");
    }
    if (has_same_elements(sides)) {
      return right("same elements");
    }
    return compare_relations(sides);
  }

  bool has_same_elements(const Sides& sides) {
    if (looks_like_tuple(sides.answer) && looks_like_tuple(sides.gold)) {
      const auto inside = [](std::string_view text) { return text.substr(1, text.size() - 2); };
      if (is_same_list(split(inside(sides.answer), ','), split(inside(sides.gold), ','))) {
        return true;
      }
    }
    const auto answer = matrix_body(sides.answer);
    const auto gold = matrix_body(sides.gold);
    if (!answer || !gold) {
      return false;
    }
    const auto rows = rows_of(*answer);
    const auto gold_rows = rows_of(*gold);
    bool is_same = rows.size() == gold_rows.size();
    for (std::size_t i = 0; is_same && i < rows.size(); ++i) {
      is_same = is_same_list(split(rows[i], '&'), split(gold_rows[i], '&'));
    }
    return is_same;
  }

  bool is_same_list(const std::vector<std::string_view>& answer, const std::vector<std::string_view>& gold) {
    bool is_same = answer.size() == gold.size();
    for (std::size_t i = 0; is_same && i < answer.size(); ++i) {
      is_same = run({std::string(answer[i]), std::string(gold[i])}).is_right;
    }
    return is_same;
  }

  GraderVerdict compare_relations(const Sides& sides) {
    const auto answer = split_on(sides.answer, "=");
    const auto gold = split_on(sides.gold, "=");
    const auto is_short = [](std::string_view side) { return code_points(python_strip(side)) <= 2; };
    if (answer.size() == 2 && gold.size() == 2) {
      const auto difference = [](const std::vector<std::string_view>& parts) {
        return std::string(python_strip(parts[0])) + " - (" + std::string(python_strip(parts[1])) + ")";
      };
      const std::string left = difference(answer);
      const std::string right_side = difference(gold);
      if (is_same_expression({left, right_side}) || is_same_expression({"-(" + left + ")", right_side})) {
        return right("same equation");
      }
    } else if (answer.size() == 2 && gold.size() == 1 && is_short(answer[0])) {
      if (run({std::string(answer[1]), sides.gold}).is_right) {
        return right("same right side");
      }
    } else if (gold.size() == 2 && answer.size() == 1 && is_short(gold[0])) {
      if (run({sides.answer, std::string(gold[1])}).is_right) {
        return right("same right side");
      }
    }
    return is_same_expression(sides) ? right("same expression by the engine") : wrong("no step finds them equal");
  }

  int depth_ = 0;
};

}  // namespace

GraderVerdict grade_qwen_math(std::string_view answer, std::string_view gold) {
  return Comparison().run({qwen_form(answer), qwen_form(gold)});
}

}  // namespace assay
