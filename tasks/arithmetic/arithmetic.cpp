// The stories, their numbers and their solutions. A story is a text with places: {N} and {M} people, {T} things, {a}
// {b} {c}.
#include "tasks/arithmetic/arithmetic.h"

#include <array>
#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "tasks/parts/words.h"

namespace assay {
namespace {

struct Story {
  char first;   // '+', '-' or '*' on {a} and {b}
  char second;  // on that result and {c}; 0: one step
  std::string_view text;
};

constexpr std::array<Story, 14> kOneStep{{
    {'+', 0, "{N} has {a} {T}. {M} gives {N} {b} more. How many {T} does {N} have now?"},
    {'+', 0, "There are {a} {T} in a box. {N} puts {b} more {T} into it. How many {T} are in the box now?"},
    {'+', 0, "{N} finds {a} {T} on Monday and {b} {T} on Tuesday. How many {T} does {N} find in all?"},
    {'+', 0, "{N} buys {a} {T} and {M} buys {b} {T}. How many {T} do they buy together?"},
    {'+', 0, "A drawer holds {a} {T}, and a second drawer holds {b}. How many {T} do both drawers hold?"},
    {'-', 0, "{N} has {a} {T}. {N} gives {b} of them to {M}. How many {T} does {N} have left?"},
    {'-', 0, "A shop has {a} {T} and sells {b} of them. How many {T} remain in the shop?"},
    {'-', 0, "{N} needs {a} {T} and already has {b}. How many more {T} does {N} need?"},
    {'-', 0, "There are {a} {T} on a table. {M} takes {b} of them away. How many {T} stay on the table?"},
    {'-', 0, "{N} has {a} {T} and {M} has {b}. How many more {T} does {N} have than {M}?"},
    {'*', 0, "{N} has {b} bags with {a} {T} in each bag. How many {T} does {N} have in all?"},
    {'*', 0, "Each of {b} children brings {a} {T}. How many {T} do the children bring together?"},
    {'*', 0, "{N} buys {a} {T} every day for {b} days. How many {T} does {N} buy in all?"},
    {'*', 0, "A shelf holds {a} {T}. How many {T} do {b} such shelves hold?"},
}};

constexpr std::array<Story, 10> kTwoSteps{{
    {'+', '-', "{N} has {a} {T}. {M} gives {N} {b} more. Then {N} loses {c} of them. How many {T} does {N} have now?"},
    {'+', '+', "{N} finds {a} {T} on Monday, {b} on Tuesday and {c} on Wednesday. How many {T} does {N} find in all?"},
    {'-', '+',
     "A shop has {a} {T}. It sells {b} of them and then receives {c} new ones. How many {T} does the shop have now?"},
    {'-', '-', "{N} has {a} {T}. {N} gives {b} to {M} and breaks {c}. How many {T} does {N} have left?"},
    {'*', '+',
     "{N} has {b} bags with {a} {T} in each bag, and {c} more {T} on the table. How many {T} does {N} have in all?"},
    {'*', '-', "Each of {b} children brings {a} {T}. Then {c} of the {T} are eaten by birds. How many {T} are left?"},
    {'+', '-',
     "There are {a} {T} in a box. {N} puts {b} more into it, and {M} takes {c} out. How many {T} are in the box now?"},
    {'+', '+', "{N} buys {a} {T}, {M} buys {b} {T}, and a friend buys {c} {T}. How many {T} do they buy together?"},
    {'-', '+', "{N} has {a} {T}. {M} takes {b} of them away but brings {c} others. How many {T} does {N} have now?"},
    {'*', '+', "A shelf holds {a} {T}. {N} fills {b} such shelves and has {c} {T} over. How many {T} does {N} have?"},
}};

struct Numbers {
  std::int64_t a = 0, b = 0, c = 0;
};

std::int64_t apply(char operation, std::int64_t left, std::int64_t right) {
  return operation == '+' ? left + right : operation == '-' ? left - right : left * right;
}

// Numbers that keep every result positive.
Numbers draw_numbers(const Story& story, Rng& rng) {
  Numbers numbers;
  if (story.first == '*') {
    numbers.a = rng.between(3, 12);
    numbers.b = rng.between(2, 9);
  } else {
    numbers.a = rng.between(12, 60);
    numbers.b = story.first == '-' ? rng.between(3, numbers.a - 8) : rng.between(3, 40);
  }
  const std::int64_t result = apply(story.first, numbers.a, numbers.b);
  numbers.c = story.second == '-' ? rng.between(2, result - 1) : rng.between(2, 30);
  return numbers;
}

std::string step(std::int64_t left, char operation, std::int64_t right) {
  return std::to_string(left) + " " + operation + " " + std::to_string(right) + " = " +
         std::to_string(apply(operation, left, right)) + ". ";
}

Sample make_arithmetic(Rng& rng, int difficulty) {
  const bool has_two_steps = difficulty == 3 || (difficulty == 2 && rng.below(2) == 1);
  const Story& story = has_two_steps ? kTwoSteps[rng.below(kTwoSteps.size())] : kOneStep[rng.below(kOneStep.size())];
  const std::string_view name = pick(kFirstNames, rng);
  std::string_view other = pick(kFirstNames, rng);
  while (other == name) {
    other = pick(kFirstNames, rng);
  }
  const std::string_view things = pick(kThings, rng);
  const Numbers numbers = draw_numbers(story, rng);
  std::string text(story.text);
  text = replace_all(std::move(text), "{N}", name);
  text = replace_all(std::move(text), "{M}", other);
  text = replace_all(std::move(text), "{T}", things);
  text = replace_all(std::move(text), "{a}", std::to_string(numbers.a));
  text = replace_all(std::move(text), "{b}", std::to_string(numbers.b));
  text = replace_all(std::move(text), "{c}", std::to_string(numbers.c));
  std::int64_t answer = apply(story.first, numbers.a, numbers.b);
  std::string solution = step(numbers.a, story.first, numbers.b);
  if (story.second != 0) {
    solution += step(answer, story.second, numbers.c);
    answer = apply(story.second, answer, numbers.c);
  }
  Sample sample;
  sample.question = "Question: " + text + "\nAnswer:";
  sample.gold = std::to_string(answer);
  sample.target = solution + "The answer is " + sample.gold + ".";
  return sample;
}

}  // namespace

GeneratorEntry arithmetic_generator() {
  return {.name = "arithmetic_words",
          .summary = "arithmetic word problems in one or two steps",
          .version = 1,
          .difficulty_max = 3,
          .make = make_arithmetic};
}

}  // namespace assay
