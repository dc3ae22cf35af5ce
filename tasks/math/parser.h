// The recursive descent behind parse_math: statements in statements.cpp, values in values.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tasks/math/expression.h"
#include "tasks/math/tokens.h"

namespace assay {

class MathParser {
 public:
  MathParser(std::vector<MathToken> tokens, MathTree& tree, std::size_t depth_max)
      : tokens_(std::move(tokens)), tree_(tree), depth_max_(depth_max) {}

  // The root, or kNone with error() set.
  NodeId run();
  const std::string& error() const { return error_; }

  static constexpr NodeId kNone = -1;

 private:
  // Statements. `close` is the bracket that ends a list, "" for the end of the text.
  std::vector<NodeId> list();  // items with commas, "and", "or" between
  NodeId item();               // a relation, or a value with its unit
  NodeId relation_side();      // unions of sums, ratios
  NodeId quantity();           // a sum and its unit
  NodeId with_unit(NodeId value);
  std::string unit_words();
  NodeId scaled(NodeId value, std::string_view word);
  NodeId compound(NodeId first);
  NodeId spread_over(NodeId list);
  bool is_separator() const;
  char relation_sign() const;
  bool is_union_letter(NodeId left) const;
  std::optional<MathKind> side_operator(NodeId left) const;

  // Values.
  NodeId sum();
  NodeId product();
  NodeId unary();
  NodeId powered();
  NodeId postfix(NodeId base);
  NodeId raised(NodeId base);
  NodeId subscripted(NodeId base);
  NodeId primary();
  NodeId number();
  NodeId symbol();
  NodeId words();
  NodeId command();
  NodeId named_value(const std::string& name);
  NodeId fraction();
  NodeId root(bool is_latex);
  NodeId function(const std::string& name);
  std::vector<NodeId> arguments();
  NodeId applied(const std::string& name);
  NodeId bracketed();
  NodeId bars();
  NodeId floor_or_ceiling(const std::string& name);
  NodeId matrix(const std::string& name);
  NodeId named_figure(const std::string& name);
  NodeId latex_argument();  // {...}, or one digit, letter or command
  NodeId braced();          // REQUIRES: at "{"
  std::string raw_argument();
  NodeId times(std::vector<NodeId> top, std::vector<NodeId> bottom);
  NodeId over(std::vector<NodeId> top, std::vector<NodeId> bottom);
  NodeId times_matrix(NodeId factor, NodeId matrix);
  NodeId negated(NodeId value);
  NodeId mixed_number(NodeId whole);
  NodeId based_number();
  bool starts_factor() const;
  bool starts_value_behind() const;

  const MathToken& now() const { return tokens_[at_]; }
  const MathToken& ahead(std::size_t by) const { return tokens_[std::min(at_ + by, tokens_.size() - 1)]; }
  bool is_sign(std::string_view sign) const { return now().kind == MathTokenKind::kSign && now().text == sign; }
  bool is_command(std::string_view name) const { return now().kind == MathTokenKind::kCommand && now().text == name; }
  bool take_sign(std::string_view sign);
  bool take_command(std::string_view name);
  void advance() { at_ += at_ + 1 < tokens_.size() ? 1 : 0; }
  NodeId fail(std::string_view why);
  MathKind kind_of(NodeId id) const { return tree_[id].kind; }
  bool is_value_node(NodeId id) const { return id != kNone && is_value(kind_of(id)); }

  std::vector<MathToken> tokens_;
  MathTree& tree_;
  std::size_t depth_max_;
  std::size_t depth_ = 0;
  std::size_t at_ = 0;
  int open_bars_ = 0;
  std::string error_;
};

}  // namespace assay
