// Expressions: the text, read by the usual rules and computed modulo two primes, agrees with the answer.
#include <gtest/gtest.h>

#include <string_view>

#include "harness/base/text.h"
#include "tasks/procedural/math/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

// Computes modulo a prime, where a division is a multiplication by the inverse: no fraction is needed.
class Calculator {
 public:
  Calculator(std::string_view text, std::int64_t prime) : text_(text), prime_(prime) {}

  std::int64_t value() {
    const std::int64_t result = sum();
    EXPECT_EQ(at_, text_.size()) << text_;
    return result;
  }

  static std::int64_t inverse(std::int64_t number, std::int64_t prime) { return power(number, prime - 2, prime); }

 private:
  static std::int64_t power(std::int64_t base, std::int64_t exponent, std::int64_t prime) {
    std::int64_t result = 1;
    for (; exponent > 0; exponent /= 2) {
      result = exponent % 2 == 1 ? result * base % prime : result;
      base = base * base % prime;
    }
    return result;
  }

  bool takes(std::string_view sign) {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
    const bool is_there = text_.substr(at_, sign.size()) == sign;
    at_ += is_there ? sign.size() : 0;
    return is_there;
  }

  std::int64_t sum() {
    std::int64_t result = product();
    while (true) {
      if (takes("+")) {
        result = (result + product()) % prime_;
      } else if (takes("-")) {
        result = (result + prime_ - product()) % prime_;
      } else {
        return result;
      }
    }
  }

  std::int64_t product() {
    std::int64_t result = square();
    while (true) {
      if (takes("*") || takes("×")) {
        result = result * square() % prime_;
      } else if (takes("/") || takes("÷")) {
        result = result * inverse(square(), prime_) % prime_;
      } else {
        return result;
      }
    }
  }

  std::int64_t square() {
    const std::int64_t base = single();
    return takes("^2") ? base * base % prime_ : base;
  }

  std::int64_t single() {
    if (takes("(")) {
      const std::int64_t inside = sum();
      EXPECT_TRUE(takes(")")) << text_;
      return inside;
    }
    std::int64_t number = 0;
    EXPECT_TRUE(at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') << text_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      number = 10 * number + (text_[at_] - '0');
    }
    return number % prime_;
  }

  std::string_view text_;
  std::int64_t prime_;
  std::size_t at_ = 0;
};

class Expressions : public testing::TestWithParam<int> {};

TEST_P(Expressions, HaveTheValueThatACalculatorFinds) {
  check_twins(expressions_generator(), GetParam(), 500, [](const std::string& text, const std::string& gold) {
    const std::string asked = text.substr(0, text.find(" Give a whole number"));
    const std::size_t begin = asked.find_first_of("(0123456789");
    const std::string expression = asked.substr(begin, asked.find_last_of(")0123456789") + 1 - begin);
    const GoldFraction value = gold_fraction(gold);
    for (const std::int64_t prime : {1'000'000'007LL, 998'244'353LL}) {
      const std::int64_t found = Calculator(expression, prime).value();
      const std::int64_t numerator = (value.numerator % prime + prime) % prime;
      ASSERT_EQ(found, numerator * Calculator::inverse(value.denominator, prime) % prime) << text << " -> " << gold;
    }
    ASSERT_TRUE(value.denominator == 1 || GetParam() >= 4) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, Expressions, testing::Range(1, 6));

}  // namespace
}  // namespace assay
