// Comparing what stands around a value: units, percent, degrees, ratios, number bases, words.
#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/math/comparison.h"
#include "tasks/math/units.h"

namespace assay {
namespace {

MathVerdict unequal(std::string reason) { return {Equivalence::kUnequal, std::move(reason)}; }

constexpr std::array<std::string_view, 21> kNumberWords{
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

struct BasedNumber {
  std::string digits;  // as written, with the sign
  Rational value;
};

// "4210_5", "-1F_16", "0.11_2"; nothing if a digit is not one of the base.
std::optional<BasedNumber> based_number(const std::string& name) {
  const std::size_t below = name.find('_');
  const std::int64_t base = parse_int(name.substr(below + 1)).value_or(0);
  BasedNumber number{.digits = name.substr(0, below), .value = 0};
  if (base < 2 || base > 36 || number.digits.empty() || number.digits.size() > 200) {
    return std::nullopt;
  }
  Rational place = 0;  // of the next digit; 0 in front of the point
  for (const char c : number.digits) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10;
    if (c == '-') {
      continue;
    }
    if (c == '.') {
      place = Rational(1, base);
    } else if (digit >= base || digit < 0) {
      return std::nullopt;
    } else if (place.is_zero()) {
      number.value = number.value * base + digit;
    } else {
      number.value += place * digit;
      place /= base;
    }
  }
  number.value *= name[0] == '-' ? -1 : 1;
  return number;
}

}  // namespace

std::string words_form(std::string_view text) {
  std::string form;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_kept =
        is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (is_kept) {
      form += is_upper ? static_cast<char>(c | 0x20) : c;
    } else if (c == ' ' && !form.empty() && form.back() != ' ') {
      form += ' ';
    }
  }
  for (const std::string_view article : {"the ", "an ", "a "}) {
    if (starts_with(form, article)) {
      form.erase(0, article.size());
    }
  }
  form = std::string(trim(form));
  const auto* word = std::find(kNumberWords.begin(), kNumberWords.end(), form);
  return word == kNumberWords.end() ? form : std::to_string(word - kNumberWords.begin());
}

// The letters of a product of one-letter symbols: \text{ACF} may be written ACF.
std::optional<std::string> AnswerComparison::letters_of(NodeId id) const {
  const MathNode& node = tree_[id];
  switch (node.kind) {
    case MathKind::kText:
    case MathKind::kSymbol:
    case MathKind::kConstant:
      return node.name;
    case MathKind::kNumber:
      return is_integer(node.value) && bits_of(node.value) < 200 ? std::optional(node.value.str()) : std::nullopt;
    case MathKind::kMultiply: {
      std::string letters;
      for (const NodeId child : node.children) {
        const MathKind kind = kind_of(child);
        if ((kind != MathKind::kSymbol && kind != MathKind::kConstant) || tree_[child].name.size() != 1) {
          return std::nullopt;
        }
        letters += tree_[child].name;
      }
      return letters;
    }
    default:
      return std::nullopt;
  }
}

MathVerdict AnswerComparison::compare_words(NodeId left, NodeId right) {
  const auto first = letters_of(left);
  const auto second = letters_of(right);
  const bool is_same = first && second && words_form(*first) == words_form(*second);
  return {is_same ? Equivalence::kEqual : Equivalence::kUnequal, "words"};
}

// What is measured, and in what. A sign of percent or degree inside a product (-5%) is the whole product's.
AnswerComparison::Measured AnswerComparison::measured(NodeId id) {
  MathNode node = tree_[id];
  if (node.kind == MathKind::kQuantity) {
    return {.value = node.children[0], .unit = node.name, .is_percent = false, .is_degree = false};
  }
  if (node.kind == MathKind::kPercent || node.kind == MathKind::kDegree) {
    Measured inner = measured(node.children[0]);
    inner.is_percent = node.kind == MathKind::kPercent;
    inner.is_degree = node.kind == MathKind::kDegree;
    return inner;
  }
  if (node.kind != MathKind::kMultiply) {
    return {.value = id, .unit = {}, .is_percent = false, .is_degree = false};
  }
  for (NodeId& child : node.children) {
    const MathKind kind = kind_of(child);
    if (kind == MathKind::kPercent || kind == MathKind::kDegree) {
      child = tree_[child].children[0];
      return {.value = tree_.add(std::move(node)),
              .unit = {},
              .is_percent = kind == MathKind::kPercent,
              .is_degree = kind == MathKind::kDegree};
    }
  }
  return {.value = id, .unit = {}, .is_percent = false, .is_degree = false};
}

// A unit may be left out; where both have one they must measure the same thing.
MathVerdict AnswerComparison::compare_units(const Measured& left, const Measured& right) {
  if (!left.unit || !right.unit) {
    const Measured& with = left.unit ? left : right;
    const Measured& without = left.unit ? right : left;
    const MeasureUnit unit = measure_unit(*with.unit);
    const MathNode other = tree_[without.value];
    // "5 m" in plain text reads as 5 times a variable.
    if (other.kind == MathKind::kMultiply && other.children.size() == 2 && unit.is_known &&
        kind_of(other.children[1]) == MathKind::kSymbol && kind_of(other.children[0]) == MathKind::kNumber &&
        measure_unit(tree_[other.children[1]].name).is_known) {
      const Measured second =
          measured(tree_.make(MathKind::kQuantity, {other.children[0]}, tree_[other.children[1]].name));
      return left.unit ? compare_units(left, second) : compare_units(second, right);
    }
    if (without.is_degree) {
      const bool is_angle = unit.is_known && unit.powers.size() == 1 && unit.powers.contains("degree");
      return is_angle || unit.is_generic ? compare(left.value, right.value) : unequal("different units");
    }
    if (without.is_percent) {
      return unequal("different units");
    }
    MathVerdict verdict = compare(left.value, right.value);
    verdict.reason += verdict.verdict == Equivalence::kEqual ? ", unit left out" : "";
    return verdict;
  }
  const auto ratio = unit_ratio(measure_unit(*left.unit), measure_unit(*right.unit));
  if (!ratio) {
    return unequal("different units");
  }
  MathVerdict verdict = compare(scaled(left.value, *ratio), right.value);
  verdict.reason += *ratio == 1 ? ", same unit" : ", converted";
  return verdict;
}

// 50% is 1/2, and is 50 with the sign left out.
MathVerdict AnswerComparison::compare_percent(const Measured& left, const Measured& right) {
  if (left.is_percent && right.is_percent) {
    return compare(left.value, right.value);
  }
  const NodeId percent = left.is_percent ? left.value : right.value;
  const NodeId other = left.is_percent ? right.value : left.value;
  MathVerdict share = compare(scaled(percent, Rational(1, 100)), other);
  if (share.verdict == Equivalence::kEqual) {
    return share;
  }
  MathVerdict bare = compare(percent, other);
  bare.reason += bare.verdict == Equivalence::kEqual ? ", percent sign left out" : "";
  return bare;
}

// 60 degrees is 60 with the sign left out, and is pi/3.
MathVerdict AnswerComparison::compare_degrees(const Measured& left, const Measured& right) {
  MathVerdict bare = compare(left.value, right.value);
  if (bare.verdict == Equivalence::kEqual || (left.is_degree && right.is_degree)) {
    return bare;
  }
  const NodeId angle = tree_.make(MathKind::kDegree, {left.is_degree ? left.value : right.value});
  const NodeId other = left.is_degree ? right.value : left.value;
  if (!is_value(kind_of(tree_[angle].children[0])) || !is_value(kind_of(other))) {
    return bare;
  }
  return values_.compare(angle, other);
}

MathVerdict AnswerComparison::compare_based(NodeId left, NodeId right) {
  const bool is_left_based = kind_of(left) == MathKind::kBased;
  const MathNode based = tree_[is_left_based ? left : right];
  const MathNode other = tree_[is_left_based ? right : left];
  const auto number = based_number(based.name);
  if (other.kind == MathKind::kBased) {
    const auto second = based_number(other.name);
    const bool is_same = number && second ? number->value == second->value : based.name == other.name;
    return {is_same ? Equivalence::kEqual : Equivalence::kUnequal, "numbers with their bases"};
  }
  if (other.kind != MathKind::kNumber || !number) {
    return unequal("a number with a base and something else");
  }
  if (other.value == number->value) {
    return {Equivalence::kEqual, "value in base ten"};
  }
  if (number->digits.find_first_not_of("-.0123456789") != std::string::npos) {
    return unequal("another number");
  }
  const bool is_negative = number->digits[0] == '-';
  const Rational digits = decimal_number(number->digits.substr(is_negative ? 1 : 0), "") * (is_negative ? -1 : 1);
  const bool is_same = other.value == digits;
  return {is_same ? Equivalence::kEqual : Equivalence::kUnequal,
          is_same ? "same digits, base left out" : "another number"};
}

// 3:4 is 6:8 and 3/4; with a unit ("1:03 PM") it is a time, part by part.
MathVerdict AnswerComparison::compare_ratios(NodeId left, NodeId right) {
  const MathNode a = tree_[left];
  const MathNode b = tree_[right];
  const auto is_time = [this](const MathNode& node) {
    return node.kind == MathKind::kRatio &&
           std::any_of(node.children.begin(), node.children.end(),
                       [this](NodeId child) { return kind_of(child) == MathKind::kQuantity; });
  };
  if (a.kind != b.kind) {
    const MathNode& ratio = a.kind == MathKind::kRatio ? a : b;
    const NodeId other = a.kind == MathKind::kRatio ? right : left;
    if (ratio.children.size() != 2 || is_time(ratio) || !is_value(kind_of(other))) {
      return unequal("a ratio and something else");
    }
    return compare(tree_.make(MathKind::kDivide, ratio.children), other);
  }
  if (a.children.size() != b.children.size()) {
    return unequal("ratios of different length");
  }
  if (is_time(a) || is_time(b)) {
    return in_order(a.children, b.children, "times");
  }
  std::vector<NodeId> first;
  std::vector<NodeId> second;
  for (std::size_t i = 0; i + 1 < a.children.size(); ++i) {
    first.push_back(tree_.make(MathKind::kMultiply, {a.children[i], b.children[i + 1]}));
    second.push_back(tree_.make(MathKind::kMultiply, {b.children[i], a.children[i + 1]}));
  }
  return in_order(first, second, "ratios");
}

}  // namespace assay
