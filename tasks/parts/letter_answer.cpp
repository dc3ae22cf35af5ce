// Finding letters.
#include "tasks/parts/letter_answer.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "tasks/parts/finish.h"

namespace assay {
namespace {

constexpr std::size_t kLetters = 26;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) > 127;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// What follows a letter that is an answer, not an article: "A or B", "A because ...".
bool goes_on_with_more(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
  constexpr std::array<std::string_view, 7> kWords{"or", "and", "is", "as", "because", "since", "but"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Letters of choices in a text, one after the other.
class Letters {
 public:
  explicit Letters(std::size_t choices) : count_(std::min(choices, kLetters)) {}

  // A choice's letter stands alone at `at`.
  std::optional<std::size_t> at(std::string_view text, std::size_t at) const {
    if (at >= text.size() || text[at] < 'A' || static_cast<std::size_t>(text[at] - 'A') >= count_) {
      return std::nullopt;
    }
    const bool goes_on = (at > 0 && is_word(text[at - 1])) || (at + 1 < text.size() && is_word(text[at + 1]));
    const bool is_article = text[at] == 'A' && at + 2 < text.size() && text[at + 1] == ' ' && is_lower(text[at + 2]) &&
                            !goes_on_with_more(text.substr(at + 2));
    const bool is_apostrophe =
        at + 1 < text.size() && text[at + 1] == '\'' && at + 2 < text.size() && is_word(text[at + 2]);
    return goes_on || is_article || is_apostrophe ? std::nullopt
                                                  : std::optional(static_cast<std::size_t>(text[at] - 'A'));
  }

  // The one letter in a text; nothing for none, or for different ones.
  std::optional<std::size_t> only(std::string_view text) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (const auto letter = at(text, i)) {
        if (found && *found != *letter) {
          return std::nullopt;
        }
        found = letter;
      }
    }
    return found;
  }

 private:
  std::size_t count_;
};

using Found = std::optional<std::size_t>;

Found boxed(std::string_view answer, const Letters& letters) {
  constexpr std::string_view kBoxed = "\\boxed{";
  const std::size_t open = answer.rfind(kBoxed);
  if (open == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t begin = open + kBoxed.size();
  const std::size_t end = answer.find('\n', begin);
  std::string_view inside = answer.substr(begin, std::min(end, begin + 40) - begin);
  inside = inside.substr(0, inside.find('}'));
  if (const std::size_t brace = inside.rfind('{'); brace != std::string_view::npos) {
    inside.remove_prefix(brace + 1);
  }
  return letters.only(trim(inside));
}

// To the end of the sentence behind the last announcement.
Found announced(std::string_view answer, const std::string& lowered, const Letters& letters) {
  std::size_t last = std::string::npos;
  for (const std::string_view words : {"answer is", "answer:", "answer**:", "final answer", "choice is", "option is"}) {
    const std::size_t at = lowered.rfind(words);
    if (at != std::string::npos && (last == std::string::npos || at + words.size() > last)) {
      last = at + words.size();
    }
  }
  if (last == std::string::npos) {
    return std::nullopt;
  }
  std::string_view rest = answer.substr(last);
  const std::size_t begin = rest.find_first_not_of(" \t\r\n:*_`\"'([{$");
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  rest = rest.substr(begin > 0 ? begin - 1 : 0);
  const std::size_t stop = rest.find_first_of("\n.", 1);
  const std::string_view sentence = rest.substr(0, std::min<std::size_t>(stop, 200));
  return letters.only(sentence);
}

Found alone_on_last_line(std::string_view answer, const Letters& letters) {
  const std::string_view text = trim(answer);
  const std::size_t line = text.rfind('\n');
  std::string_view last = trim(line == std::string_view::npos ? text : text.substr(line + 1));
  while (!last.empty() && std::string_view("*_`(\"'$[").find(last.front()) != std::string_view::npos) {
    last.remove_prefix(1);
  }
  while (!last.empty() && std::string_view("*_`)\"'$].:").find(last.back()) != std::string_view::npos) {
    last.remove_suffix(1);
  }
  return last.size() == 1 ? letters.at(last, 0) : std::nullopt;
}

Found last_bracketed(std::string_view answer, const Letters& letters) {
  for (std::size_t i = answer.size(); i-- > 2;) {
    if (answer[i] == ')' && answer[i - 2] == '(') {
      if (const auto letter = letters.at(answer, i - 1)) {
        return letter;
      }
    }
  }
  return std::nullopt;
}

Found only_text_in_last_sentence(const std::string& lowered, std::span<const std::string> choices) {
  std::string_view text = trim(lowered);
  while (!text.empty() && (text.back() == '.' || text.back() == '!')) {
    text.remove_suffix(1);
  }
  const std::size_t sentence = text.find_last_of(".\n!?");
  text = sentence == std::string_view::npos ? text : text.substr(sentence + 1);
  Found found;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::string choice = lower(trim(choices[i]));
    const std::size_t at = choice.size() < 2 ? std::string_view::npos : text.find(choice);
    const bool is_there = at != std::string_view::npos && (at == 0 || !is_word(text[at - 1])) &&
                          (at + choice.size() == text.size() || !is_word(text[at + choice.size()]));
    if (is_there && found) {
      return std::nullopt;
    }
    found = is_there ? Found(i) : found;
  }
  return found;
}

class LetterScorer final : public Scorer {
 public:
  std::string_view name() const override { return "letter"; }
  int version() const override { return 1; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_finish(response)) {
      return *early;
    }
    const auto found = find_letter(response.text, sample.choices);
    if (!found) {
      const bool is_cut = response.finish == Finish::kLength || response.finish == Finish::kContextFull;
      return {.outcome = is_cut ? Outcome::kTruncatedInAnswer : Outcome::kUnparsed,
              .value = 0,
              .rule = is_cut ? "cut off before a choice was named" : "no choice is named"};
    }
    const bool is_right = sample.gold_choice == static_cast<int>(found->choice) ||
                          std::find(sample.gold_choices.begin(), sample.gold_choices.end(),
                                    static_cast<int>(found->choice)) != sample.gold_choices.end();
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = letter_of(found->choice),
            .rule = std::string(found->rule)};
  }
};

}  // namespace

std::string letter_of(std::size_t choice) { return std::string(1, static_cast<char>('A' + choice % kLetters)); }

std::optional<LetterAnswer> find_letter(std::string_view answer, std::span<const std::string> choices) {
  const Letters letters(choices.size());
  const std::string lowered = lower(answer);
  const std::array<std::pair<Found, std::string_view>, 5> rules{
      {{boxed(answer, letters), "the last \\boxed"},
       {announced(answer, lowered, letters), "behind 'answer is'"},
       {alone_on_last_line(answer, letters), "a last line of one letter"},
       {last_bracketed(answer, letters), "the last letter in brackets"},
       {only_text_in_last_sentence(lowered, choices), "the only choice in the last sentence"}}};
  for (const auto& [found, rule] : rules) {
    if (found) {
      return LetterAnswer{.choice = *found, .rule = rule};
    }
  }
  return std::nullopt;
}

std::unique_ptr<Scorer> make_letter_scorer() { return std::make_unique<LetterScorer>(); }

}  // namespace assay
