// Towns and roads: breadth-first search and Dijkstra's algorithm give the answers.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

constexpr int kAttemptsMax = 10'000;
constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
constexpr std::array<std::size_t, 5> kTowns{5, 6, 8, 10, 12};

constexpr std::array<std::string_view, 20> kNames{"Ashby",  "Brock", "Corley", "Dunton", "Elmsea",  "Farley", "Garton",
                                                  "Holt",   "Irby",  "Jarrow", "Kelby",  "Lorton",  "Milby",  "Norham",
                                                  "Oakley", "Penby", "Ranton", "Selby",  "Tarsley", "Upham"};

// How a graph is told; {x} and {y} are ends of an edge, {w} its length.
struct Manner {
  std::string_view intro;
  std::string_view both_ways, one_way, weighted;
  std::string_view count_reached, fewest, shortest;
};

constexpr std::array<Manner, 3> kManners{{
    {"The towns {V} are joined by roads.", "A road joins {x} and {y}.", "A one-way road leads from {x} to {y}.",
     "The road between {x} and {y} is {w} km long.",
     "Using these roads only, how many other towns can be reached from {s}, directly or through other towns?",
     "What is the smallest number of roads that a trip from {s} to {t} can use?",
     "How long, in km, is the shortest route from {s} to {t}?"},
    {"Ferries run between the islands {V}.", "A ferry goes back and forth between {x} and {y}.",
     "A ferry takes people from {x} to {y}, but not back.",
     "The ferry between {x} and {y}, in either direction, takes {w} minutes.",
     "By these ferries alone, how many other islands can somebody on {s} get to, with or without changing?",
     "What is the least number of ferry rides needed to get from {s} to {t}?",
     "Without any waiting, how many minutes does the fastest trip from {s} to {t} take?"},
    {"The computers {V} form a network.", "{x} and {y} are linked and can send to each other.",
     "{x} can send to {y}, but {y} cannot send to {x} over that link.",
     "A message between {x} and {y}, in either direction, takes {w} milliseconds.",
     "Messages can be passed on. How many other computers can a message that starts at {s} get to?",
     "Messages can be passed on. What is the smallest number of links that a message from {s} to {t} must cross?",
     "Messages can be passed on at no cost of time. How many milliseconds does the fastest way from {s} to {t} take?"},
}};

struct Edge {
  std::size_t from = 0, to = 0;
  std::int64_t length = 1;
};

struct Graph {
  std::size_t size = 0;
  bool is_directed = false;
  std::vector<Edge> edges;
};

// From `start` to every node; kFar where there is no way. Dijkstra's algorithm without a heap: graphs are small.
std::vector<std::int64_t> distances(const Graph& graph, std::size_t start) {
  std::vector<std::int64_t> distance(graph.size, kFar);
  std::vector<bool> is_done(graph.size, false);
  distance[start] = 0;
  for (std::size_t round = 0; round < graph.size; ++round) {
    std::size_t nearest = graph.size;
    for (std::size_t node = 0; node < graph.size; ++node) {
      const bool is_open = !is_done[node] && distance[node] != kFar;
      nearest = is_open && (nearest == graph.size || distance[node] < distance[nearest]) ? node : nearest;
    }
    if (nearest == graph.size) {
      break;
    }
    is_done[nearest] = true;
    for (const Edge& edge : graph.edges) {
      if (edge.from == nearest) {
        distance[edge.to] = std::min(distance[edge.to], distance[nearest] + edge.length);
      }
      if (edge.to == nearest && !graph.is_directed) {
        distance[edge.from] = std::min(distance[edge.from], distance[nearest] + edge.length);
      }
    }
  }
  return distance;
}

// No edge twice, nor, between the same two, both ways.
Graph draw_graph(std::size_t size, std::size_t edges, bool is_directed, std::int64_t length_max, Rng& rng) {
  Graph graph{.size = size, .is_directed = is_directed};
  std::set<std::pair<std::size_t, std::size_t>> taken;
  while (graph.edges.size() < edges) {
    const std::size_t from = rng.below(size);
    const std::size_t to = (from + 1 + rng.below(size - 1)) % size;
    if (taken.emplace(std::min(from, to), std::max(from, to)).second) {
      graph.edges.push_back({.from = from, .to = to, .length = rng.between(length_max == 1 ? 1 : 2, length_max)});
    }
  }
  return graph;
}

std::string told(const Graph& graph, std::string_view sentence, const std::vector<std::string>& names) {
  std::string text;
  for (const Edge& edge : graph.edges) {
    text += " " + Wording().set("x", names[edge.from]).set("y", names[edge.to]).set("w", edge.length).fill(sentence);
  }
  return text;
}

Sample finished(const Manner& manner, const std::vector<std::string>& names, const std::string& edges,
                const std::string& question, std::int64_t answer) {
  return generated_sample(Wording().set("V", listed(names)).fill(manner.intro) + edges + " " + question,
                          std::to_string(answer));
}

Sample make_reach(const Manner& manner, const std::vector<std::string>& names, Rng& rng) {
  const Graph graph = draw_graph(names.size(), names.size() + rng.below(names.size() / 2), true, 1, rng);
  const std::size_t start = rng.below(names.size());
  const std::vector<std::int64_t> distance = distances(graph, start);
  const auto far = std::count(distance.begin(), distance.end(), kFar);
  const std::string question = Wording().set("s", names[start]).fill(manner.count_reached);
  return finished(manner, names, told(graph, manner.one_way, names), question,
                  static_cast<std::int64_t>(names.size()) - far - 1);
}

// Between the two that are joined by a way of at least two edges, where the graph has such.
Sample make_route(const Manner& manner, const std::vector<std::string>& names, bool is_weighted, Rng& rng) {
  const std::size_t edges = names.size() + (is_weighted ? names.size() / 2 : rng.below(3));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    Graph graph = draw_graph(names.size(), edges, false, is_weighted ? 20 : 1, rng);
    const std::size_t start = rng.below(names.size());
    const std::size_t end = (start + 1 + rng.below(names.size() - 1)) % names.size();
    const bool is_joined = std::any_of(graph.edges.begin(), graph.edges.end(), [&](const Edge& edge) {
      return (edge.from == start && edge.to == end) || (edge.from == end && edge.to == start);
    });
    const std::int64_t distance = distances(graph, start)[end];
    if (distance == kFar || (is_joined && !is_weighted)) {
      continue;
    }
    const std::string question =
        Wording().set("s", names[start]).set("t", names[end]).fill(is_weighted ? manner.shortest : manner.fewest);
    return finished(manner, names, told(graph, is_weighted ? manner.weighted : manner.both_ways, names), question,
                    distance);
  }
  ASSAY_CHECK(false, "no route was found");
  return {};
}

Sample make_graph_paths(Rng& rng, int difficulty) {
  const Manner& manner = kManners[rng.below(kManners.size())];
  const std::vector<std::string> names = draw_words(kNames, kTowns[static_cast<std::size_t>(difficulty - 1)], rng);
  switch (rng.below(3)) {
    case 0:
      return make_reach(manner, names, rng);
    case 1:
      return make_route(manner, names, false, rng);
    default:
      return make_route(manner, names, true, rng);
  }
}

}  // namespace

GeneratorEntry graph_paths_generator() {
  return {.name = "graph_paths",
          .summary = "what can be reached, by how few roads, and over what distance",
          .version = 1,
          .difficulty_max = 5,
          .make = make_graph_paths};
}

}  // namespace assay
