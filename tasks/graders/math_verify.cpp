// When two answers are the same by Math-Verify.
#include "tasks/graders/math_verify.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/base/python_number.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/engine.h"
#include "tasks/graders/rule_text.h"

namespace assay {
namespace {

constexpr int kDepthMax = 6;

GraderVerdict right(std::string rule) { return {true, false, std::move(rule)}; }
GraderVerdict wrong(std::string rule) { return {false, false, std::move(rule)}; }

// A number in digits.
struct Plain {
  double value = 0;
  bool has_decimals = false;
  bool is_percent = false;
};

std::optional<Plain> plain_number(std::string_view text) {
  Plain number;
  std::string digits(python_strip(text));
  if (ends_with(digits, "%")) {
    number.is_percent = true;
    digits.pop_back();
    digits.erase(digits.size() - (ends_with(digits, "\\") ? 1 : 0));
  }
  static const Pattern kThousands = rule_pattern("^-?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?$");
  const auto grouped = kThousands.search(digits);
  digits = grouped && *grouped ? replace_all(digits, ",", "") : digits;
  if (digits.empty() || digits.find_first_not_of("0123456789.-") != std::string::npos) {
    return std::nullopt;
  }
  const auto value = parse_double(digits);
  if (!value) {
    return std::nullopt;
  }
  number.value = *value;
  number.has_decimals = holds(digits, ".");
  return number;
}

double value_of(const Plain& number) { return number.is_percent ? number.value / 100 : number.value; }

bool is_same_at_six_places(double a, double b) {
  constexpr double kPlaces = 1e6;
  return std::isfinite(a) && std::isfinite(b) && std::nearbyint(a * kPlaces) == std::nearbyint(b * kPlaces);
}

// Pieces between commas or semicolons outside of brackets.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    depth += c == '(' || c == '[' || c == '{' ? 1 : (c == ')' || c == ']' || c == '}' ? -1 : 0);
    if ((c == ',' || c == ';') && depth == 0) {
      pieces.push_back(python_strip(text.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  pieces.push_back(python_strip(text.substr(begin)));
  return pieces;
}

// What an answer of several values is made of.
struct Values {
  enum class Kind { kOne, kTuple, kSet } kind = Kind::kOne;
  std::vector<std::string_view> parts;
};

bool closes_at_end(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    depth += text[at] == '(' || text[at] == '{' ? 1 : (text[at] == ')' || text[at] == '}' ? -1 : 0);
    if (depth == 0) {
      return at + 1 == text.size();
    }
  }
  return false;
}

Values values_of(std::string_view text) {
  if (starts_with(text, "\\{") && ends_with(text, "\\}") && text.size() >= 4) {
    return {Values::Kind::kSet, pieces_of(text.substr(2, text.size() - 4))};
  }
  const bool is_round = starts_with(text, "(") && ends_with(text, ")") && closes_at_end(text);
  if (is_round) {
    const auto parts = pieces_of(text.substr(1, text.size() - 2));
    return {parts.size() > 1 ? Values::Kind::kTuple : Values::Kind::kOne, parts};
  }
  const auto parts = pieces_of(text);
  return {parts.size() > 1 ? Values::Kind::kSet : Values::Kind::kOne, parts};
}

std::size_t equals_at(std::string_view text) {
  for (std::size_t at = text.rfind('='); at != std::string_view::npos && at > 0; at = text.rfind('=', at - 1)) {
    if (std::string_view("<>!=").find(text[at - 1]) == std::string_view::npos) {
      return at;
    }
  }
  return std::string_view::npos;
}

bool is_name(std::string_view text) {
  text = python_strip(text);
  return !text.empty() && text.find_first_of("0123456789+-*/^<>") == std::string_view::npos;
}

class Comparison {
 public:
  GraderVerdict run(std::string_view answer, std::string_view gold) {
    if (depth_ >= kDepthMax) {
      return wrong("nested too deep");
    }
    ++depth_;
    GraderVerdict verdict = compare(unwrapped(answer, gold), unwrapped_gold(answer, gold));
    --depth_;
    return verdict;
  }

 private:
  // An equation's right side, where the gold is none.
  static std::string_view unwrapped(std::string_view answer, std::string_view gold) {
    const std::size_t at = equals_at(answer);
    const bool is_unwrapped = at != std::string_view::npos && equals_at(gold) == std::string_view::npos &&
                              !holds(gold, "\\le") && !holds(gold, "\\ge") && pieces_of(answer).size() == 1;
    return python_strip(is_unwrapped ? answer.substr(at + 1) : answer);
  }

  // The gold's right side, where it gives a name a value and the answer is no equation.
  static std::string_view unwrapped_gold(std::string_view answer, std::string_view gold) {
    const std::size_t at = equals_at(gold);
    const bool is_unwrapped = at != std::string_view::npos && equals_at(answer) == std::string_view::npos &&
                              is_name(gold.substr(0, gold.find('='))) && pieces_of(gold).size() == 1;
    return python_strip(is_unwrapped ? gold.substr(at + 1) : gold);
  }

  GraderVerdict compare(std::string_view answer, std::string_view gold) {
    if (answer == gold) {
      return right("same text");
    }
    const auto a = plain_number(answer);
    const auto b = plain_number(gold);
    if (a && b) {
      return compare_numbers(*a, *b);
    }
    if ((a && a->has_decimals) || (b && b->has_decimals)) {
      const auto x = a ? std::optional(value_of(*a)) : number_by_engine(answer);
      const auto y = b ? std::optional(value_of(*b)) : number_by_engine(gold);
      if (x && y) {
        return is_same_at_six_places(*x, *y) ? right("same at six places") : wrong("other at six places");
      }
    }
    if (auto verdict = compare_values(answer, gold)) {
      return *verdict;
    }
    return is_same_by_engine(answer, gold) ? right("same by the engine") : wrong("other by the engine");
  }

  static GraderVerdict compare_numbers(const Plain& a, const Plain& b) {
    if (a.has_decimals || b.has_decimals) {
      return is_same_at_six_places(value_of(a), value_of(b)) ? right("same at six places")
                                                             : wrong("other at six places");
    }
    return a.value == b.value ? right("same number, percent signs aside") : wrong("other number");
  }

  // Sets without order, a tuple against a tuple or a set in written order.
  std::optional<GraderVerdict> compare_values(std::string_view answer, std::string_view gold) {
    const Values given = values_of(answer);
    const Values wanted = values_of(gold);
    using Kind = Values::Kind;
    const bool is_several = given.kind != Kind::kOne || wanted.kind != Kind::kOne;
    if (!is_several || given.parts.size() != wanted.parts.size() || given.parts.size() > 50) {
      return std::nullopt;
    }
    if (given.parts.size() == 1) {  // a set of one element is that element
      return run(given.parts[0], wanted.parts[0]);
    }
    return wanted.kind == Kind::kSet ? unordered(given.parts, wanted.parts) : ordered(given.parts, wanted.parts);
  }

  GraderVerdict ordered(const std::vector<std::string_view>& answer, const std::vector<std::string_view>& gold) {
    for (std::size_t i = 0; i < gold.size(); ++i) {
      if (!run(answer[i], gold[i]).is_right) {
        return wrong("another element");
      }
    }
    return right("same elements in order");
  }

  GraderVerdict unordered(std::vector<std::string_view> answer, const std::vector<std::string_view>& gold) {
    for (const std::string_view wanted : gold) {
      const auto found = std::find_if(answer.begin(), answer.end(),
                                      [&](std::string_view given) { return run(given, wanted).is_right; });
      if (found == answer.end()) {
        return wrong("another element");
      }
      answer.erase(found);
    }
    return right("same elements");
  }

  int depth_ = 0;
};

}  // namespace

GraderVerdict grade_math_verify(std::string_view answer, std::string_view gold) {
  return Comparison().run(verify_form(answer), verify_form(gold));
}

}  // namespace assay
