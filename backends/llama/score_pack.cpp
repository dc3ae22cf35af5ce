// Logits are asked for only where a term needs them, and a part's rows are reduced while they are still in the cache.
#include "backends/llama/score_pack.h"

#include <algorithm>
#include <numeric>

namespace assay {

void ScorePack::clear() {
  planned_.clear();
  terms_.clear();
  sequences_ = 0;
}

void ScorePack::add(std::span<const TokenId> prompt, int known, const ScoreTree& tree, std::span<ChoiceScore> choices) {
  const int length = static_cast<int>(prompt.size());
  for (int i = known; i < length; ++i) {
    planned_.push_back({.token = prompt[static_cast<std::size_t>(i)],
                        .place = {.position = i, .sequence_first = sequences_, .sequence_count = tree.sequences},
                        .wants_logits = i + 1 == length,
                        .phase = context_phase(i, length, ubatch_)});
  }
  const int behind = tokens();  // the index of the tree's first node
  int deepest = 0;
  for (const ScoreTree::Node& node : tree.nodes) {
    deepest = std::max(deepest, node.depth + 1);
  }
  for (const ScoreTree::Node& node : tree.nodes) {
    planned_.push_back({.token = node.token,
                        .place = {.position = length + node.depth,
                                  .sequence_first = sequences_ + node.sequence_first,
                                  .sequence_count = node.sequence_last - node.sequence_first + 1},
                        .wants_logits = true,
                        .phase = continuation_phase(deepest)});
  }
  for (const ScoreTree::Target& target : tree.targets) {
    terms_.push_back({.index = behind + target.node,
                      .token = target.token,
                      .choice = &choices[static_cast<std::size_t>(target.continuation)]});
  }
  sequences_ += tree.sequences;
}

Decoded ScorePack::evaluate() {
  int next = 0;
  for (int end = 0; const int size : arrange()) {
    end += size;
    const Decoded decoded =
        context_.decode_parts(batch_, next, end, size, [this](int first, int count) { add_terms(first, count); });
    if (decoded != Decoded::kDone) {
      return decoded;
    }
  }
  return Decoded::kDone;
}

// Puts the tokens into the batch phase by phase, and returns the sizes of its parts.
std::vector<int> ScorePack::arrange() {
  std::vector<int> order(planned_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [this](int a, int b) { return planned_[a].phase < planned_[b].phase; });
  batch_.clear();
  std::vector<int> index_of(planned_.size());
  std::vector<int> sizes;
  for (auto begin = order.begin(); begin != order.end();) {
    const Phase phase = planned_[*begin].phase;
    const auto end = std::find_if(begin, order.end(), [&](int i) { return planned_[i].phase != phase; });
    const std::vector<int> parts = part_sizes(phase, static_cast<int>(end - begin), ubatch_);
    sizes.insert(sizes.end(), parts.begin(), parts.end());
    for (; begin != end; ++begin) {
      const Planned& token = planned_[*begin];
      index_of[*begin] = batch_.add(token.token, token.place, token.wants_logits);
    }
  }
  for (Term& term : terms_) {
    term.index = index_of[term.index];
  }
  std::stable_sort(terms_.begin(), terms_.end(), [](const Term& a, const Term& b) { return a.index < b.index; });
  return sizes;
}

// Adds the terms whose rows this part holds. A sum's terms come in the order of its tokens, whatever the threads do.
void ScorePack::add_terms(int first, int count) {
  const auto begin = std::lower_bound(terms_.begin(), terms_.end(), first,
                                      [](const Term& term, int index) { return term.index < index; });
  std::vector<std::span<const float>> rows;
  auto end = begin;
  for (int seen = -1; end != terms_.end() && end->index < first + count; ++end) {
    if (end->index != seen) {
      seen = end->index;
      rows.push_back(context_.logits(seen - first));
    }
  }
  const std::vector<RowSummary> summaries = context_.summaries(rows);
  std::size_t row = 0;
  for (auto term = begin; term != end; ++term) {
    row += term != begin && term->index != (term - 1)->index ? 1 : 0;
    term->choice->log_likelihood +=
        static_cast<double>(rows[row][static_cast<std::size_t>(term->token)]) - summaries[row].log_sum;
    term->choice->tokens += 1;
    term->choice->is_greedy = term->choice->is_greedy && summaries[row].best == term->token;
  }
}

}  // namespace assay
