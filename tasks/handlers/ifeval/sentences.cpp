// Punkt's decisions, with its trained parameters replaced by word lists.
#include "tasks/handlers/ifeval/sentences.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tasks/handlers/ifeval/english_words.h"
#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

constexpr std::u32string_view kSentenceEnds = U".?!";
// What ends a word wherever it stands: brackets, quotes, some punctuation. Without the period.
constexpr std::u32string_view kBreakers = U")\";}]*:@'({[\u2018\u2019\u201C\u201D\u00AB\u00BB?!";
constexpr std::u32string_view kNoWordStart = U"(\"`{[:;&#*@)}]-,";
constexpr std::u32string_view kClosers = U"\"')]}\u2018\u2019\u201C\u201D\u00AB\u00BB";
constexpr std::u32string_view kPunctuation = U";:,.!?";

bool is_in(std::u32string_view set, char32_t point) { return set.find(point) != std::u32string_view::npos; }
bool is_ascii_space(char32_t point) { return point == U' ' || (point >= 0x09 && point <= 0x0D); }

struct Token {
  std::u32string text;
  std::string type;  // lower case; a number is "##number##"
  bool ends_in_period = false;
  bool is_break = false;
  bool is_abbreviation = false;
  bool is_ellipsis = false;
};

// Length of a run of dashes, of periods, or of spaced periods that starts here; 0 if none does.
std::size_t punctuation_run(std::u32string_view line, std::size_t at) {
  const char32_t first = line[at];
  if (first != U'-' && first != U'.') {
    return 0;
  }
  std::size_t end = at;
  while (end < line.size() && line[end] == first) {
    ++end;
  }
  if (end - at >= 2) {
    return end - at;
  }
  std::size_t spaced = 0;
  std::size_t step = at;
  while (first == U'.' && step + 1 < line.size() && line[step] == U'.' && is_python_space(line[step + 1])) {
    step += 2;
    ++spaced;
  }
  // As many ". " as possible, but a period must follow the last.
  const bool closes = step < line.size() && line[step] == U'.';
  return spaced >= 2 && closes ? step + 1 - at : (spaced >= 3 ? step - 1 - at : 0);
}

// True where a word that goes on so far ends.
bool is_word_end(std::u32string_view line, std::size_t at) {
  const auto is_hard_end = [&](std::size_t here) {
    return here >= line.size() || is_python_space(line[here]) || is_in(kBreakers, line[here]) ||
           punctuation_run(line, here) != 0;
  };
  return is_hard_end(at) || (line[at] == U',' && is_hard_end(at + 1));
}

bool is_number(std::u32string_view text) {
  std::size_t at = !text.empty() && text[0] == U'-' ? 1 : 0;
  at += at < text.size() && (text[at] == U'.' || text[at] == U',') ? 1 : 0;
  if (at >= text.size() || !is_decimal(text[at])) {
    return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char32_t point) { return is_decimal(point) || is_in(U",.-", point); });
}

// First pass: what the token's own form says.
Token annotated(std::u32string_view text) {
  Token token;
  token.text = text;
  token.type = is_number(text) ? "##number##" : python_lower(from_points(text));
  token.ends_in_period = text.back() == U'.';
  const bool is_dots = std::all_of(text.begin(), text.end(), [](char32_t point) { return point == U'.'; });
  if (text.size() == 1 && is_in(kSentenceEnds, text[0])) {
    token.is_break = true;
  } else if (is_dots) {
    token.is_ellipsis = true;
  } else if (token.ends_in_period && text[text.size() - 2] != U'.') {
    const std::string word = python_lower(from_points(text.substr(0, text.size() - 1)));
    const std::size_t dash = word.rfind('-');
    token.is_abbreviation =
        is_abbreviation(word) || (dash != std::string::npos && is_abbreviation(word.substr(dash + 1)));
    token.is_break = !token.is_abbreviation;
  }
  return token;
}

void append_tokens(std::u32string_view line, std::vector<Token>& tokens) {
  for (std::size_t at = 0; at < line.size();) {
    if (is_python_space(line[at])) {
      ++at;
      continue;
    }
    std::size_t length = punctuation_run(line, at);
    if (length == 0) {
      length = 1;
      while (!is_in(kNoWordStart, line[at]) && !is_word_end(line, at + length)) {
        ++length;
      }
    }
    tokens.push_back(annotated(line.substr(at, length)));
    at += length;
  }
}

std::string without_period(const std::string& type) {
  return type.size() > 1 && type.back() == '.' ? type.substr(0, type.size() - 1) : type;
}

enum class Start { kYes, kNo, kUnknown };

// Does the way this word is written say that it starts a sentence?
Start looks_like_start(const Token& token, const std::string& type) {
  if (token.text.size() == 1 && is_in(kPunctuation, token.text[0])) {
    return Start::kNo;
  }
  if (is_upper(token.text[0]) && is_starting_word(type)) {
    return Start::kYes;
  }
  return is_lower(token.text[0]) ? Start::kNo : Start::kUnknown;
}

bool is_initial(const Token& token) {
  return token.text.size() == 2 && token.text[1] == U'.' &&
         (token.text[0] == U'_' || (is_python_word(token.text[0]) && !is_decimal(token.text[0])));
}

// Second pass: what the next word says about a word that ends in a period.
void reconsider(Token& token, const Token& next) {
  if (!token.ends_in_period) {
    return;
  }
  const std::string type = without_period(token.type);
  const std::string next_type = next.is_break ? without_period(next.type) : next.type;
  const bool is_one_letter = is_initial(token);
  const Start start = looks_like_start(next, next_type);
  if ((token.is_abbreviation || token.is_ellipsis) && !is_one_letter) {
    const bool is_usual_start = is_upper(next.text[0]) && is_sentence_starter(next_type);
    if (start == Start::kYes || is_usual_start) {
      token.is_break = true;
      return;
    }
  }
  if (is_one_letter || type == "##number##") {
    const bool is_name =
        is_one_letter && start == Start::kUnknown && is_upper(next.text[0]) && !is_ordinary_word(next_type);
    if (start == Start::kNo || is_name) {
      token.is_break = false;
    }
  }
}

// A break that is not the context's last token.
bool has_break(std::u32string_view context) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at <= context.size();) {
    const std::size_t end = std::min(context.find(U'\n', at), context.size());
    append_tokens(context.substr(at, end - at), tokens);
    at = end + 1;
  }
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    reconsider(tokens[i], tokens[i + 1]);
    if (tokens[i].is_break) {
      return true;
    }
  }
  return false;
}

struct Candidate {
  std::size_t word_begin = 0;  // of the word before the mark
  std::size_t mark = 0;
};

// Where the next sentence would start, and the end of the context behind the mark; nothing if nothing follows.
struct Following {
  std::size_t sentence_begin = 0;
  std::size_t context_end = 0;
};

std::optional<Following> following(std::u32string_view text, std::size_t mark) {
  std::size_t at = mark + 1;
  if (at < text.size() && is_in(kBreakers, text[at])) {
    return Following{at, at + 1};
  }
  while (at < text.size() && is_python_space(text[at])) {
    ++at;
  }
  if (at == mark + 1 || at == text.size()) {
    return std::nullopt;
  }
  std::size_t end = at;
  while (end < text.size() && !is_python_space(text[end])) {
    ++end;
  }
  return Following{at, end};
}

bool may_end(std::u32string_view text, std::size_t mark, std::size_t text_end) {
  const bool is_inside = is_in(kSentenceEnds, text[mark]) && mark + 1 < text_end;
  return is_inside && (is_in(kBreakers, text[mark + 1]) || is_python_space(text[mark + 1]));
}

// Marks that may end a sentence, with the word before; of several at one word the last.
std::vector<Candidate> candidates_of(std::u32string_view text) {
  std::size_t text_end = text.size();
  while (text_end > 0 && is_python_space(text[text_end - 1])) {
    --text_end;
  }
  std::vector<Candidate> candidates;
  std::optional<Candidate> last;
  std::size_t word_begin = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text_end; ++at) {
    if (!may_end(text, at, text_end)) {
      continue;
    }
    std::size_t space = at;
    while (space > from + 1 && !is_ascii_space(text[space - 1])) {
      --space;
    }
    // A space at the very start of the searched part counts as none: the conventional rule's index 0.
    word_begin = space > from + 1 ? space : word_begin;
    if (last && last->mark <= word_begin) {
      candidates.push_back(*last);
    }
    last = Candidate{word_begin, at};
    from = at;
  }
  if (last) {
    candidates.push_back(*last);
  }
  return candidates;
}

struct Slice {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Slice> slices_of(std::u32string_view text) {
  std::vector<Slice> slices;
  std::size_t begin = 0;
  for (const Candidate& candidate : candidates_of(text)) {
    const auto next = following(text, candidate.mark);
    if (next && has_break(text.substr(candidate.word_begin, next->context_end - candidate.word_begin))) {
      slices.push_back({begin, candidate.mark + 1});
      begin = next->sentence_begin;
    }
  }
  std::size_t end = text.size();
  while (end > 0 && is_python_space(text[end - 1])) {
    --end;
  }
  slices.push_back({begin, std::max(begin, end)});
  return slices;
}

struct Closers {
  std::size_t length = 0;
  std::size_t with_space = 0;
};

// Closing quotes and brackets at a sentence's start that belong to the sentence before.
Closers closers_of(std::u32string_view sentence) {
  Closers closers;
  while (closers.length < sentence.size() && is_in(kClosers, sentence[closers.length])) {
    ++closers.length;
  }
  closers.with_space = closers.length;
  while (closers.with_space < sentence.size() && is_python_space(sentence[closers.with_space])) {
    ++closers.with_space;
  }
  const bool fits = closers.with_space > closers.length || closers.length == sentence.size() ||
                    sentence.substr(closers.length, 2) == U"--";
  return closers.length > 0 && fits ? closers : Closers{};
}

}  // namespace

std::vector<std::u32string_view> sentences_of(std::u32string_view text) {
  const std::vector<Slice> slices = slices_of(text);
  std::vector<std::u32string_view> sentences;
  std::size_t moved = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const std::size_t begin = slices[i].begin + moved;
    std::size_t end = slices[i].end;
    moved = 0;
    if (i + 1 < slices.size()) {
      const Slice& next = slices[i + 1];
      const auto closers = closers_of(text.substr(next.begin, next.end - next.begin));
      moved = closers.with_space;
      end = closers.length > 0 ? next.begin + closers.length : end;
    }
    if (begin < end) {
      sentences.push_back(text.substr(begin, end - begin));
    } else if (moved > 0) {
      sentences.emplace_back();
    }
  }
  return sentences;
}

}  // namespace assay
