// A lexer and a backtracking recogniser. Operators and factors that cannot be read end the expression; a relation's
// missing side, an open group or a character without a token fail it.
#include "tasks/graders/sympy_latex.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kStepsMax = 20'000;
constexpr int kDepthMax = 200;
constexpr std::size_t kBytesMax = 10'000;

// One letter a kind; most characters stand for themselves.
constexpr char kDigit = '0', kLetter = 'a', kSymbol = 's', kDifferential = 'd', kTimes = '*', kRelation = '=';
constexpr char kSetOpen = 'L', kSetClose = 'R', kFunction = 'F', kRoot = 'Q', kOverline = 'O', kFraction = 'f';
constexpr char kBinomial = 'b', kFloorOpen = '1', kFloorClose = '2', kCeilingOpen = '3', kCeilingClose = '4';
constexpr char kIntegral = 'I', kSum = 'M', kLimit = 'T', kApproach = 't', kItalic = 'm', kAngle = 'g', kBarSide = 'V';
constexpr char kSkipped = ' ';

struct Token {
  char kind = kSkipped;
  std::size_t end = 0;  // of the text
};

constexpr std::pair<std::string_view, char> kCommands[] = {
    {"thinspace", kSkipped},
    {"medspace", kSkipped},
    {"thickspace", kSkipped},
    {"quad", kSkipped},
    {"qquad", kSkipped},
    {"negthinspace", kSkipped},
    {"negmedspace", kSkipped},
    {"negthickspace", kSkipped},
    {"left", kSkipped},
    {"right", kSkipped},
    {"vrule", kSkipped},
    {"vcenter", kSkipped},
    {"vbox", kSkipped},
    {"vskip", kSkipped},
    {"vspace", kSkipped},
    {"hfil", kSkipped},
    {"langle", kAngle},
    {"rangle", kAngle},
    {"lim", kLimit},
    {"to", kApproach},
    {"rightarrow", kApproach},
    {"Rightarrow", kApproach},
    {"longrightarrow", kApproach},
    {"int", kIntegral},
    {"sum", kSum},
    {"prod", kSum},
    {"exp", kFunction},
    {"log", kFunction},
    {"lg", kFunction},
    {"ln", kFunction},
    {"sin", kFunction},
    {"cos", kFunction},
    {"tan", kFunction},
    {"csc", kFunction},
    {"sec", kFunction},
    {"cot", kFunction},
    {"arcsin", kFunction},
    {"arccos", kFunction},
    {"arctan", kFunction},
    {"arccsc", kFunction},
    {"arcsec", kFunction},
    {"arccot", kFunction},
    {"sinh", kFunction},
    {"cosh", kFunction},
    {"tanh", kFunction},
    {"arsinh", kFunction},
    {"arcosh", kFunction},
    {"artanh", kFunction},
    {"lfloor", kFloorOpen},
    {"rfloor", kFloorClose},
    {"lceil", kCeilingOpen},
    {"rceil", kCeilingClose},
    {"sqrt", kRoot},
    {"overline", kOverline},
    {"times", kTimes},
    {"cdot", kTimes},
    {"div", kTimes},
    {"frac", kFraction},
    {"dfrac", kFraction},
    {"tfrac", kFraction},
    {"binom", kBinomial},
    {"dbinom", kBinomial},
    {"tbinom", kBinomial},
    {"mathit", kItalic},
    {"neq", kRelation},
    {"leq", kRelation},
    {"le", kRelation},
    {"leqq", kRelation},
    {"leqslant", kRelation},
    {"geq", kRelation},
    {"ge", kRelation},
    {"geqq", kRelation},
    {"geqslant", kRelation},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t past_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) {
    ++at;
  }
  return at;
}

// A command, or a backslash and one character; end 0 if there is no such token.
Token command_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_letter(text[end])) {
    ++end;
  }
  if (end == at + 1) {
    const char c = end < text.size() ? text[end] : '\0';
    if (c == '{' || c == '}') {
      return {c == '{' ? kSetOpen : kSetClose, end + 1};
    }
    const bool is_skipped = c != '\0' && std::string_view(",:;!*-./\"(=").find(c) != std::string_view::npos;
    return {kSkipped, is_skipped ? end + 1 : 0};
  }
  const std::string_view name = text.substr(at + 1, end - at - 1);
  if ((name == "left" || name == "right") && end < text.size() && text[end] == '|') {
    return {kBarSide, end + 1};
  }
  const auto* const found =
      std::find_if(std::begin(kCommands), std::end(kCommands), [&](const auto& entry) { return entry.first == name; });
  return {found == std::end(kCommands) ? kSymbol : found->second, end};
}

Token letter_at(std::string_view text, std::size_t at) {
  const std::size_t next = text[at] == 'd' ? past_spaces(text, at + 1) : text.size();
  if (next < text.size() && is_letter(text[next])) {
    return {kDifferential, next + 1};
  }
  if (next + 1 < text.size() && text[next] == '\\' && is_letter(text[next + 1])) {
    return {kDifferential, command_at(text, next).end};
  }
  return {kLetter, at + 1};
}

Token token_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_space(c)) {
    return {kSkipped, past_spaces(text, at)};
  }
  if (c >= '0' && c <= '9') {
    return {kDigit, at + 1};
  }
  if (is_letter(c)) {
    return letter_at(text, at);
  }
  const std::size_t next = past_spaces(text, at + 1);
  if (c == '&') {
    return {kRelation, next < text.size() && text[next] == '=' ? next + 1 : 0};
  }
  if (c == '=') {
    return {kRelation, next < text.size() && text[next] == '&' ? next + 1 : at + 1};
  }
  if (c == '\\') {
    return command_at(text, at);
  }
  if (c == '<' || c == '>') {
    return {kRelation, at + 1};
  }
  if (c == '/' || c == ':') {
    return {kTimes, at + 1};
  }
  return {c, std::string_view("+-*()[]{}|_^!',.").find(c) == std::string_view::npos ? 0 : at + 1};
}

class Recogniser {
 public:
  explicit Recogniser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  struct Extent {
    std::size_t end = 0;
    bool is_relation = false;
  };
  std::optional<Extent> run() {
    std::size_t at = 0;
    if (!expression(at)) {
      return std::nullopt;
    }
    bool is_relation = false;
    while (kind(at) == kRelation) {
      is_relation = true;
      if (!expression(++at)) {
        return std::nullopt;
      }
    }
    return steps_ > kStepsMax ? std::nullopt : std::optional(Extent{tokens_[at - 1].end, is_relation});
  }

 private:
  // Each rule moves `at` behind what it reads, or returns false and leaves it anywhere.
  using Rule = bool (Recogniser::*)(std::size_t&);

  char kind(std::size_t at) const { return at < tokens_.size() ? tokens_[at].kind : '\0'; }

  bool take(std::size_t& at, char wanted) { return kind(at) == wanted && (++at, ++steps_ <= kStepsMax); }

  // Reads it, or leaves `at` where it was.
  bool perhaps(std::size_t& at, Rule rule) {
    std::size_t next = at;
    if (!(this->*rule)(next)) {
      return false;
    }
    at = next;
    return true;
  }

  bool expression(std::size_t& at) {
    if (!product(at)) {
      return false;
    }
    while (perhaps(at, &Recogniser::addend)) {
    }
    return true;
  }

  bool addend(std::size_t& at) {
    const bool is_sign = kind(at) == '+' || kind(at) == '-';
    return is_sign && product(++at);
  }

  bool product(std::size_t& at) {
    if (depth_ >= kDepthMax || ++steps_ > kStepsMax) {
      return false;
    }
    ++depth_;
    const bool is_read = unary(at);
    while (is_read && perhaps(at, &Recogniser::factor)) {
    }
    --depth_;
    return is_read;
  }

  bool factor(std::size_t& at) { return kind(at) == kTimes && unary(++at); }

  bool unary(std::size_t& at) {
    while (kind(at) == '+' || kind(at) == '-') {
      ++at;
    }
    if (!postfix(at)) {
      return false;
    }
    while (perhaps(at, &Recogniser::postfix)) {
    }
    return true;
  }

  bool postfix(std::size_t& at) {
    if (++steps_ > kStepsMax || !component(at)) {
      return false;
    }
    while (perhaps(at, &Recogniser::exponent)) {
    }
    while (kind(at) == '!' || perhaps(at, &Recogniser::evaluation)) {
      at += kind(at) == '!' ? 1 : 0;
    }
    return true;
  }

  bool exponent(std::size_t& at) {
    if (kind(at) != '^' || !script(++at)) {
      return false;
    }
    perhaps(at, &Recogniser::subscript);
    return true;
  }

  // x|_{...}
  bool evaluation(std::size_t& at) {
    if (kind(at) != '|' || (kind(at + 1) != '_' && kind(at + 1) != '^') || kind(at + 2) != '{') {
      return false;
    }
    at += 3;
    if (!expression(at)) {
      return false;
    }
    if (kind(at) == kRelation && !expression(++at)) {
      return false;
    }
    return take(at, '}');
  }

  bool subscript(std::size_t& at) { return kind(at) == '_' && script(++at); }
  bool superscript(std::size_t& at) { return kind(at) == '^' && script(++at); }
  bool script(std::size_t& at) {
    if (has_short_scripts_ && kind(at) == kDigit) {
      return ++at, true;
    }
    return kind(at) == '{' ? braced(at) : atom(at);
  }
  bool braced(std::size_t& at) { return enclosed(at, '{', '}'); }

  bool enclosed(std::size_t& at, char open, char close) {
    return kind(at) == open && expression(++at) && take(at, close);
  }

  bool component(std::size_t& at) {
    constexpr std::array<std::pair<char, char>, 7> kGroups{{{'(', ')'},
                                                            {'[', ']'},
                                                            {'{', '}'},
                                                            {kSetOpen, kSetClose},
                                                            {'|', '|'},
                                                            {kFloorOpen, kFloorClose},
                                                            {kCeilingOpen, kCeilingClose}}};
    for (const auto& [open, close] : kGroups) {
      if (kind(at) == open) {
        return enclosed(at, open, close);
      }
    }
    return perhaps(at, &Recogniser::function) || atom(at);
  }

  bool function(std::size_t& at) {
    switch (kind(at)) {
      case kFunction:
        return perhaps(at, &Recogniser::applied) || (has_short_scripts_ = true, applied(at));
      case kLetter:
      case kSymbol:
        return name(at) && arguments(at);
      case kRoot:
        return ++at, (kind(at) != '[' || enclosed(at, '[', ']')) && braced(at);
      case kOverline:
        return braced(++at);
      case kIntegral:
        ++at;
        scripts(at);
        return expression(at);
      case kSum:
        return sum(++at) && product(at);
      case kLimit:
        return limit(++at) && product(at);
      default:
        return false;
    }
  }

  // "\log_2 3": the subscript is 2 where 23 would leave nothing to take the logarithm of.
  bool applied(std::size_t& at) {
    ++at;
    scripts(at);
    has_short_scripts_ = false;
    return perhaps(at, &Recogniser::arguments) || product(at);
  }

  void scripts(std::size_t& at) {
    for (int i = 0; i < 2; ++i) {
      if (!perhaps(at, &Recogniser::subscript)) {
        perhaps(at, &Recogniser::superscript);
      }
    }
  }

  bool arguments(std::size_t& at) {
    if (kind(at) != '(' || !expression(++at)) {
      return false;
    }
    while (kind(at) == ',') {
      if (!expression(++at)) {
        return false;
      }
    }
    return take(at, ')');
  }

  bool sum(std::size_t& at) {
    const auto below = [this](std::size_t& place) {
      return kind(place) == '_' && kind(place + 1) == '{' && (place += 2, expression(place)) &&
             kind(place) == kRelation && expression(++place) && take(place, '}');
    };
    return kind(at) == '_' ? below(at) && superscript(at) : superscript(at) && below(at);
  }

  bool limit(std::size_t& at) {
    const bool opens = kind(at) == '_' && kind(at + 1) == '{' && (kind(at + 2) == kLetter || kind(at + 2) == kSymbol) &&
                       kind(at + 3) == kApproach;
    at += 4;
    if (!opens || !expression(at)) {
      return false;
    }
    if (kind(at) == '^') {
      at += kind(at + 1) == '{' ? 4 : 2;
    }
    return take(at, '}');
  }

  // A letter or a command, with a subscript and primes.
  bool name(std::size_t& at) {
    ++at;
    at += kind(at) == '\'' ? 1 : 0;
    if (kind(at) == '_' && !script(++at)) {
      return false;
    }
    at += kind(at) == '\'' ? 1 : 0;
    return true;
  }

  bool atom(std::size_t& at) {
    switch (kind(at)) {
      case kLetter:
      case kSymbol:
        return name(at);
      case kDigit:
        return number(at);
      case kDifferential:
        return ++at, true;
      case kFraction:
        return ++at, part(at) && part(at);
      case kBinomial:
        return braced(++at) && braced(at);
      case kItalic:
        ++at;
        if (kind(at) != '{') {
          return false;
        }
        for (++at; kind(at) == kLetter; ++at) {
        }
        return take(at, '}');
      default:
        return false;
    }
  }

  // Of a fraction: one digit, or an expression in braces.
  bool part(std::size_t& at) { return kind(at) == kDigit ? (++at, true) : braced(at); }

  // Digits, groups of three behind commas, decimals. A point without decimals fails it, or ends it before the groups.
  bool number(std::size_t& at) {
    while (kind(at) == kDigit) {
      ++at;
    }
    const std::size_t first_group = at;
    while (kind(at) == ',' && kind(at + 1) == kDigit && kind(at + 2) == kDigit && kind(at + 3) == kDigit) {
      at += 4;
    }
    if (kind(at) != '.') {
      return true;
    }
    if (kind(at + 1) != kDigit) {
      const bool has_groups = at > first_group;
      at = first_group;
      return has_groups;
    }
    for (++at; kind(at) == kDigit; ++at) {
    }
    return true;
  }

  std::vector<Token> tokens_;
  int steps_ = 0;
  int depth_ = 0;
  bool has_short_scripts_ = false;
};

}  // namespace

std::optional<SympyReading> read_like_sympy(std::string_view latex) {
  if (latex.size() > kBytesMax) {
    return std::nullopt;
  }
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < latex.size();) {
    const Token token = token_at(latex, at);
    if (token.end == 0) {
      return std::nullopt;
    }
    at = token.end;
    if (token.kind != kSkipped) {
      tokens.push_back(token);
    }
  }
  const auto extent = Recogniser(std::move(tokens)).run();
  return extent ? std::optional(SympyReading{latex.substr(0, extent->end), extent->is_relation}) : std::nullopt;
}

}  // namespace assay
