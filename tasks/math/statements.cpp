// Statements of an answer: lists, relations, unions, quantities with their units.
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "harness/base/text.h"
#include "tasks/math/fold.h"
#include "tasks/math/parse.h"
#include "tasks/math/parser.h"
#include "tasks/math/units.h"

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 9> kRelations{{{"le", 'l'},
                                                                       {"ge", 'g'},
                                                                       {"ne", 'n'},
                                                                       {"approx", '~'},
                                                                       {"in", 'e'},
                                                                       {"equiv", '='},
                                                                       {"sim", '~'},
                                                                       {"coloneqq", '='},
                                                                       {"triangleq", '='}}};

constexpr int kLevelsMax = 20;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Dates are no arithmetic: 2024-05-01 is not 2018, 5/1/2024 no fraction.
bool is_date(std::string_view text) {
  std::string shape;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit || shape.empty() || shape.back() < '0' || shape.back() > '8') {
      shape += is_digit ? '1' : c;
    } else {
      ++shape.back();
    }
  }
  return is_one_of(shape, {"4-2-2", "2/2/4", "1/2/4", "2/1/4", "1/1/4", "4/2/2", "2-2-4", "2.2.4"});
}

}  // namespace

bool MathParser::take_sign(std::string_view sign) {
  const bool is_there = is_sign(sign);
  if (is_there) {
    advance();
  }
  return is_there;
}

bool MathParser::take_command(std::string_view name) {
  const bool is_there = is_command(name);
  if (is_there) {
    advance();
  }
  return is_there;
}

NodeId MathParser::fail(std::string_view why) {
  if (error_.empty()) {
    error_ = std::string(why) + " at '" + now().text.substr(0, 40) + "'";
  }
  return kNone;
}

NodeId MathParser::run() {
  std::vector<NodeId> items = list();
  while (is_sign(".") && ahead(1).kind == MathTokenKind::kEnd) {
    advance();
  }
  if (error_.empty() && now().kind != MathTokenKind::kEnd) {
    fail("not understood");
  }
  if (error_.empty() && items.empty()) {
    fail("nothing");
  }
  if (!error_.empty()) {
    return kNone;
  }
  return items.size() == 1 ? items[0] : spread_over(tree_.make(MathKind::kJoined, std::move(items)));
}

// "x = 1, 2" says x = 1 and x = 2: the left side stands for the bare values behind it.
NodeId MathParser::spread_over(NodeId list) {
  const MathNode& node = tree_[list];
  const MathNode& first = tree_[node.children[0]];
  if (first.kind != MathKind::kRelation || first.name != "=") {
    return list;
  }
  const NodeId subject = first.children[0];
  std::vector<NodeId> items = node.children;
  for (NodeId& item : items) {
    if (tree_[item].kind != MathKind::kRelation) {
      item = tree_.make(MathKind::kRelation, {subject, item}, "=");
    }
  }
  return tree_.make(MathKind::kJoined, std::move(items));
}

bool MathParser::is_separator() const {
  const MathToken& token = now();
  if (token.kind == MathTokenKind::kSign) {
    return token.text == "," || token.text == ";";
  }
  if (token.kind == MathTokenKind::kCommand) {
    return is_one_of(token.text, {"land", "lor"});
  }
  return token.kind == MathTokenKind::kWord && is_one_of(token.text, {"and", "or", "AND", "OR"});
}

std::vector<NodeId> MathParser::list() {
  std::vector<NodeId> items;
  while (error_.empty()) {
    while (is_separator()) {
      advance();
    }
    const bool is_closed = now().kind == MathTokenKind::kEnd ||
                           (now().kind == MathTokenKind::kSign && is_one_of(now().text, {")", "]", "\\}", "}"})) ||
                           is_command("rangle");
    if (is_closed) {
      break;
    }
    const NodeId next = item();
    if (next == kNone) {
      break;
    }
    items.push_back(next);
    if (!is_separator()) {
      break;
    }
  }
  return items;
}

char MathParser::relation_sign() const {
  const MathToken& token = now();
  if (token.kind == MathTokenKind::kSign && token.text.size() == 1 &&
      std::string_view("=<>").find(token.text) != std::string_view::npos) {
    return token.text[0];
  }
  if (token.kind == MathTokenKind::kCommand) {
    for (const auto& [name, sign] : kRelations) {
      if (name == token.text) {
        return sign;
      }
    }
  }
  return '\0';
}

NodeId MathParser::item() {
  if (depth_ >= depth_max_ || tree_.is_full()) {
    return fail("too deep or too long");
  }
  ++depth_;
  std::vector<NodeId> sides;
  std::string signs;
  while (error_.empty()) {
    const NodeId side = relation_side();
    if (side == kNone) {
      break;
    }
    sides.push_back(side);
    const char sign = relation_sign();
    if (sign == '\0') {
      break;
    }
    signs += sign;
    advance();
  }
  --depth_;
  if (!error_.empty()) {
    return kNone;
  }
  return sides.size() == 1 ? sides[0] : tree_.make(MathKind::kRelation, std::move(sides), std::move(signs));
}

bool MathParser::is_union_letter(NodeId left) const {
  const bool is_set = kind_of(left) == MathKind::kTuple || kind_of(left) == MathKind::kSet;
  return is_set && now().kind == MathTokenKind::kLetter && is_one_of(now().text, {"U", "u"});
}

// The operator here between things of `left`'s kind: of sets, or the colon of a ratio.
std::optional<MathKind> MathParser::side_operator(NodeId left) const {
  if (is_command("cup") || is_union_letter(left)) {
    return MathKind::kUnion;
  }
  if (is_command("cap")) {
    return MathKind::kIntersect;
  }
  if (is_command("setminus")) {
    return MathKind::kDifference;
  }
  return is_sign(":") ? std::optional(MathKind::kRatio) : std::nullopt;
}

NodeId MathParser::relation_side() {
  NodeId left = quantity();
  for (int levels = 0; left != kNone; ++levels) {
    const auto kind = side_operator(left);
    if (!kind) {
      break;
    }
    if (levels == kLevelsMax) {
      return fail("too many operators of sets");
    }
    std::vector<NodeId> operands{left};
    while (side_operator(operands.back()) == kind) {
      advance();
      operands.push_back(quantity());
      if (operands.back() == kNone) {
        return fail("an operand is missing");
      }
    }
    const bool suits = *kind != MathKind::kRatio || std::all_of(operands.begin(), operands.end(), [&](NodeId operand) {
      return is_value_node(operand) || kind_of(operand) == MathKind::kQuantity;
    });
    left = suits ? tree_.make(*kind, std::move(operands)) : fail("a ratio of such things");
  }
  return left;
}

NodeId MathParser::quantity() {
  // \$5, £5: the currency stands before the amount, with the sign before or between.
  for (const auto& [name, unit] :
       {std::pair("$", "dollar"), std::pair("pounds", "gbp"), std::pair("euro", "euro"), std::pair("yen", "yen")}) {
    const bool is_negative = is_sign("-") && ahead(1).kind == MathTokenKind::kCommand && ahead(1).text == name;
    if (!is_negative && !is_command(name)) {
      continue;
    }
    at_ += is_negative ? 2 : 1;
    NodeId amount = sum();
    if (!is_value_node(amount)) {
      return fail("no amount of money");
    }
    if (is_negative) {
      amount = tree_.make(MathKind::kMultiply, {tree_.number(-1), amount});
    }
    if (now().kind == MathTokenKind::kWord && scaled(amount, now().text) != kNone) {
      amount = scaled(amount, now().text);
      advance();
    }
    if (now().kind == MathTokenKind::kWord && is_one_of(now().text, {"dollars", "dollar", "USD"})) {
      advance();
    }
    if (now().kind == MathTokenKind::kWord && !is_separator()) {
      return tree_.make(MathKind::kQuantity, {amount}, std::string(unit) + " " + unit_words());
    }
    return tree_.make(MathKind::kQuantity, {amount}, unit);
  }
  return with_unit(sum());
}

NodeId MathParser::with_unit(NodeId value) {
  if (value == kNone || !error_.empty()) {
    return kNone;
  }
  if (now().kind == MathTokenKind::kCommand && is_one_of(now().text, {"$", "euro", "pounds", "yen"})) {
    const std::string name = now().text == "pounds" ? "gbp" : now().text;
    advance();
    return is_value_node(value) ? tree_.make(MathKind::kQuantity, {value}, name) : fail("no amount of money");
  }
  if (now().kind != MathTokenKind::kWord || is_separator()) {
    return value;
  }
  if (!is_value_node(value)) {
    if (kind_of(value) == MathKind::kRatio || kind_of(value) == MathKind::kText) {
      return fail("words behind words");
    }
    const std::string unit = unit_words();  // (3, 4) cm
    return unit.empty() ? fail("words") : tree_.make(MathKind::kQuantity, {value}, unit);
  }
  while (now().kind == MathTokenKind::kWord && scaled(value, now().text) != kNone) {
    value = scaled(value, now().text);
    advance();
  }
  if (now().kind != MathTokenKind::kWord || is_separator()) {
    return value;
  }
  const NodeId first = tree_.make(MathKind::kQuantity, {value}, unit_words());
  return now().kind == MathTokenKind::kNumber ? compound(first) : first;
}

// 3 million, 50 percent: words that are factors.
NodeId MathParser::scaled(NodeId value, std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kScales{{{"hundred", 100},
                                                                                     {"thousand", 1'000},
                                                                                     {"million", 1'000'000},
                                                                                     {"billion", 1'000'000'000},
                                                                                     {"trillion", 1'000'000'000'000}}};
  for (const auto& [name, scale] : kScales) {
    if (name == word) {
      return tree_.make(MathKind::kMultiply, {value, tree_.number(scale)});
    }
  }
  return word == "percent" ? tree_.make(MathKind::kPercent, {value}) : kNone;
}

// The words, powers and "per" of a unit, as measure_unit reads them.
std::string MathParser::unit_words() {
  std::string unit;
  const auto add = [&unit](std::string_view word) { unit += (unit.empty() ? "" : " ") + std::string(word); };
  while (unit.size() < 200) {
    const bool is_word = now().kind == MathTokenKind::kWord && !is_one_of(now().text, {"and", "or"});
    const bool is_per =
        is_sign("/") && (ahead(1).kind == MathTokenKind::kWord || ahead(1).kind == MathTokenKind::kLetter);
    const bool is_number = ahead(1).kind == MathTokenKind::kNumber && ahead(1).text.size() == 1;
    if (is_word) {
      add(now().text);
      advance();
    } else if (is_per) {
      add("/");
      advance();
      add(now().text);
      advance();
    } else if (is_sign("^") && is_number) {
      add("^" + ahead(1).text);
      at_ += 2;
    } else if (is_sign("^") && ahead(1).text == "{" && ahead(2).kind == MathTokenKind::kNumber &&
               ahead(3).text == "}" && ahead(2).text.size() == 1) {
      add("^" + ahead(2).text);
      at_ += 4;
    } else if (is_command("times") && ahead(1).kind == MathTokenKind::kWord) {
      advance();
    } else if (is_sign(".") && unit.size() < 8) {  // "in.", "sq. ft."
      advance();
    } else {
      break;
    }
  }
  return unit;
}

// 3 hours 20 minutes: one quantity in the first one's unit.
NodeId MathParser::compound(NodeId first) {
  const NodeId value = sum();
  if (!is_value_node(value) || now().kind != MathTokenKind::kWord) {
    return fail("a second amount without a unit");
  }
  const std::string unit = tree_[first].name;
  const auto ratio = unit_ratio(measure_unit(unit_words()), measure_unit(unit));
  if (!ratio || *ratio == 1) {
    return fail("amounts of different things");
  }
  const NodeId converted = tree_.make(MathKind::kMultiply, {value, tree_.number(*ratio)});
  const NodeId total = tree_.make(MathKind::kAdd, {tree_[first].children[0], converted});
  return tree_.make(MathKind::kQuantity, {total}, unit);
}

Result<MathReading> parse_math(std::string_view text, MathTree& tree, const MathReadingRules& rules) {
  const std::string_view inside = unwrap_math(text);
  const std::string folded = fold_math(inside);
  if (is_date(folded)) {
    return MathReading{.root = tree.make(MathKind::kText, {}, folded)};
  }
  auto tokens = math_tokens(unwrap_math(folded), rules.commas);
  if (!tokens) {
    return std::move(tokens.error());
  }
  const bool has_thousands = tokens->has_thousands;
  MathParser parser(std::move(tokens->tokens), tree, rules.depth_max);
  const NodeId root = parser.run();
  if (root == MathParser::kNone) {
    return Error{ErrorKind::kUnsupported, parser.error()};
  }
  if (tree.is_full()) {
    return Error{ErrorKind::kUnsupported, "too long"};
  }
  return MathReading{.root = root, .has_thousands = has_thousands};
}

}  // namespace assay
