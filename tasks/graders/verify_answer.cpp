// Where Math-Verify finds an answer.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/boxes.h"
#include "tasks/graders/math_verify.h"
#include "tasks/graders/rule_text.h"

namespace assay {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kAnchorsMax = 200;   // the last ones of an output
constexpr std::size_t kWindowBytes = 400;  // behind an anchor, for numbers
constexpr std::size_t kTailBytes = 3'000;  // of an output, for numbers without an anchor
constexpr std::size_t kFormulaBytes = 20'000;
constexpr std::size_t kBetweenBoxesMax = 70;
constexpr int kBoxesMax = 6;  // one answer in several boxes

// Numbers and expressions in digits, as the rule's regular expressions have them.
constexpr std::string_view kExpression =
    "(?:(?:(?:^|\\s|=)(?:\\*\\*)?(?P<expr>-?\\(?-?\\d[\\d.\\s+\\-*×/^()÷]*[+\\-*×/^()÷][\\d.\\s+\\-*×/^()÷]+\\)?)"
    "(?:\\*\\*)?(?:\\.|,|:|\\s|\\)|\\$|$))|(?:(?:^|\\s|=)(?:\\*\\*)?[$€£¥₹]?(?P<number>(?<!\\d)"
    "(?:-?[1-9]\\d{0,2}(?:[ ,]\\d{3})+(?:\\.\\d+)?|-?\\d+[.,]\\d+|\\.\\d+|-?\\d+)"
    "(?:\\s*(?:%|[Pp]ercent(?:age)?|[Pp]ct))?)))";

struct Candidate {
  TextSpan whole;  // of the match, which decides the order
  TextSpan inner;
  std::string text;
  std::string_view rule;
};

// The one that ends rightmost; of those the one that begins first.
bool is_before(const Candidate& a, const Candidate& b) {
  return a.whole.end != b.whole.end ? a.whole.end > b.whole.end : a.whole.begin < b.whole.begin;
}

class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text), low_(text) {
    std::transform(low_.begin(), low_.end(), low_.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool is_escaped = at > 0 && text[at - 1] == '\\';
      if (text[at] == '$' && !is_escaped) {
        dollars_.push_back(at);
      } else if (text[at] == '\n') {
        lines_.push_back(at);
      } else if (is_escaped && (text[at] == ')' || text[at] == ']')) {
        (text[at] == ')' ? rounds_ : squares_).push_back(at - 1);
      }
    }
  }

  std::optional<VerifyAnswer> run() const {
    const std::array<std::vector<Candidate>, 5> groups{final_answers(true), with(final_answers(false), boxes()),
                                                       answers("answer:"), answers("answer"), anywhere()};
    for (std::vector<Candidate> group : groups) {
      std::sort(group.begin(), group.end(), is_before);
      for (const Candidate& candidate : group) {
        if (!python_strip(candidate.text).empty()) {
          return VerifyAnswer{candidate.text, candidate.inner, candidate.rule};
        }
      }
    }
    return std::nullopt;
  }

 private:
  static std::vector<Candidate> with(std::vector<Candidate> group, std::optional<Candidate> more) {
    if (more) {
      group.push_back(std::move(*more));
    }
    return group;
  }

  static std::size_t next_of(const std::vector<std::size_t>& places, std::size_t at) {
    const auto found = std::lower_bound(places.begin(), places.end(), at);
    return found == places.end() ? kNone : *found;
  }

  // A formula between delimiters that begins at `at`; a single dollar sign and \( stay on their line.
  std::optional<Candidate> delimited(std::size_t at, std::size_t width, std::size_t close, bool spans_lines) const {
    const std::size_t begin = at + width;
    const bool is_closed = close != kNone && close > begin && close - begin <= kFormulaBytes;
    if (!is_closed || (!spans_lines && next_of(lines_, begin) < close)) {
      return std::nullopt;
    }
    const TextSpan inner{begin, close};
    return Candidate{{at, close + width}, inner, std::string(inner.of(text_)), ""};
  }

  std::size_t next_double(std::size_t at) const {
    for (std::size_t next = next_of(dollars_, at); next != kNone; next = next_of(dollars_, next + 1)) {
      if (next - at > kFormulaBytes) {
        return kNone;
      }
      if (text_.substr(next, 2) == "$$") {
        return next;
      }
    }
    return kNone;
  }

  std::optional<Candidate> formula_at(std::size_t at) const {
    const std::string_view two = text_.substr(at, 2);
    const bool is_escaped = at > 0 && text_[at - 1] == '\\';
    if (is_escaped) {
      return std::nullopt;
    }
    if (two == "$$") {
      if (auto found = delimited(at, 2, next_double(at + 2), true)) {
        return found;
      }
    }
    if (two == "\\[") {
      return delimited(at, 2, next_of(squares_, at + 2), true);
    }
    if (two == "\\(") {
      return delimited(at, 2, next_of(rounds_, at + 2), false);
    }
    const bool is_behind_digit = at > 0 && text_[at - 1] >= '0' && text_[at - 1] <= '9';
    if (text_[at] == '$' && !is_behind_digit) {
      return delimited(at, 1, next_of(dollars_, at + 2), false);
    }
    return text_[at] == '\\' || text_[at] == '-' ? bare_fraction(at) : std::nullopt;
  }

  // \frac{1}{2} of plain numbers.
  std::optional<Candidate> bare_fraction(std::size_t at) const {
    static const Pattern kFraction = rule_pattern("-?\\\\frac\\{-?\\d+(?:[.,]\\d+)?\\}\\{-?\\d+(?:[.,]\\d+)?\\}");
    const std::string_view command = text_.substr(at + (text_[at] == '-' ? 1 : 0), 6);
    if (command != "\\frac{") {
      return std::nullopt;
    }
    const auto match = kFraction.match(window(at));
    if (!match || !*match) {
      return std::nullopt;
    }
    const TextSpan span{at, at + (**match)[0]->end};
    return Candidate{span, span, std::string(span.of(text_)), ""};
  }

  // Some bytes from `at`, cut between characters.
  std::string_view window(std::size_t at, std::size_t bytes = kWindowBytes) const {
    std::size_t end = std::min(at + bytes, text_.size());
    while (end < text_.size() && end > at && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) {
      --end;
    }
    return text_.substr(at, end - at);
  }

  // A percent sign or word behind a formula belongs to it.
  std::size_t past_percent(std::size_t at, std::string& text) const {
    static const Pattern kPercent = rule_pattern("\\s*(?:\\\\?%|[Pp]ercent(?:age)?|[Pp]ct)");
    const auto match = kPercent.match(window(at, 20));
    if (!match || !*match) {
      return at;
    }
    text += "\\%";
    return at + (**match)[0]->end;
  }

  // A formula and up to five more that "and", "or" or commas join to it.
  std::optional<Candidate> formulas_at(std::size_t at) const {
    static const Pattern kJoint = rule_pattern("\\s*(?:,?and|,?or|,)\\s*");
    auto found = formula_at(at);
    if (!found) {
      return std::nullopt;
    }
    found->whole.end = past_percent(found->whole.end, found->text);
    for (int more = 0; more < 5; ++more) {
      const auto joint = kJoint.match(window(found->whole.end));
      const std::size_t next = joint && *joint ? found->whole.end + (**joint)[0]->end : text_.size();
      auto one = next < text_.size() ? formula_at(next) : std::nullopt;
      if (!one) {
        break;
      }
      one->whole.end = past_percent(one->whole.end, one->text);
      found->text += ", " + one->text;
      found->whole.end = one->whole.end;
      found->inner.end = one->inner.end;
    }
    return found;
  }

  // The first formula that begins in [from, to].
  std::optional<Candidate> formula_between(std::size_t from, std::size_t to) const {
    for (std::size_t at = from; at <= to && at < text_.size(); ++at) {
      at = std::min(text_.find_first_of("$\\-", at), text_.size());
      if (at > to || at >= text_.size()) {
        break;
      }
      if (auto found = formulas_at(at)) {
        return found;
      }
    }
    return std::nullopt;
  }

  // A number or expression behind an anchor, by the pattern of what may stand between.
  std::optional<Candidate> number_behind(std::size_t at, const Pattern& pattern) const {
    const auto match = pattern.match(window(at));
    if (!match || !*match) {
      return std::nullopt;
    }
    const PatternMatch& groups = **match;
    const auto group = groups[1] ? groups[1] : groups[2];
    const TextSpan span{at + group->begin, at + group->end};
    return Candidate{{at, at + groups[0]->end}, span, std::string(span.of(text_)), ""};
  }

  std::vector<Candidate> final_answers(bool hopes) const {
    static const Pattern kNumber = rule_pattern("(?s)(?:.{0,100}?)\\s+is:?" + std::string(kExpression));
    std::vector<Candidate> group;
    std::size_t tries = 0;
    for (std::size_t at = low_.rfind("final answer"); at != kNone && ++tries <= kAnchorsMax;
         at = at == 0 ? kNone : low_.rfind("final answer", at - 1)) {
      const std::size_t from = at + 12;
      const std::size_t verb = low_.find(" is", from);
      if (verb == kNone || verb > from + 100) {
        continue;
      }
      const std::size_t begin = std::min(low_.find_first_not_of(": \n\t", verb + 3), low_.size());
      add(group, formula_between(begin, begin), hopes, "behind 'final answer ... is'");
      add(group, number_behind(from, kNumber), hopes, "behind 'final answer ... is'");
      if (!group.empty()) {
        break;
      }
    }
    return group;
  }

  void add(std::vector<Candidate>& group, std::optional<Candidate> found, bool hopes, std::string_view rule) const {
    if (!found) {
      return;
    }
    static const Pattern kHope = rule_pattern("\\.?\\s?I hope");
    const auto hope = kHope.match(window(found->whole.end, 12));
    if (!hopes || (hope && *hope)) {
      found->rule = rule;
      group.push_back(std::move(*found));
    }
  }

  // The last box, with those close before it.
  std::optional<Candidate> boxes() const {
    const std::size_t first = text_.find("\\boxed{");
    const std::size_t last = text_.rfind('}');
    if (first == kNone || last == kNone || last < first) {
      return std::nullopt;
    }
    const auto box = last_box(text_);
    if (!box) {
      return std::nullopt;
    }
    Candidate found{{first, last + 1}, box->inner, std::string(box->inner.of(text_)), "the last box"};
    Box next = *box;
    for (int more = 0; more < kBoxesMax; ++more) {
      const auto before = last_box(text_.substr(0, next.outer.begin));
      if (!before || !is_joined(*before, next)) {
        break;
      }
      found.text = std::string(before->inner.of(text_)) + "," + found.text;
      found.inner.begin = before->outer.begin;
      next = *before;
    }
    return found;
  }

  bool is_joined(const Box& before, const Box& next) const {
    static const Pattern kJoint = rule_pattern("\\b(and|or)\\b|,|;");
    const std::string_view between = TextSpan{before.outer.end, next.outer.begin}.of(text_);
    const bool is_same = next.inner.of(text_) == before.inner.of(text_);
    if (is_same || between.size() >= kBetweenBoxesMax) {
      return false;
    }
    const auto joint = kJoint.search(between);
    return between.size() < 10 || (joint && *joint);
  }

  std::vector<Candidate> answers(std::string_view word) const {
    static const Pattern kNumber =
        rule_pattern("(?s)(?:.{0,100}=\\s*|.{0,50}?)" + std::string(kExpression) + "(?!\\s*=)");
    std::vector<Candidate> group;
    std::size_t tries = 0;
    for (std::size_t at = low_.rfind(word); at != kNone && group.empty() && ++tries <= kAnchorsMax;
         at = at == 0 ? kNone : low_.rfind(word, at - 1)) {
      const std::size_t from = at + word.size();
      add(group, formula_between(from, from + 50), false, "behind 'answer'");
      add(group, number_behind(from, kNumber), false, "behind 'answer'");
    }
    return group;
  }

  // The last formula, and the last number or expression.
  std::vector<Candidate> anywhere() const {
    std::vector<Candidate> group;
    for (std::size_t at = 0; at < text_.size();) {
      auto found = formula_between(at, text_.size());
      if (!found) {
        break;
      }
      at = found->whole.end;
      found->rule = "the last formula";
      group.assign(1, std::move(*found));
    }
    if (auto number = last_number()) {
      group.push_back(std::move(*number));
    }
    return group;
  }

  std::optional<Candidate> last_number() const {
    static const Pattern kNumber = rule_pattern(kExpression);
    const std::size_t last = text_.find_last_of("0123456789");
    if (last == kNone) {
      return std::nullopt;
    }
    std::size_t begin = last > kTailBytes ? last - kTailBytes : 0;
    while (begin < last && (static_cast<unsigned char>(text_[begin]) & 0xC0) == 0x80) {
      ++begin;
    }
    const auto matches = kNumber.find_all(text_.substr(begin));
    std::optional<Candidate> best;
    for (const PatternMatch& groups : matches ? *matches : std::vector<PatternMatch>()) {
      const auto group = groups[1] ? groups[1] : groups[2];
      const TextSpan span{begin + group->begin, begin + group->end};
      Candidate found{
          {begin + groups[0]->begin, begin + groups[0]->end}, span, std::string(span.of(text_)), "the last number"};
      best = !best || is_before(found, *best) ? std::move(found) : std::move(best);
    }
    return best;
  }

  std::string_view text_;
  std::string low_;
  std::vector<std::size_t> dollars_, lines_, rounds_, squares_;
};

}  // namespace

std::optional<VerifyAnswer> find_verify_answer(std::string_view output) {
  const std::string text = valid_utf8(output);
  return Reading(text).run();
}

}  // namespace assay
