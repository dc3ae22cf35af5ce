// Finding and simplifying short answers; each step reads the text once.
#include "tasks/parts/exact_answer.h"

#include <array>
#include <cstdint>
#include <numeric>

#include "harness/base/text.h"
#include "tasks/parts/finish.h"

namespace assay {
namespace {

constexpr std::size_t kDigitsMax = 18;
constexpr std::size_t kSpanMax = 400;  // longer answers are no short answers

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = lower(c);
  }
  return out;
}

// What stands in the braces that open at `begin`; nothing if they do not close.
std::optional<std::string_view> braced(std::string_view text, std::size_t begin) {
  int depth = 1;
  for (std::size_t at = begin; at < text.size(); ++at) {
    depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (depth == 0) {
      return text.substr(begin, at - begin);
    }
  }
  return std::nullopt;
}

// To the end of the line, or of the sentence: a stop that is followed by white space or nothing.
std::string_view to_end_of_sentence(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_stop = text[at] == '.' && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '*');
    if (is_stop) {
      return text.substr(0, at);
    }
  }
  return text;
}

// A number that is read digit by digit: its value as a fraction over a power of ten.
struct Decimal {
  std::int64_t digits = 0;
  std::int64_t scale = 1;
  std::size_t end = 0;
};

// The decimal that begins at `at`, with commas between groups. Nothing beyond 18 digits. REQUIRES: a digit at `at`.
std::optional<Decimal> read_decimal(std::string_view text, std::size_t at) {
  Decimal decimal;
  std::size_t count = 0;
  bool has_point = false;
  for (; at < text.size(); ++at) {
    const bool goes_on = at + 1 < text.size() && is_digit(text[at + 1]);
    if (text[at] == ',' && goes_on && !has_point) {
      continue;
    }
    if (text[at] == '.' && goes_on && !has_point) {
      has_point = true;
      continue;
    }
    if (!is_digit(text[at])) {
      break;
    }
    if (++count > kDigitsMax) {
      return std::nullopt;
    }
    decimal.digits = 10 * decimal.digits + (text[at] - '0');
    decimal.scale *= has_point ? 10 : 1;
  }
  decimal.end = at;
  return decimal;
}

std::string fraction_text(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t common = std::gcd(numerator, denominator);
  numerator /= common;
  denominator /= common;
  return std::to_string(numerator) + (denominator == 1 ? "" : "/" + std::to_string(denominator));
}

// "\frac{3}{4}" as "(3)/(4)"; brackets and blanks around a slash go, so that "3/4" is left.
std::string flat_fractions(std::string_view text) {
  std::string flat = replace_all(replace_all(std::string(text), "\\dfrac", "\\frac"), "\\tfrac", "\\frac");
  flat = replace_all(replace_all(std::move(flat), "\\frac{", ""), "}{", "/");
  std::string out;
  for (const char c : flat) {
    if (c == '{' || c == '}' || c == '(' || c == ')' || c == '$' || c == '*' || c == '`' || c == '\\') {
      continue;
    }
    if (c == '/' && !out.empty() && out.back() == ' ') {
      out.pop_back();
    }
    if (c == ' ' && !out.empty() && out.back() == '/') {
      continue;
    }
    out += c;
  }
  return replace_all(std::move(out), "\xe2\x88\x92", "-");  // U+2212
}

class ExactAnswerScorer final : public Scorer {
 public:
  std::string_view name() const override { return "exact_answer"; }
  int version() const override { return 1; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_finish(response)) {
      return *early;
    }
    const auto found = find_short_answer(response.text);
    const bool is_cut = response.finish == Finish::kLength || response.finish == Finish::kContextFull;
    if (is_cut && (!found || !found->is_announced)) {
      return {.outcome = Outcome::kTruncatedInAnswer, .value = 0, .rule = "cut off before an answer was announced"};
    }
    if (!found) {
      return {.outcome = Outcome::kUnparsed, .value = 0, .rule = "a blank answer"};
    }
    const auto gold = is_number(sample.gold) ? exact_value(sample.gold) : std::nullopt;
    const auto answer = gold ? exact_value(found->text) : std::optional(plain_words(found->text));
    if (!answer) {
      return {.outcome = Outcome::kUnparsed,
              .value = 0,
              .answer = std::string(found->text),
              .rule = std::string(found->rule) + ": not one number"};
    }
    const bool is_right = *answer == (gold ? *gold : plain_words(sample.gold));
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = *answer,
            .rule = std::string(found->rule)};
  }

 private:
  // "-12", "3/4", "0.75"; a date is none.
  static bool is_number(std::string_view gold) {
    const std::size_t begin = starts_with(gold, "-") ? 1 : 0;
    return gold.size() > begin && is_digit(gold[begin]) &&
           gold.find_first_not_of("0123456789./", begin) == std::string_view::npos;
  }
};

}  // namespace

std::optional<FoundAnswer> find_short_answer(std::string_view text) {
  constexpr std::string_view kBoxed = "\\boxed{";
  if (const std::size_t at = text.rfind(kBoxed); at != std::string_view::npos) {
    if (const auto inside = braced(text, at + kBoxed.size()); inside && inside->size() <= kSpanMax) {
      return FoundAnswer{.text = trim(*inside), .rule = "last \\boxed", .is_announced = true};
    }
  }
  const std::string low = lowered(text);
  std::size_t begin = std::string::npos;
  for (const std::string_view words : {"answer is", "answer:", "####"}) {
    const std::size_t at = low.rfind(words);
    if (at != std::string::npos && (begin == std::string::npos || at + words.size() > begin)) {
      begin = at + words.size();
    }
  }
  if (begin != std::string::npos) {
    const std::size_t first = text.find_first_not_of(" \t\r\n:*", begin);
    if (first != std::string_view::npos) {
      const std::string_view span = trim(to_end_of_sentence(text.substr(first)));
      return FoundAnswer{.text = span.substr(0, kSpanMax), .rule = "behind the last 'answer is'", .is_announced = true};
    }
  }
  const std::string_view all = trim(text);
  if (all.empty()) {
    return std::nullopt;
  }
  const std::size_t line = all.rfind('\n');
  const std::string_view last = trim(line == std::string_view::npos ? all : all.substr(line + 1));
  return FoundAnswer{.text = last.substr(0, kSpanMax), .rule = "last line"};
}

std::optional<std::string> exact_value(std::string_view text) {
  std::string flat = flat_fractions(text);
  if (const std::size_t equals = flat.rfind('='); flat.find_first_of("0123456789", equals) != std::string::npos) {
    flat.erase(0, equals == std::string::npos ? 0 : equals + 1);  // of an equation the right side
  }
  const std::size_t at = flat.find_first_of("0123456789");
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const bool is_negative = at > 0 && flat[at - 1] == '-';
  const auto first = read_decimal(flat, at);
  if (!first) {
    return std::nullopt;
  }
  std::int64_t numerator = first->digits;
  std::int64_t denominator = first->scale;
  std::size_t end = first->end;
  if (end + 1 < flat.size() && flat[end] == '/' && is_digit(flat[end + 1])) {
    const auto second = read_decimal(flat, end + 1);
    const bool is_fraction = second && first->scale == 1 && second->scale == 1 && second->digits != 0;
    if (!is_fraction) {
      return std::nullopt;
    }
    denominator = second->digits;
    end = second->end;
  }
  if (flat.find_first_of("0123456789", end) != std::string::npos) {
    return std::nullopt;
  }
  return fraction_text(is_negative ? -numerator : numerator, denominator);
}

std::string plain_words(std::string_view text) {
  constexpr std::string_view kDropped = "\"'*`$()[]{}";
  std::string out;
  for (const char c : text) {
    if (kDropped.find(c) != std::string_view::npos) {
      continue;
    }
    const bool is_space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (is_space && (out.empty() || out.back() == ' ')) {
      continue;
    }
    out += is_space ? ' ' : lower(c);
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.' || out.back() == ',')) {
    out.pop_back();
  }
  out = replace_all(replace_all(std::move(out), "\\text", ""), ", and ", ", ");
  out = replace_all(std::move(out), " and ", ", ");
  out = replace_all(replace_all(std::move(out), " ,", ","), ", ", ",");
  return replace_all(std::move(out), ",", ", ");
}

std::unique_ptr<Scorer> make_exact_answer_scorer() { return std::make_unique<ExactAnswerScorer>(); }

}  // namespace assay
