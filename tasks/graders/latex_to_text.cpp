// One pass with recursion for the arguments of fractions and roots.
#include "tasks/graders/latex_to_text.h"

#include <algorithm>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kDepthMax = 100;

// Commands that stand for characters; the first ones as the rule rewrites them.
constexpr std::pair<std::string_view, std::string_view> kSymbols[] = {
    {"pi", "pi"},      {"infty", "inf"},     {"cup", "U"},         {"cdot", "*"},        {"times", "*"},
    {"cap", "∩"},      {"le", "≤"},          {"leq", "≤"},         {"ge", "≥"},          {"geq", "≥"},
    {"ne", "≠"},       {"neq", "≠"},         {"pm", "±"},          {"mp", "∓"},          {"in", "∈"},
    {"circ", "∘"},     {"div", "÷"},         {"to", "→"},          {"dots", "…"},        {"ldots", "…"},
    {"cdots", "⋯"},    {"angle", "∠"},       {"emptyset", "∅"},    {"prime", "'"},       {"varnothing", "∅"},
    {"setminus", "∖"}, {"mid", "|"},         {"lfloor", "⌊"},      {"rfloor", "⌋"},      {"lceil", "⌈"},
    {"rceil", "⌉"},    {"langle", "⟨"},      {"rangle", "⟩"},      {"lbrace", "{"},      {"rbrace", "}"},
    {"approx", "≈"},   {"alpha", "α"},       {"beta", "β"},        {"gamma", "γ"},       {"delta", "δ"},
    {"epsilon", "ϵ"},  {"varepsilon", "ε"},  {"zeta", "ζ"},        {"eta", "η"},         {"theta", "θ"},
    {"iota", "ι"},     {"kappa", "κ"},       {"lambda", "λ"},      {"mu", "μ"},          {"nu", "ν"},
    {"xi", "ξ"},       {"rho", "ρ"},         {"sigma", "σ"},       {"tau", "τ"},         {"upsilon", "υ"},
    {"phi", "ϕ"},      {"varphi", "φ"},      {"chi", "χ"},         {"psi", "ψ"},         {"omega", "ω"},
    {"Gamma", "Γ"},    {"Delta", "Δ"},       {"Theta", "Θ"},       {"Lambda", "Λ"},      {"Xi", "Ξ"},
    {"Pi", "Π"},       {"Sigma", "Σ"},       {"Phi", "Φ"},         {"Psi", "Ψ"},         {"Omega", "Ω"},
    {"sin", "sin"},    {"cos", "cos"},       {"tan", "tan"},       {"cot", "cot"},       {"sec", "sec"},
    {"csc", "csc"},    {"arcsin", "arcsin"}, {"arccos", "arccos"}, {"arctan", "arctan"}, {"sinh", "sinh"},
    {"cosh", "cosh"},  {"tanh", "tanh"},     {"log", "log"},       {"ln", "ln"},         {"exp", "exp"},
    {"max", "max"},    {"min", "min"},       {"gcd", "gcd"},       {"det", "det"},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Writer {
 public:
  explicit Writer(std::string_view latex) : latex_(latex) {}

  // Up to the brace that closes the group, or to the end.
  std::string run(bool is_group) {
    std::string text;
    ++depth_;
    while (at_ < latex_.size()) {
      const char c = latex_[at_];
      if (c == '}' && is_group) {
        ++at_;
        break;
      }
      if (c == '\\') {
        text += command();
      } else if (c == '{') {
        ++at_;
        text += group();
      } else {
        text += c == '&' && matrices_ > 0 ? ' ' : c;
        ++at_;
      }
    }
    --depth_;
    return text;
  }

 private:
  std::string group() {
    if (depth_ < kDepthMax) {
      return run(true);
    }
    at_ = latex_.size();
    return "";
  }

  void skip_spaces() {
    while (at_ < latex_.size() && is_space(latex_[at_])) {
      ++at_;
    }
  }

  std::string name() {
    const std::size_t begin = at_;
    while (at_ < latex_.size() && is_letter(latex_[at_])) {
      ++at_;
    }
    return std::string(latex_.substr(begin, at_ - begin));
  }

  // A group, a command or one character.
  std::string argument() {
    skip_spaces();
    if (at_ >= latex_.size()) {
      return "";
    }
    if (latex_[at_] == '{') {
      ++at_;
      return group();
    }
    if (latex_[at_] == '\\') {
      return depth_ < kDepthMax ? command() : group();
    }
    return std::string(1, latex_[at_++]);
  }

  std::string command() {
    ++at_;
    if (at_ >= latex_.size()) {
      return "";
    }
    if (!is_letter(latex_[at_])) {
      return escaped(latex_[at_++]);
    }
    const std::string command = name();
    skip_spaces();
    ++depth_;
    std::string text = named(command);
    --depth_;
    return text;
  }

  std::string escaped(char c) const {
    switch (c) {
      case '\\':
        return matrices_ > 0 ? "; " : "\n";
      case '!':
        return "";
      case ',':
      case ';':
      case ':':
        return " ";
      default:
        return std::string(1, c);
    }
  }

  std::string named(const std::string& command) {
    if (command == "frac" || command == "binom") {
      const std::string above = argument();
      return above + (command == "frac" ? "/" : "") + argument();
    }
    if (command == "sqrt") {
      const std::size_t close = at_ < latex_.size() && latex_[at_] == '[' ? latex_.find(']', at_) : latex_.npos;
      at_ = close == latex_.npos ? at_ : close + 1;
      return "sqrt(" + argument() + ")";
    }
    if (command == "begin" || command == "end") {
      const bool is_matrix = holds_matrix(argument());
      matrices_ += is_matrix ? (command == "begin" ? 1 : -1) : 0;
      return is_matrix ? (command == "begin" ? "[ " : " ]") : "";
    }
    if (command == "mbox" || command == "hspace") {
      argument();
      return "";
    }
    const auto* const symbol = std::find_if(std::begin(kSymbols), std::end(kSymbols),
                                            [&](const auto& entry) { return entry.first == command; });
    return symbol == std::end(kSymbols) ? "" : std::string(symbol->second);
  }

  static bool holds_matrix(const std::string& environment) { return environment.find("matrix") != std::string::npos; }

  std::string_view latex_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int matrices_ = 0;
};

}  // namespace

std::string latex_to_text(std::string_view latex) {
  std::string text(latex);
  for (const std::string_view name : {"\\tfrac", "\\dfrac"}) {
    text = replace_all(std::move(text), name, "\\frac");
  }
  text = replace_all(std::move(text), "\\frac", " \\frac");  // before it a mixed number's whole part
  return std::string(trim(Writer(text).run(false)));
}

}  // namespace assay
