// The chain: boxes, announcements, formulas, numbers.
#include "tasks/graders/math_answer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "harness/base/text.h"
#include "tasks/graders/boxes.h"
#include "tasks/graders/math_segments.h"

namespace assay {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kDetourMax = 80;  // "the final answer to the question is"
constexpr int kTriesMax = 64;           // each may look at the whole text: more would be quadratic

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != kNone; }

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return low;
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view set) {
  return std::min(text.find_first_not_of(set, at), text.size());
}

TextSpan trimmed(std::string_view text, TextSpan span, std::string_view front, std::string_view back) {
  while (span.begin < span.end && is_one_of(text[span.begin], front)) {
    ++span.begin;
  }
  while (span.begin < span.end && is_one_of(text[span.end - 1], back)) {
    --span.end;
  }
  return span;
}

// One output, read once.
class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text), low_(lowered(text)), segments_(math_segments(text)) {}

  std::optional<MathAnswer> boxed() const {
    const auto box = last_box(text_);
    return box ? std::optional(MathAnswer{std::string(trim(box->inner.of(text_))), box->inner, "the last box"})
               : std::nullopt;
  }

  // Behind the last `word` that announces something; of the last kTriesMax there are.
  std::optional<MathAnswer> announced(std::string_view word, std::string_view rule) const {
    std::size_t at = low_.rfind(word);
    for (int tries = 0; at != kNone && tries < kTriesMax; ++tries) {
      const auto begin = word == "####" ? std::optional(at + word.size()) : behind_verb({at, at + word.size()});
      auto found = begin ? sentence(*begin, rule) : std::nullopt;
      if (found) {
        return found;
      }
      at = at < word.size() ? kNone : low_.rfind(word, at - word.size());
    }
    return std::nullopt;
  }

  std::optional<MathAnswer> last_formula() const {
    if (segments_.empty()) {
      return std::nullopt;
    }
    const TextSpan inner = segments_.back().inner;
    return MathAnswer{std::string(trim(inner.of(text_))), inner, "the last formula", false};
  }

  std::optional<MathAnswer> last_number() const {
    std::size_t end = text_.find_last_of("0123456789");
    if (end == kNone) {
      return std::nullopt;
    }
    std::size_t begin = end++;
    while (begin > 0 && (is_digit(text_[begin - 1]) || joins_digits(begin - 1))) {
      --begin;
    }
    begin -= begin > 0 && text_[begin - 1] == '.' && (begin == 1 || !is_digit(text_[begin - 2])) ? 1 : 0;
    const bool is_negative = begin > 0 && text_[begin - 1] == '-' &&
                             (begin == 1 || (!is_digit(text_[begin - 2]) && text_[begin - 2] != ')'));
    begin -= is_negative ? 1 : 0;
    return MathAnswer{std::string(text_.substr(begin, end - begin)), {begin, end}, "the last number", false};
  }

 private:
  // A decimal point, a comma or a slash between two digits.
  bool joins_digits(std::size_t at) const {
    return is_one_of(text_[at], ".,/") && at > 0 && is_digit(text_[at - 1]) && is_digit(text_[at + 1]);
  }

  // Behind ":", "=", "is" or "are", which may stand a few words further on in the same sentence; or, where the word
  // ends its line like a heading, on the next line.
  std::optional<std::size_t> behind_verb(TextSpan word) const {
    const bool is_plural = std::string_view(low_).substr(word.end, 2) == "s ";
    const std::size_t at = skip(low_, word.end + (is_plural ? 1 : 0), "*_` ");
    if (at < low_.size() && is_one_of(low_[at], ":=")) {
      return at + 1;
    }
    if (at < low_.size() && low_[at] == '\n') {
      return begins_line(word.begin) ? std::optional(skip(low_, at, "\n \t")) : std::nullopt;
    }
    const std::string_view detour = std::string_view(low_).substr(std::min(at, low_.size()), kDetourMax);
    const std::string_view clause = detour.substr(0, detour.find_first_of("\n."));
    std::size_t verb = kNone;
    for (const std::string_view wanted : {"is", "are"}) {
      const std::size_t found = word_in(clause, wanted);
      verb = found == kNone ? verb : std::min(verb, at + found + wanted.size());
    }
    return verb == kNone ? std::nullopt : std::optional(verb);
  }

  // Nothing but marks of a heading stands before it on its line.
  bool begins_line(std::size_t at) const {
    for (std::size_t steps = 0; at > 0 && steps < 12 && is_one_of(low_[at - 1], "#*_ "); ++steps) {
      --at;
    }
    return at == 0 || low_[at - 1] == '\n';
  }

  static std::size_t word_in(std::string_view text, std::string_view word) {
    constexpr std::string_view kAround = " \n:*$";
    for (std::size_t at = text.find(word); at != kNone; at = text.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool begins = at == 0 || is_one_of(text[at - 1], kAround);
      if (begins && (end == text.size() || is_one_of(text[end], kAround))) {
        return at;
      }
    }
    return kNone;
  }

  // The first formula that ends behind `at`.
  std::vector<MathSegment>::const_iterator segment_behind(std::size_t at) const {
    return std::lower_bound(segments_.begin(), segments_.end(), at,
                            [](const MathSegment& segment, std::size_t place) { return segment.outer.end <= place; });
  }

  // A full stop or a question mark with white space or nothing behind it, or the line's end; not within a formula.
  std::size_t sentence_end(std::size_t at) const {
    auto segment = segment_behind(at);
    while (at < text_.size() && text_[at] != '\n') {
      while (segment != segments_.end() && segment->outer.end <= at) {
        ++segment;
      }
      if (segment != segments_.end() && segment->outer.begin <= at) {
        at = segment->outer.end;
        continue;
      }
      const std::size_t next = skip(text_, at + 1, "*_\"'`)");
      if (is_one_of(text_[at], ".?") && (next >= text_.size() || is_one_of(text_[next], " \n\t\r<"))) {
        return at;
      }
      ++at;
    }
    return at;
  }

  std::optional<MathAnswer> sentence(std::size_t begin, std::string_view rule) const {
    begin = skip(text_, begin, " \t\r:*_`#>=~");
    if (begin < text_.size() && text_[begin] == '\n') {
      begin = skip(text_, begin, " \t\r\n*_`");
    }
    TextSpan span{begin, sentence_end(begin)};
    const std::size_t hope = span.of(low_).find("i hope it is correct");
    span.end = hope == kNone ? span.end : span.begin + hope;
    span = trimmed(text_, span, " \t*_`\"'", " \t\r*_`\"'.,;");
    if (span.begin >= span.end) {
      return std::nullopt;
    }
    if (auto formulas = formulas_in(span, rule)) {
      return formulas;
    }
    return MathAnswer{std::string(span.of(text_)), span, rule};
  }

  // Nothing if the sentence holds none, or if digits stand before the first: then the sentence is the answer.
  std::optional<MathAnswer> formulas_in(TextSpan span, std::string_view rule) const {
    auto segment = segment_behind(span.begin);
    if (segment == segments_.end() || segment->outer.begin < span.begin || segment->outer.end > span.end) {
      return std::nullopt;
    }
    const std::string_view before = TextSpan{span.begin, segment->outer.begin}.of(text_);
    if (std::any_of(before.begin(), before.end(), is_digit)) {
      return std::nullopt;
    }
    MathAnswer answer{std::string(trim(segment->inner.of(text_))), segment->outer, rule};
    for (auto next = segment + 1; next != segments_.end() && next->outer.end <= span.end; ++next) {
      const std::string_view between = TextSpan{answer.span.end, next->outer.begin}.of(text_);
      if (!is_joining(between)) {
        break;
      }
      answer.text += std::string(between) + std::string(trim(next->inner.of(text_)));
      answer.span.end = next->outer.end;
    }
    return answer;
  }

  static bool is_joining(std::string_view text) {
    text = trim(text);
    text = starts_with(text, ",") ? trim(text.substr(1)) : text;
    return text.empty() || text == "and" || text == "or";
  }

  std::string_view text_;
  std::string low_;
  std::vector<MathSegment> segments_;
};

std::optional<MathAnswer> announced_answer(const Reading& reading) {
  if (auto found = reading.boxed()) {
    return found;
  }
  if (auto found = reading.announced("final answer", "behind 'final answer'")) {
    return found;
  }
  const auto marked = reading.announced("####", "behind '####'");
  const auto said = reading.announced("answer", "behind 'answer'");
  if (marked && said) {
    return marked->span.begin >= said->span.begin ? marked : said;
  }
  return marked ? marked : said;
}

}  // namespace

std::optional<MathAnswer> find_math_answer(std::string_view output, AnswerReach reach) {
  const Reading reading(output);
  if (auto found = announced_answer(reading)) {
    return found;
  }
  if (auto found = reading.last_formula()) {
    return found;
  }
  return reach == AnswerReach::kLastNumber ? reading.last_number() : std::nullopt;
}

std::optional<MathAnswer> find_math_answer_in_cut(std::string_view output) {
  const Reading reading(output);
  if (auto found = reading.boxed()) {
    return found;
  }
  auto found = announced_answer(reading);
  return found && found->span.end < output.size() ? found : std::nullopt;
}

std::string gold_answer(std::string_view gold) {
  const std::size_t mark = gold.rfind("####");
  if (mark != kNone) {
    return std::string(trim(gold.substr(mark + 4)));
  }
  const auto box = last_box(gold);
  return std::string(trim(box ? box->inner.of(gold) : gold));
}

}  // namespace assay
