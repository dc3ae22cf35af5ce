// A run of words that are terms and signs, with a "=" among them, is an equation.
#include "tests/fakes/equation_reader.h"

#include <gtest/gtest.h>

#include <string_view>

#include "harness/base/text.h"

namespace assay {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "3x", "(x", "-", "4)": no word of two letters.
bool is_part(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_known = is_digit(word[i]) || std::string_view("()+-=^").find(word[i]) != std::string_view::npos ||
                          (is_letter(word[i]) && (i + 1 == word.size() || !is_letter(word[i + 1])));
    if (!is_known) {
      return false;
    }
  }
  return !word.empty();
}

class SideReader {
 public:
  explicit SideReader(std::string text) : text_(replace_all(std::move(text), " ", "")) {}

  EquationTerms read() {
    EquationTerms terms;
    read_sum(1, terms);
    EXPECT_EQ(at_, text_.size()) << text_;
    return terms;
  }

 private:
  void read_sum(std::int64_t factor, EquationTerms& terms) {
    while (at_ < text_.size() && text_[at_] != ')') {
      std::int64_t coefficient = factor;
      if (text_[at_] == '+' || text_[at_] == '-') {
        coefficient = text_[at_] == '-' ? -factor : factor;
        ++at_;
      }
      read_term(coefficient, terms);
    }
  }

  void read_term(std::int64_t coefficient, EquationTerms& terms) {
    const std::size_t begin = at_;
    std::int64_t number = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      number = 10 * number + (text_[at_] - '0');
    }
    coefficient *= at_ == begin ? 1 : number;
    std::string letter;
    if (at_ < text_.size() && text_[at_] == '(') {
      ++at_;
      read_sum(coefficient, terms);
      ++at_;
      return;
    }
    if (at_ < text_.size() && is_letter(text_[at_])) {
      letter = text_[at_++];
    }
    if (text_.compare(at_, 2, "^2") == 0) {
      letter += "^2";
      at_ += 2;
    }
    ASSERT_GT(at_, begin) << text_;
    terms[letter] += coefficient;
  }

  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<EquationTerms> equations_in(const std::string& text) {
  std::vector<EquationTerms> equations;
  std::string run;
  const auto finish = [&] {
    const std::size_t equals = run.find('=');
    if (equals != std::string::npos) {
      EquationTerms terms = SideReader(run.substr(0, equals)).read();
      for (const auto& [letter, coefficient] : SideReader(run.substr(equals + 1)).read()) {
        terms[letter] -= coefficient;
      }
      equations.push_back(terms);
    }
    run.clear();
  };
  for (std::string_view word : split(text, ' ')) {
    const bool is_end = !word.empty() && std::string_view(",.:?").find(word.back()) != std::string_view::npos;
    word.remove_suffix(is_end ? 1 : 0);
    if (is_part(word)) {
      run += std::string(word) + " ";
    } else {
      finish();
    }
    if (is_end) {
      finish();
    }
  }
  finish();
  return equations;
}

}  // namespace assay
