// Comparing two answers as wholes: lists, relations, tuples, sets, quantities, texts; values at the leaves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/math/equivalence.h"
#include "tasks/math/expression.h"
#include "tasks/math/value_comparison.h"

namespace assay {

class AnswerComparison {
 public:
  AnswerComparison(MathTree& tree, const MathBudget& budget)
      : tree_(tree), meter_(budget.steps), values_(tree, meter_, budget) {}

  MathVerdict compare(NodeId left, NodeId right);

 private:
  // A value with what stands around it.
  struct Measured {
    NodeId value = 0;
    std::optional<std::string> unit;
    bool is_percent = false;
    bool is_degree = false;
  };

  MathVerdict compare_lists(NodeId left, NodeId right);
  MathVerdict compare_list_with_one(NodeId list, NodeId one);
  MathVerdict compare_single(NodeId left, NodeId right);
  MathVerdict in_any_order(std::vector<NodeId> left, std::vector<NodeId> right);
  MathVerdict in_order(const std::vector<NodeId>& left, const std::vector<NodeId>& right, const char* reason);
  MathVerdict compare_as_sets(NodeId left, NodeId right);
  MathVerdict compare_tuples(NodeId left, NodeId right);
  MathVerdict compare_based(NodeId left, NodeId right);
  MathVerdict compare_ratios(NodeId left, NodeId right);
  MathVerdict compare_measured(NodeId left, NodeId right);
  MathVerdict compare_units(const Measured& left, const Measured& right);
  MathVerdict compare_percent(const Measured& left, const Measured& right);
  MathVerdict compare_degrees(const Measured& left, const Measured& right);
  MathVerdict compare_words(NodeId left, NodeId right);

  // In relations.cpp.
  MathVerdict compare_relations(NodeId left, NodeId right);
  MathVerdict compare_pairs(NodeId left, NodeId right);
  MathVerdict compare_pair(NodeId left, NodeId right);
  MathVerdict compare_with_bare(NodeId relation, NodeId bare);
  bool is_name(NodeId id) const;

  bool is_list(NodeId id) const;
  std::vector<NodeId> elements(NodeId id);
  std::vector<NodeId> without_repeats(const std::vector<NodeId>& all);
  std::vector<NodeId> with_both_signs(NodeId id);
  NodeId with_signs(NodeId id, std::vector<int>& signs, std::size_t& next);
  std::vector<NodeId> spread_tuples(const std::vector<NodeId>& items);
  Measured measured(NodeId id);
  NodeId scaled(NodeId value, Rational factor);
  std::optional<std::string> letters_of(NodeId id) const;
  MathKind kind_of(NodeId id) const { return tree_[id].kind; }

  MathTree& tree_;
  StepMeter meter_;
  ValueComparison values_;
};

// What is compared of words: lower case letters and digits, no articles; "twelve" is "12".
std::string words_form(std::string_view text);

}  // namespace assay
