// Graphs: roads are read from the text; Floyd and Warshall's algorithm finds all distances at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

constexpr std::int64_t kFar = 1'000'000;

// The names of places in a sentence, in their order.
std::vector<std::string> places_in(const std::string& sentence, const std::vector<std::string>& all) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const std::string& place : all) {
    for (std::size_t at = sentence.find(place); at != std::string::npos; at = sentence.find(place, at + 1)) {
      found.emplace_back(at, place);
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (const auto& [at, place] : found) {
    names.push_back(place);
  }
  return names;
}

std::vector<std::string> all_places(const std::string& text) {
  const std::string intro = sentences_of(text).at(0);
  return says(intro, "The towns ")     ? unlisted(between(intro, "The towns ", " are joined"))
         : says(intro, "the islands ") ? unlisted(intro.substr(intro.find("the islands ") + 12))
                                       : unlisted(between(intro, "The computers ", " form"));
}

using Distances = std::map<std::string, std::map<std::string, std::int64_t>>;

Distances read(const std::vector<std::string>& sentences, const std::vector<std::string>& places) {
  Distances distance;
  for (const std::string& a : places) {
    for (const std::string& b : places) {
      distance[a][b] = a == b ? 0 : kFar;
    }
  }
  for (std::size_t i = 1; i < sentences.size(); ++i) {
    const auto ends = places_in(sentences[i], places);
    const bool is_edge = ends.size() >= 2 && !says(sentences[i], "smallest") && !says(sentences[i], "least") &&
                         !says(sentences[i], "shortest") && !says(sentences[i], "fastest");
    if (!is_edge) {
      continue;
    }
    const auto numbers = whole_numbers_in(sentences[i]);
    const std::int64_t length = numbers.empty() ? 1 : numbers[0];
    const bool is_one_way =
        says(sentences[i], "one-way") || says(sentences[i], "not back") || says(sentences[i], "cannot send");
    EXPECT_EQ(distance[ends[0]][ends[1]], kFar) << sentences[i];
    distance[ends[0]][ends[1]] = length;
    if (!is_one_way) {
      distance[ends[1]][ends[0]] = length;
    }
  }
  for (const std::string& over : places) {
    for (const std::string& a : places) {
      for (const std::string& b : places) {
        distance[a][b] = std::min(distance[a][b], distance[a][over] + distance[over][b]);
      }
    }
  }
  return distance;
}

std::int64_t solve(const std::string& text) {
  const auto places = all_places(text);
  const auto sentences = sentences_of(text);
  Distances distance = read(sentences, places);
  const auto asked = places_in(sentences.back(), places);
  if (says(sentences.back(), "how many other") || says(sentences.back(), "How many other")) {
    std::int64_t reached = 0;
    for (const std::string& place : places) {
      reached += place != asked.at(0) && distance[asked.at(0)][place] < kFar ? 1 : 0;
    }
    return reached;
  }
  return distance[asked.at(0)][asked.at(1)];
}

class GraphPaths : public testing::TestWithParam<int> {};

TEST_P(GraphPaths, HaveTheAnswerThatAllDistancesGive) {
  check_twins(graph_paths_generator(), GetParam(), 150, [](const std::string& text, const std::string& gold) {
    ASSERT_EQ(std::to_string(solve(text)), gold) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, GraphPaths, testing::Range(1, 6));

}  // namespace
}  // namespace assay
