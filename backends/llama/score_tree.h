// The continuations of one item as a tree of tokens, so that equal beginnings are evaluated once. Pure.
#pragma once

#include <span>
#include <vector>

#include "harness/api/request.h"

namespace assay {

// Parents stand before children, and each path from the root is one sequence; a node belongs to a range of sequences.
struct ScoreTree {
  struct Node {
    TokenId token = 0;
    int depth = 0;  // 0: right behind the context
    int sequence_first = 0;
    int sequence_last = 0;  // included
  };
  // The log-probability of `token` behind `node` (-1: behind the context's last token) is part of a continuation's sum.
  struct Target {
    int node = -1;
    TokenId token = 0;
    int continuation = 0;
  };
  std::vector<Node> nodes;      // the tokens to evaluate: all but each continuation's last
  std::vector<Target> targets;  // ordered by continuation, then by token
  int sequences = 1;
};

// REQUIRES: no continuation is empty.
ScoreTree make_score_tree(std::span<const std::vector<TokenId>> continuations);

}  // namespace assay
