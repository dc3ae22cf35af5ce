// Scorers of numbers and of choices. They read model output as data, in one pass, and never evaluate it.
#include "tasks/parts/scorers.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "tasks/parts/choice_scorers.h"
#include "tasks/parts/exact_answer.h"
#include "tasks/parts/finish.h"

namespace assay {
namespace {

constexpr std::string_view kAnnouncement = "The answer is";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that begins at `at`: digits with commas between groups, and a decimal part. REQUIRES: a digit stands
// there.
std::string_view number_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() &&
         (is_digit(text[end]) || (text[end] == ',' && end + 1 < text.size() && is_digit(text[end + 1])))) {
    ++end;
  }
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
  }
  return text.substr(at, end - at);
}

// "1,234.50" -> "1234.5", "012" -> "12", "3.0" -> "3".
std::string normalised(std::string_view number, bool is_negative) {
  std::string digits;
  for (const char c : number) {
    if (c != ',') {
      digits += c;
    }
  }
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') {
      digits.pop_back();
    }
  }
  const std::size_t leading = digits.find_first_not_of('0');
  digits.erase(0, leading == std::string::npos ? digits.size() - 1 : digits[leading] == '.' ? leading - 1 : leading);
  return is_negative && digits != "0" ? "-" + digits : digits;
}

// A minus belongs to the number unless it is an operator between two values.
bool has_sign(std::string_view text, std::size_t at) {
  return at > 0 && text[at - 1] == '-' && (at == 1 || (!is_digit(text[at - 2]) && text[at - 2] != ')'));
}

std::optional<std::string> first_number(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      return normalised(number_at(text, at), has_sign(text, at));
    }
  }
  return std::nullopt;
}

std::optional<std::string> last_number(std::string_view text) {
  std::optional<std::string> last;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const std::string_view number = number_at(text, at);
    last = normalised(number, has_sign(text, at));
    at += number.size();
  }
  return last;
}

class NumberScorer final : public Scorer {
 public:
  explicit NumberScorer(std::string_view name) : name_(name) {}
  std::string_view name() const override { return name_; }
  int version() const override { return 1; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_finish(response)) {
      return *early;
    }
    const auto found = find_answer_number(response.text);
    const bool is_cut = response.finish == Finish::kLength || response.finish == Finish::kContextFull;
    if (is_cut && (!found || !found->is_announced)) {
      return {.outcome = Outcome::kTruncatedInAnswer,
              .value = 0,
              .answer = found ? found->digits : "",
              .rule = "cut off before 'The answer is'"};
    }
    if (!found) {
      return {.outcome = Outcome::kUnparsed, .value = 0, .rule = "no number in the answer"};
    }
    const bool is_right = found->digits == first_number(sample.gold);
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = found->digits,
            .rule = found->is_announced ? "number after 'The answer is'" : "last number"};
  }

 private:
  const std::string_view name_;
};

}  // namespace

std::optional<FoundNumber> find_answer_number(std::string_view text) {
  const std::size_t announced = text.rfind(kAnnouncement);
  if (announced != std::string_view::npos) {
    if (auto number = first_number(text.substr(announced + kAnnouncement.size()))) {
      return FoundNumber{.digits = std::move(*number), .is_announced = true};
    }
  }
  if (auto number = last_number(text)) {
    return FoundNumber{.digits = std::move(*number)};
  }
  return std::nullopt;
}

std::unique_ptr<Scorer> make_number_scorer() { return std::make_unique<NumberScorer>("number"); }

Result<std::unique_ptr<Scorer>> make_scorer(std::string_view name) {
  if (name == "exact_match") {
    return std::unique_ptr<Scorer>(std::make_unique<NumberScorer>("exact_match"));
  }
  if (name == "acc" || name == "acc_norm") {
    return make_choice_scorer(name);
  }
  if (name == "exact_answer") {
    return std::unique_ptr<Scorer>(make_exact_answer_scorer());
  }
  const std::array<std::string, 4> known{"acc", "acc_norm", "exact_answer", "exact_match"};
  return Error{ErrorKind::kInvalidConfig, unknown_name("metric", name, known)};
}

}  // namespace assay
