// Values of an answer: sums, products, powers, and what they are made of.
#include <algorithm>
#include <utility>

#include "tasks/math/parser.h"
#include "tasks/math/vocabulary.h"

namespace assay {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_value(const std::string& command) {
  return is_one_of(command,
                   {"frac", "sqrt", "usqrt", "ucbrt", "binom", "pi", "infty", "i", "lfloor", "lceil", "overline",
                    "angle", "triangle", "mathbb{R}", "mathbb{Z}", "emptyset", "langle", "overrightarrow"}) ||
         is_function_command(command) || is_letter_command(command) || command.substr(0, 6) == "begin{";
}

}  // namespace

NodeId MathParser::sum() {
  NodeId first = product();
  if (first == kNone) {
    return kNone;
  }
  std::vector<NodeId> terms{first};
  while (error_.empty()) {
    const bool is_minus = is_sign("-");
    const bool is_either = is_command("pm") || is_command("mp");
    if (!is_minus && !is_either && !is_sign("+")) {
      break;
    }
    const std::string name = is_command("pm") ? "+-" : "-+";
    advance();
    NodeId term = product();
    if (!is_value_node(term) || !is_value_node(terms[0])) {
      return fail("no sum of such things");
    }
    term = is_minus ? negated(term) : term;
    terms.push_back(is_either ? tree_.make(MathKind::kPlusMinus, {term}, name) : term);
  }
  return terms.size() == 1 ? terms[0] : tree_.make(MathKind::kAdd, std::move(terms));
}

bool MathParser::starts_factor() const {
  const MathToken& token = now();
  switch (token.kind) {
    case MathTokenKind::kNumber:
      return at_ == 0 || tokens_[at_ - 1].kind != MathTokenKind::kNumber;
    case MathTokenKind::kLetter:
      return true;
    case MathTokenKind::kCommand:
      return begins_value(token.text);
    case MathTokenKind::kSign:
      return is_one_of(token.text, {"(", "[", "{", "(|"}) || (token.text == "|" && open_bars_ == 0);
    default:
      return false;
  }
}

NodeId MathParser::product() {
  std::vector<NodeId> top{unary()};
  std::vector<NodeId> bottom;
  while (error_.empty() && top.back() != kNone) {
    const MathKind kind = kind_of(top[0]);
    const bool can_multiply = is_value(kind) || kind == MathKind::kMatrix;
    if (take_sign("*") || take_command("times")) {
      top.push_back(unary());
    } else if (is_sign("/") && ahead(1).kind == MathTokenKind::kWord) {
      break;  // km/h
    } else if (take_sign("/") || take_command("div")) {
      const NodeId divisor = unary();
      if (divisor == kNone) {
        return fail("a divisor is missing");
      }
      bottom.push_back(divisor);
    } else if (can_multiply && starts_factor()) {
      top.push_back(powered());
    } else {
      break;
    }
  }
  if (!error_.empty() || top.back() == kNone) {
    return fail("a value is missing");
  }
  return top.size() == 1 && bottom.empty() ? top[0] : times(std::move(top), std::move(bottom));
}

// The product of `top` over the product of `bottom`; one matrix may be among the factors.
NodeId MathParser::times(std::vector<NodeId> top, std::vector<NodeId> bottom) {
  const auto matrix = std::find_if(top.begin(), top.end(), [&](NodeId id) { return kind_of(id) == MathKind::kMatrix; });
  if (matrix == top.end()) {
    return over(std::move(top), std::move(bottom));
  }
  const NodeId held = *matrix;
  top.erase(matrix);
  top.push_back(tree_.number(1));
  const NodeId factor = over(std::move(top), std::move(bottom));
  return factor == kNone ? kNone : times_matrix(factor, held);
}

NodeId MathParser::over(std::vector<NodeId> top, std::vector<NodeId> bottom) {
  const auto is_good = [this](NodeId id) { return is_value_node(id); };
  if (!std::all_of(top.begin(), top.end(), is_good) || !std::all_of(bottom.begin(), bottom.end(), is_good)) {
    return fail("no product of such things");
  }
  const auto product_of = [this](std::vector<NodeId> factors) {
    return factors.size() == 1 ? factors[0] : tree_.make(MathKind::kMultiply, std::move(factors));
  };
  const NodeId numerator = product_of(std::move(top));
  return bottom.empty() ? numerator : tree_.make(MathKind::kDivide, {numerator, product_of(std::move(bottom))});
}

NodeId MathParser::times_matrix(NodeId factor, NodeId matrix) {
  std::vector<NodeId> elements = tree_[matrix].children;
  const Rational columns = tree_[matrix].value;
  for (NodeId& element : elements) {
    element = tree_.make(MathKind::kMultiply, {factor, element});
  }
  return tree_.add({.kind = MathKind::kMatrix, .name = {}, .value = columns, .children = std::move(elements)});
}

NodeId MathParser::negated(NodeId value) {
  if (kind_of(value) == MathKind::kNumber) {
    return tree_.number(-tree_[value].value);
  }
  if (kind_of(value) == MathKind::kMatrix) {
    return times_matrix(tree_.number(-1), value);
  }
  if (kind_of(value) == MathKind::kBased) {
    return tree_.make(MathKind::kBased, {}, "-" + tree_[value].name);
  }
  return is_value_node(value) ? tree_.make(MathKind::kMultiply, {tree_.number(-1), value}) : fail("minus such a thing");
}

NodeId MathParser::unary() {
  if (depth_ >= depth_max_ || tree_.is_full()) {
    return fail("too deep or too long");
  }
  ++depth_;
  NodeId value = kNone;
  if (take_sign("+")) {
    value = unary();
  } else if (take_sign("-")) {
    value = unary();
    value = value == kNone ? kNone : negated(value);
  } else if (is_command("pm") || is_command("mp")) {
    const std::string name = is_command("pm") ? "+-" : "-+";
    advance();
    value = unary();
    value = is_value_node(value) ? tree_.make(MathKind::kPlusMinus, {value}, name) : fail("plus or minus such a thing");
  } else {
    value = powered();
  }
  --depth_;
  return value;
}

NodeId MathParser::powered() {
  const NodeId base = primary();
  return base == kNone ? kNone : postfix(base);
}

NodeId MathParser::postfix(NodeId base) {
  for (int rounds = 0; base != kNone && error_.empty(); ++rounds) {
    if (rounds == 40) {
      return fail("too many signs behind a value");
    }
    if (is_sign("_")) {
      base = subscripted(base);
    } else if (is_sign("^")) {
      base = raised(base);
    } else if (!is_value_node(base)) {
      break;
    } else if (take_sign("!")) {
      base = tree_.make(MathKind::kFactorial, {base});
    } else if (take_sign("%")) {
      base = tree_.make(MathKind::kPercent, {base});
    } else if (take_command("circ")) {
      base = tree_.make(MathKind::kDegree, {base});
    } else if (kind_of(base) == MathKind::kSymbol && take_sign("'")) {
      base = tree_.make(MathKind::kSymbol, {}, tree_[base].name + "'");
    } else {
      break;
    }
  }
  return base;
}

NodeId MathParser::raised(NodeId base) {
  advance();
  const bool is_braced_circle = is_sign("{") && ahead(1).text == "circ" && ahead(2).text == "}";
  if (is_command("circ") || is_braced_circle) {
    at_ += is_braced_circle ? 3 : 1;
    const bool is_scale = (now().kind == MathTokenKind::kLetter || now().kind == MathTokenKind::kWord) &&
                          is_one_of(now().text, {"C", "F"}) && !starts_value_behind();
    if (is_scale && is_value_node(base)) {
      const std::string unit = now().text == "C" ? "celsius" : "fahrenheit";
      advance();
      return tree_.make(MathKind::kQuantity, {base}, unit);
    }
    return is_value_node(base) ? tree_.make(MathKind::kDegree, {base}) : fail("degrees of such a thing");
  }
  if (kind_of(base) == MathKind::kSymbol && take_command("prime")) {
    return tree_.make(MathKind::kSymbol, {}, tree_[base].name + "'");
  }
  if (!is_value_node(base) || depth_ >= depth_max_) {
    return fail("a power of such a thing");
  }
  ++depth_;
  const bool is_minus = take_sign("-");
  const bool is_brace = is_sign("{");
  NodeId exponent = primary();
  if (exponent != kNone && !is_brace && is_sign("^")) {
    exponent = raised(exponent);  // 9^9^9 is 9^(9^9)
  }
  --depth_;
  if (!is_value_node(exponent)) {
    return fail("no such exponent");
  }
  return tree_.make(MathKind::kPower, {base, is_minus ? negated(exponent) : exponent});
}

// Whether a value follows the token here.
bool MathParser::starts_value_behind() const {
  const MathTokenKind kind = ahead(1).kind;
  return kind == MathTokenKind::kNumber || kind == MathTokenKind::kLetter || ahead(1).text == "(";
}

NodeId MathParser::subscripted(NodeId base) {
  advance();
  const std::string index = raw_argument();
  if (index.empty()) {
    return fail("no such index");
  }
  const MathNode node = tree_[base];
  if (node.kind == MathKind::kNumber && !node.name.empty()) {
    return tree_.make(MathKind::kBased, {}, node.name + "_" + index);
  }
  if (node.kind == MathKind::kSymbol || node.kind == MathKind::kConstant) {
    return tree_.make(MathKind::kSymbol, {}, node.name + "_" + index);
  }
  return fail("an index of such a thing");
}

NodeId MathParser::primary() {
  if (depth_ >= depth_max_ || tree_.is_full()) {
    return fail("too deep or too long");
  }
  ++depth_;
  NodeId value = kNone;
  switch (now().kind) {
    case MathTokenKind::kNumber:
      value = number();
      break;
    case MathTokenKind::kLetter:
      value = symbol();
      break;
    case MathTokenKind::kWord:
      value = words();
      break;
    case MathTokenKind::kCommand:
      value = command();
      break;
    case MathTokenKind::kSign:
      value = is_sign("{") ? braced() : (is_sign("|") || is_sign("(|") ? bars() : bracketed());
      break;
    case MathTokenKind::kEnd:
      value = fail("a value is missing");
      break;
  }
  --depth_;
  return value;
}

NodeId MathParser::number() {
  const NodeId based = based_number();
  if (based != kNone) {
    return based;
  }
  const MathToken& token = now();
  const bool is_whole = token.repeating.empty() && token.text.find('.') == std::string::npos;
  const NodeId value = tree_.add({.kind = MathKind::kNumber,
                                  .name = token.repeating.empty() ? token.text : "",
                                  .value = decimal_number(token.text, token.repeating),
                                  .children = {}});
  advance();
  return is_whole ? mixed_number(value) : value;
}

// 152A_{11}: digits and capitals without a gap, and a base below.
NodeId MathParser::based_number() {
  std::string digits;
  std::size_t at = at_;
  for (; at < tokens_.size() && (at == at_ || !tokens_[at].is_spaced); ++at) {
    const MathToken& token = tokens_[at];
    const bool is_digit_like = (token.kind == MathTokenKind::kNumber && token.text.find('.') == std::string::npos) ||
                               (token.kind == MathTokenKind::kLetter && token.text[0] >= 'A' && token.text[0] <= 'Z');
    if (!is_digit_like) {
      break;
    }
    digits += token.text;
  }
  if (at < at_ + 2 || tokens_[at].kind != MathTokenKind::kSign || tokens_[at].text != "_") {
    return kNone;
  }
  at_ = at + 1;
  return tree_.make(MathKind::kBased, {}, digits + "_" + raw_argument());
}

// 3\frac{1}{2} and 7 3/4: a whole number and a proper fraction of whole numbers behind it.
NodeId MathParser::mixed_number(NodeId whole) {
  const auto plain = [this](std::size_t by) {
    const MathToken& token = ahead(by);
    return token.kind == MathTokenKind::kNumber && token.repeating.empty() && token.text.find('.') == std::string::npos;
  };
  if (now().is_spaced && plain(0) && ahead(1).text == "/" && plain(2)) {
    const Rational top = decimal_number(now().text, "");
    const Rational bottom = decimal_number(ahead(2).text, "");
    if (top >= bottom || top.is_zero()) {
      return fail("numbers side by side");
    }
    at_ += 3;
    return tree_.make(MathKind::kAdd, {whole, tree_.number(top / bottom)});
  }
  if (!is_command("frac")) {
    return whole;
  }
  const NodeId part = command();
  if (part == kNone) {
    return kNone;
  }
  if (kind_of(part) == MathKind::kDivide) {
    const MathNode& top = tree_[tree_[part].children[0]];
    const MathNode& bottom = tree_[tree_[part].children[1]];
    const bool is_mixed = top.kind == MathKind::kNumber && bottom.kind == MathKind::kNumber && is_integer(top.value) &&
                          is_integer(bottom.value) && top.value > 0 && top.value < bottom.value;
    if (is_mixed) {
      return tree_.make(MathKind::kAdd, {whole, part});
    }
  }
  const NodeId factor = postfix(part);
  return is_value_node(factor) ? tree_.make(MathKind::kMultiply, {whole, factor}) : fail("no product of such things");
}

NodeId MathParser::symbol() {
  const std::string name = now().text;
  advance();
  if (is_one_of(name, {"f", "g", "h"}) && is_sign("(")) {
    return applied(name);
  }
  const bool is_constant = (name == "e" || name == "i") && !is_sign("_");
  return tree_.make(is_constant ? MathKind::kConstant : MathKind::kSymbol, {}, name);
}

NodeId MathParser::applied(const std::string& name) {
  std::vector<NodeId> children = arguments();
  if (!error_.empty() || children.empty()) {
    return fail("a function without an argument");
  }
  return tree_.make(MathKind::kFunction, std::move(children), name);
}

NodeId MathParser::words() {
  std::string all;
  while (now().kind == MathTokenKind::kWord && (all.empty() || !is_separator())) {
    all += (all.empty() ? "" : " ") + now().text;
    advance();
  }
  if (all.size() == 1) {
    const bool is_constant = all == "e" || all == "i";
    return tree_.make(is_constant ? MathKind::kConstant : MathKind::kSymbol, {}, all);
  }
  return tree_.make(MathKind::kText, {}, all);
}

}  // namespace assay
