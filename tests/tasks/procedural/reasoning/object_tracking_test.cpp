// Object tracking: the answer is traced backwards, from the end to the start, through the steps of the text.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

std::vector<std::string> named_in(const std::string& sentence, const std::vector<std::string>& people) {
  std::vector<std::pair<std::size_t, std::string>> found;
  std::string padded = " " + sentence + " ";
  padded = replace_all(replace_all(std::move(padded), ",", " "), "  ", " ");
  for (const std::string& person : people) {
    if (const std::size_t at = padded.find(" " + person + " "); at != std::string::npos) {
      found.emplace_back(at, person);
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (const auto& [at, person] : found) {
    names.push_back(person);
  }
  return names;
}

// Whose thing before the step is the one that `person` has after it?
std::string before(const std::string& sentence, const std::vector<std::string>& names, const std::string& person) {
  const auto at = std::find(names.begin(), names.end(), person) - names.begin();
  const auto count = static_cast<std::ptrdiff_t>(names.size());
  if (at == count) {
    return person;
  }
  if (count == 2) {
    return names[static_cast<std::size_t>(1 - at)];
  }
  const bool hands_on = says(sentence, "hands a ball");  // x to y, y to z, z to x
  return names[static_cast<std::size_t>((at + (hands_on ? 2 : 1)) % 3)];
}

// "Anna has the red ball" -> red
std::string colour_in(const std::string& text) {
  const auto words = split(text, ' ');
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "ball" || words[i] == "chair" || words[i] == "hat") {
      return std::string(words[i - 1]);
    }
  }
  return "";
}

std::string solve(const std::string& text) {
  const auto sentences = sentences_of(text);
  const std::size_t verb =
      std::min({sentences[0].find(" are playing"), sentences[0].find(" each sit"), sentences[0].find(" each wear")});
  const auto people = unlisted(sentences[0].substr(0, verb));
  std::map<std::string, std::string> start;
  for (const std::string& part : unlisted(sentences[1])) {
    if (!colour_in(part).empty()) {
      start[named_in(part, people).at(0)] = colour_in(part);
    }
  }
  EXPECT_EQ(start.size(), people.size()) << text;
  const auto trace = [&](std::string person) {
    for (std::size_t i = sentences.size() - 1; i-- > 2;) {
      person = before(sentences[i], named_in(sentences[i], people), person);
    }
    return start.at(person);
  };
  const std::string& question = sentences.back();
  if (starts_with(question, "What colour")) {
    return trace(named_in(question, people).at(0));
  }
  std::string holder;
  for (const std::string& person : people) {
    if (trace(person) == colour_in(question)) {
      EXPECT_TRUE(holder.empty()) << text;
      holder = person;
    }
  }
  return holder;
}

class ObjectTracking : public testing::TestWithParam<int> {};

TEST_P(ObjectTracking, HasTheAnswerThatTracingBackFinds) {
  check_twins(object_tracking_generator(), GetParam(), 200,
              [](const std::string& text, const std::string& gold) { ASSERT_EQ(solve(text), gold) << text; });
}

INSTANTIATE_TEST_SUITE_P(Levels, ObjectTracking, testing::Range(1, 6));

}  // namespace
}  // namespace assay
