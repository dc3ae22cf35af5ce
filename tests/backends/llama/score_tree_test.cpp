// Trees of continuations: every sum has its terms, every path its own sequence, nothing is evaluated twice.
#include "backends/llama/score_tree.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "harness/base/rng.h"

namespace assay {
namespace {

using Continuations = std::vector<std::vector<TokenId>>;

// The node above: the nearest before it, one less deep, that all of its sequences pass through.
int parent_of(const ScoreTree& tree, int node) {
  for (int at = node - 1; at >= 0; --at) {
    const auto& candidate = tree.nodes[static_cast<std::size_t>(at)];
    const auto& child = tree.nodes[static_cast<std::size_t>(node)];
    if (candidate.depth + 1 == child.depth && candidate.sequence_first <= child.sequence_first &&
        candidate.sequence_last >= child.sequence_last) {
      return at;
    }
  }
  return -1;
}

// The tokens from the root to the node.
std::vector<TokenId> path_of(const ScoreTree& tree, int node) {
  std::vector<TokenId> path;
  for (; node >= 0; node = parent_of(tree, node)) {
    path.insert(path.begin(), tree.nodes[static_cast<std::size_t>(node)].token);
  }
  return path;
}

void expect_sound(const Continuations& continuations) {
  const ScoreTree tree = make_score_tree(continuations);
  std::set<std::vector<TokenId>> paths;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    EXPECT_TRUE(paths.insert(path_of(tree, static_cast<int>(i))).second) << "a token is evaluated twice";
    EXPECT_GE(tree.nodes[i].sequence_first, 0);
    EXPECT_LE(tree.nodes[i].sequence_first, tree.nodes[i].sequence_last);
    EXPECT_LT(tree.nodes[i].sequence_last, tree.sequences);
  }
  std::size_t target = 0;
  for (std::size_t c = 0; c < continuations.size(); ++c) {
    for (std::size_t i = 0; i < continuations[c].size(); ++i, ++target) {
      ASSERT_LT(target, tree.targets.size());
      const auto& term = tree.targets[target];
      EXPECT_EQ(term.continuation, static_cast<int>(c));
      EXPECT_EQ(term.token, continuations[c][i]);
      const std::vector<TokenId> before(continuations[c].begin(),
                                        continuations[c].begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_EQ(path_of(tree, term.node), before);
    }
  }
  EXPECT_EQ(target, tree.targets.size());
}

TEST(ScoreTree, OfSingleTokensEvaluatesNothing) {
  const ScoreTree tree = make_score_tree(Continuations{{1}, {2}, {3}});

  EXPECT_TRUE(tree.nodes.empty());
  EXPECT_EQ(tree.sequences, 1);
  EXPECT_EQ(tree.targets.size(), 3u);
  EXPECT_EQ(tree.targets[0].node, -1);
}

TEST(ScoreTree, SharesEqualBeginnings) {
  const ScoreTree tree = make_score_tree(Continuations{{1, 2, 3}, {1, 2, 4}, {1, 5, 6}});

  EXPECT_EQ(tree.nodes.size(), 3u);  // 1, 2, 5
  EXPECT_EQ(tree.sequences, 2);
}

TEST(ScoreTree, LetsOneContinuationGoOnWhereAnotherEnds) {
  const ScoreTree tree = make_score_tree(Continuations{{1, 2, 3, 4}, {1, 2}});

  EXPECT_EQ(tree.nodes.size(), 3u);
  EXPECT_EQ(tree.sequences, 1);
}

TEST(ScoreTree, IsSoundForEqualPrefixedAndUnorderedContinuations) {
  expect_sound({{7, 8, 9}, {7, 8, 9}});
  expect_sound({{1, 2}, {1, 2, 3}, {1}, {1, 2, 3, 4}});
  expect_sound({{9, 1}, {1, 9}, {5, 5, 5}, {5, 5}, {5}});
  expect_sound({{3}});
}

TEST(ScoreTree, IsSoundForRandomContinuations) {
  Rng rng(11);
  for (int round = 0; round < 200; ++round) {
    Continuations continuations(1 + rng.below(6));
    for (auto& continuation : continuations) {
      continuation.resize(1 + rng.below(6));
      for (TokenId& token : continuation) {
        token = static_cast<TokenId>(rng.below(3));
      }
    }
    expect_sound(continuations);
  }
}

TEST(ScoreTreeDeathTest, NeedsTokens) { EXPECT_DEATH(make_score_tree(Continuations{{1}, {}}), "without tokens"); }

}  // namespace
}  // namespace assay
