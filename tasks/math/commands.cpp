// What commands and brackets stand for: fractions, roots, functions, tuples, matrices.
#include <algorithm>
#include <utility>

#include "tasks/math/parser.h"
#include "tasks/math/vocabulary.h"

namespace assay {
namespace {

constexpr std::size_t kColumnsMax = 64;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_trigonometric(std::string_view name) {
  return is_one_of(name, {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"});
}

}  // namespace

NodeId MathParser::command() {
  const std::string name = now().text;
  advance();
  if (name == "frac") {
    return fraction();
  }
  if (name == "sqrt" || name == "usqrt") {
    return root(name == "sqrt");
  }
  if (name == "ucbrt") {
    const NodeId radicand = latex_argument();
    return is_value_node(radicand) ? tree_.make(MathKind::kRoot, {radicand, tree_.number(3)}) : fail("no root of this");
  }
  if (name == "binom") {
    const NodeId n = latex_argument();
    const NodeId k = n == kNone ? kNone : latex_argument();
    return is_value_node(n) && is_value_node(k) ? tree_.make(MathKind::kBinomial, {n, k}) : fail("no binomial");
  }
  if (is_function_command(name)) {
    return function(name);
  }
  if (name == "lfloor" || name == "lceil") {
    return floor_or_ceiling(name);
  }
  if (name.substr(0, 6) == "begin{") {
    return matrix(name.substr(6, name.size() - 7));
  }
  if (name == "langle") {
    std::vector<NodeId> items = list();
    return error_.empty() && take_command("rangle") ? tree_.make(MathKind::kTuple, std::move(items), "<>")
                                                    : fail("no closing bracket");
  }
  return named_value(name);
}

NodeId MathParser::named_value(const std::string& name) {
  if (name == "pi" || name == "i") {
    return tree_.make(MathKind::kConstant, {}, name);
  }
  if (name == "infty") {
    return tree_.make(MathKind::kConstant, {}, "inf");
  }
  if (name == "emptyset") {
    return tree_.make(MathKind::kSet, {});
  }
  if (name == "mathbb{R}") {
    const NodeId end = tree_.make(MathKind::kConstant, {}, "inf");
    const NodeId begin = tree_.make(MathKind::kMultiply, {tree_.number(-1), end});
    return tree_.make(MathKind::kTuple, {begin, end}, "()");
  }
  if (is_one_of(name, {"overline", "overrightarrow", "angle", "triangle"})) {
    return named_figure(name);
  }
  if (is_letter_command(name) || name == "mathbb{Z}" || name == "mathbb{N}" || name == "mathbb{Q}" ||
      name == "mathbb{C}") {
    return tree_.make(MathKind::kSymbol, {}, "\\" + name);
  }
  return fail("unknown command");
}

// \angle ABC, \overline{CD}: one name.
NodeId MathParser::named_figure(const std::string& name) {
  std::string letters;
  if (is_sign("{")) {
    letters = raw_argument();
  }
  while (letters.size() < 8 && now().kind == MathTokenKind::kLetter) {
    letters += now().text;
    advance();
  }
  return letters.empty() ? fail("no name") : tree_.make(MathKind::kSymbol, {}, name + " " + letters);
}

NodeId MathParser::fraction() {
  const NodeId top = latex_argument();
  const NodeId bottom = top == kNone ? kNone : latex_argument();
  if (!is_value_node(top) || !is_value_node(bottom)) {
    return fail("no fraction of such things");
  }
  return tree_.make(MathKind::kDivide, {top, bottom});
}

// \sqrt23 is \sqrt{2} 3 in LaTeX; √23 in plain text is the root of 23.
NodeId MathParser::root(bool is_latex) {
  NodeId index = tree_.number(2);
  if (is_sign("[")) {
    advance();
    index = sum();
    if (!is_value_node(index) || !take_sign("]")) {
      return fail("no such root");
    }
  }
  const NodeId radicand = is_latex ? latex_argument() : primary();
  return is_value_node(radicand) ? tree_.make(MathKind::kRoot, {radicand, index}) : fail("no root of such a thing");
}

NodeId MathParser::latex_argument() {
  if (is_sign("{")) {
    return braced();
  }
  if (now().kind == MathTokenKind::kNumber && now().text.find_first_not_of("0123456789") == std::string::npos &&
      now().repeating.empty()) {
    MathToken& token = tokens_[at_];
    const std::string digit = token.text.substr(0, 1);
    token.text.erase(0, 1);
    token.is_spaced = false;
    if (token.text.empty()) {
      advance();
    }
    return tree_.number(digit[0] - '0');
  }
  return primary();
}

NodeId MathParser::braced() {
  advance();
  const int bars = std::exchange(open_bars_, 0);
  std::vector<NodeId> items = list();
  if (error_.empty() && items.size() == 1 && take_command("choose")) {
    const NodeId k = sum();
    items[0] = is_value_node(items[0]) && is_value_node(k) ? tree_.make(MathKind::kBinomial, {items[0], k}) : kNone;
  }
  open_bars_ = bars;
  if (!error_.empty() || items.empty() || items[0] == kNone || !take_sign("}")) {
    return fail("no closing brace");
  }
  return items.size() == 1 ? items[0] : tree_.make(MathKind::kJoined, std::move(items));
}

NodeId MathParser::bracketed() {
  const std::string open = now().text;
  if (!is_one_of(open, {"(", "[", "\\{"})) {
    return fail("no value");
  }
  advance();
  const int bars = std::exchange(open_bars_, 0);
  std::vector<NodeId> items = list();
  open_bars_ = bars;
  const std::string close = now().text;
  const bool is_closed =
      now().kind == MathTokenKind::kSign && (open == "\\{" ? close == "\\}" : close == ")" || close == "]");
  if (!error_.empty() || !is_closed) {
    return fail("no closing bracket");
  }
  advance();
  if (open == "\\{") {
    return tree_.make(MathKind::kSet, std::move(items));
  }
  if (items.size() == 1 && (open == "(") == (close == ")")) {
    return items[0];
  }
  return items.size() > 1 ? tree_.make(MathKind::kTuple, std::move(items), open + close) : fail("nothing in brackets");
}

NodeId MathParser::bars() {
  const std::string close = is_sign("|") ? "|" : "|)";
  advance();
  open_bars_ += close == "|" ? 1 : 0;
  const NodeId inside = sum();
  open_bars_ -= close == "|" ? 1 : 0;
  if (!is_value_node(inside) || !take_sign(close)) {
    return fail("no closing bar");
  }
  return tree_.make(MathKind::kFunction, {inside}, "abs");
}

NodeId MathParser::floor_or_ceiling(const std::string& name) {
  const NodeId inside = sum();
  if (!is_value_node(inside) || !take_command(name == "lfloor" ? "rfloor" : "rceil")) {
    return fail("no closing bracket");
  }
  return tree_.make(MathKind::kFunction, {inside}, name.substr(1));
}

NodeId MathParser::function(const std::string& name) {
  NodeId base = name == "lg" ? tree_.number(10) : kNone;
  NodeId exponent = kNone;
  if (name == "log" && take_sign("_")) {
    base = latex_argument();
  }
  if (take_sign("^")) {
    exponent = latex_argument();
  }
  std::vector<NodeId> children = arguments();
  const bool is_good = std::all_of(children.begin(), children.end(), [this](NodeId id) { return is_value_node(id); });
  if (!error_.empty() || children.empty() || !is_good) {
    return fail("no such argument");
  }
  if (name == "exp" && children.size() == 1) {
    return tree_.make(MathKind::kPower, {tree_.make(MathKind::kConstant, {}, "e"), children[0]});
  }
  std::string called = name == "lg" ? "log" : name;
  if (base != kNone) {
    children.push_back(base);
  }
  const bool is_inverse = exponent != kNone && kind_of(exponent) == MathKind::kNumber && tree_[exponent].value == -1;
  if (is_inverse && is_trigonometric(name)) {
    called.insert(0, "arc");
    exponent = kNone;
  }
  const NodeId value = tree_.make(MathKind::kFunction, std::move(children), called);
  return exponent == kNone ? value : tree_.make(MathKind::kPower, {value, exponent});
}

// What stands behind a function: a bracket's list, or the factors up to the next sign, function or bracket.
std::vector<NodeId> MathParser::arguments() {
  if (is_sign("(") || is_sign("[")) {
    const std::string close = is_sign("(") ? ")" : "]";
    advance();
    const int bars = std::exchange(open_bars_, 0);
    std::vector<NodeId> items = list();
    open_bars_ = bars;
    if (!take_sign(close)) {
      fail("no closing bracket");
    }
    return items;
  }
  std::vector<NodeId> factors{is_sign("-") ? unary() : powered()};
  while (error_.empty() && factors.back() != kNone && starts_factor() && !is_sign("(") && !is_sign("[") &&
         !(now().kind == MathTokenKind::kCommand && is_function_command(now().text))) {
    factors.push_back(powered());
  }
  if (!error_.empty() || factors.back() == kNone) {
    return {};
  }
  const NodeId product = factors.size() == 1 ? factors[0] : over(std::move(factors), {});
  return product == kNone ? std::vector<NodeId>() : std::vector<NodeId>{product};
}

NodeId MathParser::matrix(const std::string& name) {
  const bool is_array = name == "array";
  if (!is_array && !is_one_of(name, {"pmatrix", "bmatrix", "matrix", "Bmatrix", "smallmatrix"})) {
    return fail("an environment that is not known");
  }
  if (is_array && is_sign("{")) {
    raw_argument();
  }
  std::vector<NodeId> elements;
  std::size_t columns = 0;
  std::size_t column = 0;
  const auto ends = [this, &name] { return is_command("end{" + name + "}"); };
  while (error_.empty() && !ends()) {
    const NodeId element = sum();
    if (!is_value_node(element)) {
      return fail("no such element");
    }
    elements.push_back(element);
    ++column;
    if (take_sign("&")) {
      continue;
    }
    const bool is_row_full = columns == 0 || column == columns;
    if (!is_row_full || column > kColumnsMax || (!ends() && !is_sign("\\\\"))) {
      return fail("no such row");
    }
    columns = std::exchange(column, 0);
    take_sign("\\\\");
  }
  if (!error_.empty() || column != 0 || elements.empty()) {
    return fail("no such matrix");
  }
  advance();
  return tree_.add({.kind = MathKind::kMatrix, .name = {}, .value = columns, .children = std::move(elements)});
}

// The words of {...}, or the next one, as they stand.
std::string MathParser::raw_argument() {
  std::string text;
  if (!take_sign("{")) {
    text = now().text;
    advance();
    return text;
  }
  for (int depth = 1; text.size() < 40 && now().kind != MathTokenKind::kEnd;) {
    depth += is_sign("{") ? 1 : (is_sign("}") ? -1 : 0);
    if (depth == 0) {
      advance();
      return text;
    }
    text += now().text;
    advance();
  }
  fail("no closing brace");
  return {};
}

}  // namespace assay
