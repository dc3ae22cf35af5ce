// Reading generated problems.
#include "tests/fakes/twin_items.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>

#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "tasks/parts/exact_answer.h"

namespace assay {
namespace {

constexpr std::string_view kBegin = "Question: ";
constexpr std::string_view kEnd = "\nAnswer:";

// The form that all items share; the scorer finds the gold answer in what exemplars show.
void check_form(const Sample& sample) {
  const std::string& question = sample.question;
  ASSERT_TRUE(starts_with(question, kBegin)) << question;
  ASSERT_EQ(question.find(kEnd), question.size() - kEnd.size()) << question;
  ASSERT_EQ(question.find_first_of("{}"), std::string::npos) << question;
  ASSERT_EQ(question.find("  "), std::string::npos) << question;
  const char last = question[question.size() - kEnd.size() - 1];
  ASSERT_TRUE(last == '.' || last == '?') << question;
  ASSERT_EQ(sample.target.find('\n'), std::string::npos) << sample.target;
  ASSERT_LE(sample.gold.size(), 80u) << sample.gold;
  const auto scorer = make_exact_answer_scorer();
  ASSERT_EQ(scorer->judge(sample, {.finish = Finish::kStop, .text = sample.target}).outcome, Outcome::kRight)
      << sample.target << " / " << sample.gold;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void check_twins(const GeneratorEntry& entry, int difficulty, int count,
                 const std::function<void(const std::string& text, const std::string& gold)>& check) {
  const char* wanted = std::getenv("ASSAY_TWIN_ITEMS");
  const std::int64_t items = wanted == nullptr ? count : parse_int(wanted).value_or(count);
  for (std::int64_t i = 0; i < items && !testing::Test::HasFatalFailure(); ++i) {
    Rng rng(seed_from({"twins", entry.name, std::to_string(difficulty), std::to_string(i)}));
    const Sample sample = entry.make(rng, difficulty);
    check_form(sample);
    if (!testing::Test::HasFatalFailure()) {
      const std::string& question = sample.question;
      check(question.substr(kBegin.size(), question.size() - kBegin.size() - kEnd.size()), sample.gold);
    }
  }
}

std::vector<std::int64_t> whole_numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) {
      continue;
    }
    std::int64_t number = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      number = 10 * number + (text[at] - '0');
    }
    numbers.push_back(number);
  }
  return numbers;
}

bool says(std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; }

std::string between(const std::string& text, std::string_view before, std::string_view behind) {
  const std::size_t at = text.find(before);
  const std::size_t begin = at == std::string::npos ? at : at + before.size();
  const std::size_t end = begin == std::string::npos ? begin : text.find(behind, begin);
  if (end == std::string::npos) {
    ADD_FAILURE() << "no '" << before << "' ... '" << behind << "' in: " << text;
    return "";
  }
  return text.substr(begin, end - begin);
}

std::vector<std::string> unlisted(std::string_view text) {
  const std::string commas = replace_all(std::string(text), " and ", ", ");
  std::vector<std::string> parts;
  for (const std::string_view part : split(commas, ',')) {
    parts.emplace_back(trim(part));
  }
  return parts;
}

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_end = (text[at] == '.' || text[at] == '?') && (at + 1 == text.size() || text[at + 1] == ' ');
    if (is_end) {
      sentences.emplace_back(trim(text.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  return sentences;
}

GoldFraction gold_fraction(const std::string& gold) {
  const std::size_t slash = gold.find('/');
  const std::size_t point = gold.find('.');
  if (point != std::string::npos) {
    std::string digits = gold;
    digits.erase(point, 1);
    GoldFraction value{.numerator = parse_int(digits).value_or(0)};
    for (std::size_t i = point + 1; i < gold.size(); ++i) {
      value.denominator *= 10;
    }
    EXPECT_NE(gold.back(), '0') << gold;
    return value;
  }
  const auto numerator = parse_int(std::string_view(gold).substr(0, slash));
  const auto denominator = slash == std::string::npos ? 1 : parse_int(std::string_view(gold).substr(slash + 1));
  if (!numerator || !denominator || *denominator < 1) {
    ADD_FAILURE() << "no fraction: " << gold;
    return {};
  }
  EXPECT_EQ(std::gcd(*numerator, *denominator), 1) << gold;
  EXPECT_TRUE(slash == std::string::npos || *denominator > 1) << gold;
  return {.numerator = *numerator, .denominator = *denominator};
}

}  // namespace assay
