// Sorted, a continuation shares with the one before it all that it shares with any: one walk builds the tree depth
// first.
#include "backends/llama/score_tree.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "harness/base/check.h"

namespace assay {
namespace {

using Tokens = std::span<const TokenId>;

Tokens evaluated(const std::vector<TokenId>& continuation) {
  return Tokens(continuation).first(continuation.size() - 1);
}

std::vector<std::size_t> sorted_order(std::span<const std::vector<TokenId>> continuations) {
  std::vector<std::size_t> order(continuations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Tokens left = evaluated(continuations[a]);
    const Tokens right = evaluated(continuations[b]);
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
  });
  return order;
}

}  // namespace

ScoreTree make_score_tree(std::span<const std::vector<TokenId>> continuations) {
  for (const auto& continuation : continuations) {
    ASSAY_CHECK(!continuation.empty(), "a continuation without tokens has no score");
  }
  ScoreTree tree;
  std::vector<std::vector<int>> paths(continuations.size());  // the node of each evaluated token
  std::vector<int> path;                                      // of the continuation before, in sorted order
  int sequence = 0;
  for (const std::size_t index : sorted_order(continuations)) {
    const Tokens tokens = evaluated(continuations[index]);
    std::size_t common = 0;
    while (common < std::min(path.size(), tokens.size()) && tree.nodes[path[common]].token == tokens[common]) {
      ++common;
    }
    if (common < path.size() && common < tokens.size()) {
      ++sequence;  // branches off; otherwise one of the two only goes on where the other ends
    }
    path.resize(common);
    for (const int node : path) {
      tree.nodes[node].sequence_last = sequence;
    }
    for (std::size_t depth = common; depth < tokens.size(); ++depth) {
      path.push_back(static_cast<int>(tree.nodes.size()));
      tree.nodes.push_back({.token = tokens[depth],
                            .depth = static_cast<int>(depth),
                            .sequence_first = sequence,
                            .sequence_last = sequence});
    }
    paths[index] = path;
  }
  tree.sequences = sequence + 1;
  for (std::size_t index = 0; index < continuations.size(); ++index) {
    const std::vector<TokenId>& continuation = continuations[index];
    for (std::size_t i = 0; i < continuation.size(); ++i) {
      tree.targets.push_back({.node = i == 0 ? -1 : paths[index][i - 1],
                              .token = continuation[i],
                              .continuation = static_cast<int>(index)});
    }
  }
  return tree;
}

}  // namespace assay
