// Tables of names. Each is small enough to be searched from end to end.
#include "tasks/math/vocabulary.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

constexpr std::array<std::string_view, 29> kFunctions{
    "sin",    "cos",    "tan",    "cot",  "sec", "csc",  "sinh", "cosh", "tanh", "coth",
    "arcsin", "arccos", "arctan", "log",  "ln",  "lg",   "exp",  "abs",  "min",  "max",
    "gcd",    "lcm",    "floor",  "ceil", "sgn", "sech", "csch", "Re",   "Im"};

constexpr std::array<std::string_view, 33> kLetters{
    "alpha", "beta",   "gamma", "delta", "epsilon", "varepsilon", "zeta",  "eta", "theta", "vartheta", "iota",
    "kappa", "lambda", "mu",    "nu",    "xi",      "rho",        "sigma", "tau", "phi",   "varphi",   "chi",
    "psi",   "omega",  "Gamma", "Delta", "Theta",   "Lambda",     "Sigma", "Phi", "Psi",   "Omega",    "ell"};

// Plain words that are commands under another name.
constexpr std::array kWordAliases{
    Alias{"sqrt", "usqrt"},     Alias{"cbrt", "ucbrt"},    Alias{"pi", "pi"},       Alias{"Pi", "pi"},
    Alias{"inf", "infty"},      Alias{"Inf", "infty"},     Alias{"infty", "infty"}, Alias{"infinity", "infty"},
    Alias{"Infinity", "infty"}, Alias{"oo", "infty"},      Alias{"asin", "arcsin"}, Alias{"acos", "arccos"},
    Alias{"atan", "arctan"},    Alias{"union", "cup"},     Alias{"cup", "cup"},     Alias{"intersect", "cap"},
    Alias{"times", "times"},    Alias{"theta", "theta"},   Alias{"alpha", "alpha"}, Alias{"beta", "beta"},
    Alias{"gamma", "gamma"},    Alias{"lambda", "lambda"}, Alias{"sigma", "sigma"}, Alias{"omega", "omega"},
    Alias{"phi", "phi"},        Alias{"frac", "frac"},     Alias{"dfrac", "frac"},  Alias{"binom", "binom"}};

constexpr std::array kCommandAliases{Alias{"dfrac", "frac"},
                                     Alias{"tfrac", "frac"},
                                     Alias{"cfrac", "frac"},
                                     Alias{"leq", "le"},
                                     Alias{"geq", "ge"},
                                     Alias{"leqslant", "le"},
                                     Alias{"geqslant", "ge"},
                                     Alias{"neq", "ne"},
                                     Alias{"lt", "<"},
                                     Alias{"gt", ">"},
                                     Alias{"dbinom", "binom"},
                                     Alias{"tbinom", "binom"},
                                     Alias{"ast", "times"},
                                     Alias{"cdot", "times"},
                                     Alias{"varnothing", "emptyset"},
                                     Alias{"wedge", "land"},
                                     Alias{"vee", "lor"},
                                     Alias{"arcctg", "arccot"},
                                     Alias{"tg", "tan"},
                                     Alias{"ctg", "cot"},
                                     Alias{"degree", "circ"},
                                     Alias{"degrees", "circ"},
                                     Alias{"percent", "%"},
                                     Alias{"dollar", "$"},
                                     Alias{"thickapprox", "approx"},
                                     Alias{"backslash", "setminus"},
                                     Alias{"cotan", "cot"},
                                     Alias{"asin", "arcsin"},
                                     Alias{"acos", "arccos"},
                                     Alias{"atan", "arctan"},
                                     Alias{"bullet", "times"},
                                     Alias{"smallsetminus", "setminus"},
                                     Alias{"tfrac", "frac"},
                                     Alias{"colon", ":"},
                                     Alias{"bar", "overline"},
                                     Alias{"widehat", "hat"},
                                     Alias{"imath", "i"},
                                     Alias{"bigcup", "cup"},
                                     Alias{"R", "mathbb{R}"},
                                     Alias{"Reals", "mathbb{R}"},
                                     Alias{"arc", "arc"},
                                     Alias{"ne", "ne"}};

constexpr std::array<std::string_view, 12> kTextCommands{"text", "textbf", "textit", "textrm", "textnormal", "textsf",
                                                         "mbox", "hbox",   "texttt", "textup", "mathtt",     "emph"};

constexpr std::array<std::string_view, 42> kLooks{
    "quad",  "qquad",  "displaystyle", "textstyle", "scriptstyle", "limits",     "nolimits",   "big",       "Big",
    "bigg",  "Bigg",   "bigl",         "bigr",      "Bigl",        "Bigr",       "biggl",      "biggr",     "Biggl",
    "Biggr", "rm",     "bf",           "it",        "mathbf",      "mathit",     "boldsymbol", "bm",        "mathsf",
    "boxed", "fbox",   "vec",          "underline", "mathcal",     "ensuremath", "hat",        "thinspace", "enspace",
    "hfill", "middle", "mathop",       "hline",     "pmb",         "space"};

// Short words that are language; three letters or fewer are otherwise a product of variables.
constexpr std::array<std::string_view, 62> kShortWords{
    "no",  "on",  "of",  "to",  "is",  "it",  "at",  "us",  "we",  "my",  "by",  "as",  "an",   "be",  "he",  "me",
    "go",  "do",  "so",  "if",  "or",  "and", "yes", "not", "odd", "the", "all", "one", "two",  "six", "ten", "day",
    "won", "win", "tie", "for", "per", "how", "are", "has", "can", "his", "her", "any", "both", "pm",  "am",  "PM",
    "AM",  "mph", "red", "Bob", "Joe", "Sam", "Amy", "Tom", "Max", "may", "May", "Mon", "Tue",  "but"};

constexpr std::array<std::string_view, 28> kShortUnits{"cm",  "mm", "km", "kg", "mg",  "ft",  "yd", "mi", "in",  "lb",
                                                       "oz",  "ml", "mL", "hr", "min", "sec", "sq", "cu", "hrs", "kph",
                                                       "lbs", "gm", "kW", "Hz", "kJ",  "dm",  "nm", "USD"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <std::size_t N>
std::string_view alias_in(const std::array<Alias, N>& aliases, std::string_view name) {
  for (const auto& [from, to] : aliases) {
    if (from == name) {
      return to;
    }
  }
  return {};
}

}  // namespace

std::string command_named(std::string_view word) {
  if (contains(kFunctions, word)) {
    return std::string(word);
  }
  return std::string(alias_in(kWordAliases, word));
}

std::string command_alias(std::string_view command) {
  const std::string_view alias = alias_in(kCommandAliases, command);
  return std::string(alias.empty() ? command : alias);
}

std::size_t function_prefix(std::string_view run) {
  for (const std::string_view name :
       {"arcsin", "arccos", "arctan", "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "pi"}) {
    if (run.size() > name.size() && run.size() <= name.size() + 2 && run.substr(0, name.size()) == name) {
      return is_plain_word(run) && run.size() < 4 ? 0 : name.size();
    }
  }
  return 0;
}

bool is_plain_word(std::string_view run) {
  const bool is_foreign =
      std::any_of(run.begin(), run.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const bool is_capital = std::all_of(run.begin(), run.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (is_foreign || contains(kShortWords, run)) {
    return true;
  }
  return run.size() >= 4 && !(is_capital && run.size() == 4);  // ABCD is a quadrilateral
}

bool is_short_unit(std::string_view run) { return contains(kShortUnits, run); }
bool is_text_command(std::string_view name) { return contains(kTextCommands, name); }
bool is_look_command(std::string_view name) { return contains(kLooks, name); }
bool is_function_command(std::string_view name) {
  return contains(kFunctions, name) || name == "arccot" || name == "arcsec" || name == "arccsc";
}
bool is_letter_command(std::string_view name) { return contains(kLetters, name); }

}  // namespace assay
